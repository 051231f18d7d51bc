"""Saving that takes its time: keys go on meanwhile, and nothing is saved twice, half, elsewhere."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import custtui.store
from custtui.model import Customer
from custtui.reading.connection import connect
from custtui.store import Book, open_book
from tests.tui.driving import TODAY, Driver, drive


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return _book(tmp_path / "book.db", "张三")


def _book(path: Path, name: str) -> Book:
    book = open_book(path, TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name=name, recorded=""))
    return book


def _asked(book: Book, query: str) -> Any:
    connection = connect(book.path)
    try:
        return connection.execute(query).fetchone()[0]
    finally:
        connection.close()


def _holds_back(driver: Driver) -> asyncio.Event:
    """From now on nothing is written before the event is set, as with a slow disk."""
    goes_on = asyncio.Event()
    session = driver.app.session
    write = session.write

    async def late(*args: Any, **kwargs: Any) -> Any:
        await goes_on.wait()
        return await write(*args, **kwargs)

    session.write = late  # type: ignore[method-assign]  # for this test
    return goes_on


def _is_quiet(driver: Driver) -> Callable[[], bool]:
    return lambda: all(worker.is_finished for worker in driver.app.workers)


@pytest.mark.parametrize("keys", ["ctrl+s escape", "f1"])
def test_a_form_is_saved_once_whatever_is_pressed_meanwhile(book: Book, keys: str) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("f9")
        await driver.type("李四")
        goes_on = _holds_back(driver)
        await driver.press("ctrl+s")
        await driver.until("saving …")
        await driver.press(*keys.split())
        goes_on.set()
        await driver.until(lambda: len(driver.app.screen_stack) == 1)
        await driver.until("Saved: Customer")
        await driver.press("ctrl+s")
        await driver.until(_is_quiet(driver))

    drive(book.path, doing)
    assert _asked(book, "SELECT count(*) FROM customer") == 2


def test_rules_are_saved_once_and_their_screen_can_be_left_meanwhile(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("f4")
        await driver.until("Grade")
        await driver.press("left", *["down"] * 7, "delete", "y")
        await driver.until("draft not saved")
        goes_on = _holds_back(driver)
        await driver.press("ctrl+s", "ctrl+s", "f2")
        goes_on.set()
        await driver.until("Rule saved")
        await driver.until(_is_quiet(driver))
        assert driver.app.draft is None

    before = _asked(book, "SELECT count(*) FROM edit")
    drive(book.path, doing)
    assert _asked(book, "SELECT count(*) FROM edit") == before + 1


def test_what_was_asked_for_is_done_and_told_though_its_screen_is_left(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await driver.command("settings")
        await driver.until("Settings of this book")
        goes_on = _holds_back(driver)
        await driver.press("enter", "down", "enter", "escape")
        await driver.until("张三")
        goes_on.set()
        await driver.until("Masking: On")

    drive(book.path, doing)
    assert _asked(book, "SELECT count(*) FROM setting WHERE key = 'mask'") == 1


def test_undo_pressed_again_at_once_takes_back_the_edit_before(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, take_back = threading.Event(), custtui.store.take_back

    def late(book: Book, edit_id: int) -> Any:
        assert goes_on.wait(60)
        return take_back(book, edit_id)

    async def doing(driver: Driver) -> None:
        for name in ("李四", "王五"):
            await driver.press("f9")
            await driver.type(name)
            await driver.press("ctrl+s")
            await driver.until(name)
        monkeypatch.setattr(custtui.store, "take_back", late)
        await driver.press("down", "ctrl+z", "ctrl+z")
        goes_on.set()
        await driver.until("1 customer")
        await driver.until(_is_quiet(driver))
        assert driver.app.status[0] == "Taken back: new customer"

    drive(book.path, doing)
    assert _asked(book, "SELECT name FROM customer") == "张三"


def test_a_question_about_a_book_that_was_replaced_is_not_answered_in_the_next_one(
    book: Book, tmp_path: Path
) -> None:
    other = _book(tmp_path / "other.db", "另一位")
    with other.edit("x") as edit:
        edit.connection.execute("UPDATE edit SET moment = '2020-01-01T00:00:00+00:00'")
    other.close()

    async def doing(driver: Driver) -> None:
        await driver.press("down", "d")
        await driver.until("The trash keeps them")
        other.path.replace(book.path)
        await driver.until("another book is shown now")
        await driver.press("y")
        await driver.until(_is_quiet(driver))
        await driver.until("另一位")

    book.close()
    drive(book.path, doing)
    assert _asked(book, "SELECT count(*) FROM customer") == 1
