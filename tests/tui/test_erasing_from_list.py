"""Erasing for good whoever is under the cursor of the list, by the list of all commands."""

import sqlite3
from pathlib import Path

from custtui.model import Customer
from custtui.store import open_book
from custtui.tui.widgets.customer_list import CustomerList
from tests.tui.driving import LARGE, TODAY, Driver, drive


def test_whoever_is_under_the_cursor_is_asked_about_and_erased(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("new customer") as edit:
        for code, name in (("K1", "张三"), ("K2", "李四")):
            edit.add(Customer(code=code, name=name, recorded=""))

    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "home", "down")
        row = driver.app.screen.query_one(CustomerList).row
        assert row is not None
        await driver.command("Erase for good")
        await driver.until(f"Erase {row.name} ({row.code}) for good?")
        await driver.type(row.code)
        await driver.press("enter")
        await driver.until("What erasing did not reach")
        await driver.press("escape")
        await driver.until("1 / 1")
        with sqlite3.connect(path) as connection:
            assert connection.execute("SELECT code FROM customer").fetchall() not in (
                [],
                [(row.code,)],
            )

    drive(path, doing, LARGE)
