"""The history of a customer on screen: what stands in its lines, and the way back from there."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from custtui.model import Contact, Customer, FollowUp
from custtui.store import Book, open_book
from tests.cli.conftest import HOSTILE
from tests.tui.driving import LARGE, TODAY, Driver, drive


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", recorded=""))
    with book.edit("log follow-up") as edit:
        edit.add(FollowUp(customer_id=1, day=TODAY, summary="谈价格", recorded=""))
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"stage": "intending"})
    return book


def rows(book: Book, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(book.path) as connection:
        return connection.execute(query).fetchall()


async def _open(driver: Driver, name: str = "张三") -> None:
    await driver.until(name)
    await driver.press("down", "enter")
    await driver.until("Overview")
    await driver.press("H")
    await driver.until("edit")


def test_any_edit_is_seen_whole_and_taken_back(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await _open(driver)
        text = await driver.until("change customer · Stage: — → Intending")
        assert "log follow-up · Summary: 谈价格" in text
        assert "3 edits" in text
        await driver.press("down", "enter")
        await driver.until("Follow-up #1 added")
        await driver.press("z")
        await driver.until("Take back “log follow-up”")
        await driver.press("y")
        await driver.until("It was taken back.")
        await driver.press("escape")
        await driver.until("undo: log follow-up")
        await driver.until("4 edits")

    drive(book.path, doing, LARGE)
    assert rows(book, "SELECT count(*) FROM follow_up") == [(0,)]


def test_newer_work_is_named_where_it_stands_in_the_way(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await _open(driver)
        await driver.press("end", "z")
        await driver.until("Take back “new customer”")
        await driver.press("y")
        await driver.until("change customer (")
        await driver.until("came after it")

    drive(book.path, doing, LARGE)
    assert rows(book, "SELECT count(*) FROM customer") == [(1,)]


def test_the_history_of_one_record_is_its_own(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "enter")
        await driver.until("Overview")
        await driver.press("right")
        await driver.until("谈价格")
        await driver.press("R")
        text = await driver.until("Follow-up #1")
        text = await driver.until("1 edit ")
        assert "change customer" not in text

    drive(book.path, doing)


def test_names_that_act_are_shown_as_text(book: Book) -> None:
    for name in HOSTILE:
        with book.edit("change customer") as edit:
            edit.change("customer", 1, {"name": name, "note": f"{name}\n第二行"})

    async def doing(driver: Driver) -> None:
        await driver.until("客客")
        await driver.press("down", "enter", "H")
        text = await driver.until("9 edits")
        assert "[@click=app.quit]x[/]" in text
        assert not set("\x1b\x9b\x07\u202e\u2066") & set(text)
        await driver.press("enter")
        await driver.until("第二行")

    drive(book.path, doing, LARGE)


def test_ten_thousand_edits_are_a_list_like_any_other(book: Book) -> None:
    _many_edits(book.path, 10_000)

    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "enter", "H")
        await driver.until("10,003 edits")
        await driver.press("end")
        await driver.until("new customer")

    drive(book.path, doing)


def _many_edits(path: Path, count: int) -> None:
    """As many as years of work leave: each is an image of the customer in the log."""
    with sqlite3.connect(path) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(customer)")]
        image = ", ".join(f"'{name}', c.{name}" for name in columns)
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO edit (what, cause, moment, uid, account)"
            " SELECT 'change customer', 'edit', '2026-11-22T01:02:03+00:00', 0, 'x' FROM n",
            (count,),
        )
        connection.execute(
            "INSERT INTO change (edit_id, record, record_id, before) SELECT e.id, 'customer', 1,"
            f" json_set(json_object({image}), '$.note', 'note ' || e.id)"
            " FROM edit e JOIN customer c WHERE e.account = 'x'"
        )


def test_who_is_erased_is_typed_again_and_gone(book: Book) -> None:
    with book.edit("new customer") as edit:
        other = edit.add(Customer(code="K2", name="李四", note="张三介绍", recorded=""))
        edit.add(Contact(customer_id=other, name="李四", recorded=""))

    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.type("张三")
        await driver.until("1 / 2")
        await driver.press("down", "enter")
        await driver.until("Overview")
        await driver.command("erase for good")
        await driver.until("There is no undo")
        await driver.type("李四")
        await driver.press("enter")
        await driver.until("That is neither")
        await driver.press("ctrl+u")
        await driver.type("K1")
        await driver.press("enter")
        text = await driver.until("What erasing did not reach")
        assert "K2: Customer, Note" in text
        await driver.until("Erased for good: customer number 1")
        await driver.press("escape", "ctrl+z")
        await driver.until("There is nothing to take back")

    drive(book.path, doing, LARGE)
    assert rows(book, "SELECT code FROM customer") == [("K2",)]
    assert "谈价格".encode() not in book.path.read_bytes()


def test_a_read_only_book_has_a_history_and_nothing_is_taken_back(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await _open(driver)
        await driver.press("z")
        await driver.until("open for reading only")

    drive(book.path, doing, read_only=True)


def test_another_day_has_the_same_history(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await _open(driver)
        await driver.until("3 edits")

    drive(book.path, doing, as_of=date(2026, 6, 1))


def test_the_page_below_is_left_only_if_the_customer_stays_deleted(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await _open(driver)
        with book.edit("delete customer") as edit:
            edit.delete("customer", 1)
        await driver.until("4 edits")
        await driver.press("home", "z", "y")
        await driver.until("5 edits")
        await driver.press("escape")
        await driver.until("Overview")
        await driver.press("H")
        await driver.until("5 edits")
        with book.edit("delete customer") as edit:
            edit.delete("customer", 1)
        await driver.until("6 edits")
        await driver.press("escape")
        await driver.until("This customer was deleted.")
        assert len(driver.app.screen_stack) == 1

    drive(book.path, doing, LARGE)
