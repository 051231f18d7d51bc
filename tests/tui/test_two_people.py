"""Two people on one record: at the form one question a field, and nothing typed is lost."""

from pathlib import Path

import pytest

from custtui.model import Customer
from custtui.reading.connection import connect
from custtui.store import Book, open_book
from tests.tui.driving import TODAY, Driver, drive

_HOSTILE = "[/] \x1b[31m客户"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", owner="甲", note="甲的话", recorded=""))
    return book


def stored(book: Book, columns: str) -> object:
    connection = connect(book.path)
    try:
        return connection.execute(f"SELECT {columns} FROM customer").fetchone()
    finally:
        connection.close()


async def type_into(driver: Driver, key: str, text: str) -> None:
    """Type at the end of a field of the form that is open."""
    while driver.app.focused is None or driver.app.focused.id != f"field-{key}":
        await driver.press("tab")
    await driver.press("end")
    await driver.type(text)


@pytest.mark.parametrize("size", [(80, 24), (140, 45), (30, 8)])
def test_each_field_is_asked_once_and_long_texts_can_keep_both(
    book: Book, size: tuple[int, int]
) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "e")
        await type_into(driver, "owner", "乙")
        await type_into(driver, "note", "我的话")
        with book.edit("change customer") as edit:
            edit.change(
                "customer", 1, {"owner": _HOSTILE, "note": "甲的话\n对方的话", "region": "江苏"}
            )
        await driver.press("ctrl+s")
        text = await driver.until("1/2")
        assert "\x1b" not in text
        if size[0] > 30:
            assert "[/] " in text
            assert "甲乙" in text
        await driver.press("3", "2")  # one line can't keep both: 3 says nothing there
        await driver.until("2/2")
        await driver.press("3")
        await driver.until(lambda: stored(book, "owner") == ("甲乙",))
        assert stored(book, "note, region") == ("甲的话\n对方的话\n我的话", "江苏")

    drive(book.path, doing, size)


def test_theirs_can_be_kept_of_all_and_then_nothing_is_written(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "e")
        await type_into(driver, "owner", "乙")
        with book.edit("change customer") as edit:
            edit.change("customer", 1, {"owner": "丙"})
        await driver.press("ctrl+s", "1")
        await driver.until("Search")
        assert stored(book, "owner, (SELECT max(id) FROM edit)") == ("丙", edit.edit_id)

    drive(book.path, doing)


def test_a_third_change_is_asked_about_again(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "e")
        await type_into(driver, "owner", "乙")
        for name in ("丙", "丁"):
            with book.edit("change customer") as edit:
                edit.change("customer", 1, {"owner": name})
            await driver.press("ctrl+s")
            await driver.until(name)
            if name == "丙":
                await driver.press("escape")
        await driver.press("2")
        await driver.until(lambda: stored(book, "owner") == ("甲乙",))

    drive(book.path, doing)


def test_help_opens_over_a_form_and_no_key_of_it_throws_the_form_away(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "e")
        await type_into(driver, "owner", "乙")
        await driver.press("f1")
        await driver.until("On this screen")
        await driver.press("f2", "f4", "escape")
        await driver.until("甲乙")
        await driver.press("ctrl+s")
        await driver.until(lambda: stored(book, "owner") == ("甲乙",))

    drive(book.path, doing)
