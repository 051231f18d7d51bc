"""Undo, redo and the trash, from the keys."""

import sqlite3
from pathlib import Path

from custtui.model import Customer
from custtui.store import open_book
from tests.tui.driving import TODAY, Driver, drive


def test_a_deleted_customer_comes_back_and_goes_again(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("new customer") as edit:
        edit.add(Customer(code="", name="张三", recorded=""))

    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "d")
        await driver.until("The trash keeps them")
        await driver.press("y")
        await driver.until("Deleted: 张三")
        await driver.press("ctrl+z")
        await driver.until("Taken back")
        await driver.until("redo ctrl+y")
        await driver.press("ctrl+y")
        await driver.until("Done again")
        await driver.until("undo ctrl+z")

    drive(path, doing, (100, 30))
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM customer").fetchall() == [(0,)]
