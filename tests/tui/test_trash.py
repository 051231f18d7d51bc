"""The trash: empty, full, what an entry holds, and back again."""

import sqlite3
from pathlib import Path

import pytest

from custtui.model import Contact, Customer, Purchase
from custtui.store import Book, open_book
from custtui.store.many import delete_customers
from tests.tui.driving import LARGE, TODAY, Driver, drive

_MANY = 600


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("new customers") as edit:
        for number in range(1, 4):
            customer = edit.add(Customer(code=f"K{number}", name=f"客户{number}", recorded=""))
            edit.add(Contact(customer_id=customer, name=f"张{number}", recorded=""))
        for number in range(_MANY):
            edit.add(Purchase(customer_id=1, day=TODAY, amount=number + 1, recorded=""))
    return book


async def _open(driver: Driver) -> None:
    await driver.command("trash")


def count(book: Book, table: str) -> int:
    with sqlite3.connect(book.path) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_an_empty_one_says_so_and_takes_every_key(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("客户1")
        await _open(driver)
        await driver.until("The trash is empty")
        await driver.press("enter", "right", "end", "escape")
        await driver.until("客户1")

    drive(book.path, doing)


def test_what_an_entry_holds_is_seen_before_it_is_restored(book: Book) -> None:
    with book.edit("delete customers") as edit:
        delete_customers(edit, (2, 3))

    async def doing(driver: Driver) -> None:
        await driver.until("客户1")
        await _open(driver)
        await driver.until("delete customers")
        await driver.press("right")
        text = await driver.until("It touched")
        for held in ("客户2", "客户3", "张2", "张3"):
            assert held in text
        await driver.press("escape")
        await driver.until("delete customers")
        await driver.press("enter")
        await driver.until("The trash is empty")
        await driver.until("Restored")

    drive(book.path, doing, LARGE)
    assert (count(book, "customer"), count(book, "contact")) == (3, 3)


def test_the_oldest_of_many_is_restored_and_named_though_its_customer_went_later(
    book: Book,
) -> None:
    _delete_one_by_one(book.path)
    with book.edit("delete customer") as edit:
        edit.delete("customer", 1)

    async def doing(driver: Driver) -> None:
        await driver.until("客户2")
        await _open(driver)
        await driver.until("delete customer ")
        await driver.press("end")
        await driver.until(lambda: "delete customer " not in driver.text())
        assert "客户1" in driver.text()
        await driver.press("enter")
        await driver.until("delete customer (")
        await driver.press("home", "enter")
        await driver.until("Restored")
        await driver.press("end", "enter")
        await driver.until(lambda: count(book, "purchase") == 1)

    drive(book.path, doing, LARGE)
    with sqlite3.connect(book.path) as connection:
        assert connection.execute("SELECT id FROM purchase").fetchall() == [(1,)]


def _delete_one_by_one(path: Path) -> None:
    """Each purchase by an edit of its own, the first first, as the log has it."""
    with sqlite3.connect(path) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(purchase)")]
        image = ", ".join(f"'{name}', {name}" for name in columns)
        (last,) = connection.execute("SELECT max(id) FROM edit").fetchone()
        connection.execute(
            "INSERT INTO edit (id, what, cause, moment, uid, account) SELECT id + ?,"
            " 'delete purchase', 'edit', '2026-11-22T01:02:03+00:00', 0, 'x' FROM purchase",
            (last,),
        )
        connection.execute(
            "INSERT INTO change (edit_id, record, record_id, before)"
            f" SELECT id + ?, 'purchase', id, json_object({image}) FROM purchase",
            (last,),
        )
        connection.execute("DELETE FROM purchase")
