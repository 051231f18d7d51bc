"""What goes wrong inside the file while the app runs: told, and the app goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

from custtui.model import Customer
from custtui.store import open_book
from tests.tui.driving import TODAY, Driver, drive


def test_a_page_that_breaks_under_an_open_form_is_told_and_the_form_stays(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book = open_book(path, TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="", name="张三", recorded=""))
    book.close()

    async def doing(driver: Driver) -> None:
        await driver.press("f9")
        await driver.type("李四")
        _break_the_log(path)
        await driver.until(lambda: driver.app.status[1])
        await driver.until("李四")
        assert driver.app.is_running

    drive(path, doing)


def _break_the_log(path: Path) -> None:
    """Empty a page of the file itself, then commit something, which makes others read it anew."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'edit'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        with path.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(bytes(size))
        connection.execute("UPDATE customer SET note = 'x'")
