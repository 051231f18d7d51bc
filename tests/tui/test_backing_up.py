"""The app makes today's backup by itself, says where it can't, and follows a restored book."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from custtui.cli import clock
from custtui.reading.backups.names import ASKED, DAILY, Backup, backups_in
from custtui.reading.backups.places import folders
from custtui.store.backups.making import back_up
from custtui.store.settings import change_setting
from tests.cli.running import run
from tests.faults.books import asked, filled_book, rename
from tests.tui import driving
from tests.tui.driving import LARGE, Driver, drive


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for one test, so that it may look at all that lies there."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def listed(path: Path) -> list[Backup]:
    return backups_in(path, folders(path, ""))


async def nothing(driver: Driver) -> None:
    await driver.until("customers")


def test_one_a_day_by_whoever_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Backups are made at the moment that it is, so the app has to be of that day too.
    monkeypatch.setattr(driving, "TODAY", clock.today("Asia/Shanghai"))
    book = filled_book(tmp_path / "book.db", today=driving.TODAY)
    drive(book.path, nothing, read_only=True)
    assert listed(book.path) == []
    drive(book.path, nothing)
    (made,) = listed(book.path)
    assert made.reason == DAILY
    rename(book, "张三")
    drive(book.path, nothing)
    assert listed(book.path) == [made]


def test_what_goes_wrong_is_said(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    with book.edit("change setting") as edit:
        change_setting(edit, "backup_folder", str(tmp_path / "gone"))

    async def look(driver: Driver) -> None:
        text = await driver.until("No backup: the folder set for backups is not there")
        assert "no backup:" not in text, "the book is of today"

    drive(book.path, look, LARGE)


def test_one_is_made_when_it_is_asked_for(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    back_up(book.path, DAILY)

    async def ask(driver: Driver) -> None:
        await driver.command("Back up")
        await driver.until("Backed up, ")

    drive(book.path, ask, LARGE)
    assert [each.reason for each in listed(book.path)] == [ASKED, DAILY]


def test_days_without_a_backup_are_counted(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    with book.edit("change setting") as edit:
        change_setting(edit, "backup_folder", str(tmp_path / "gone"))
        edit.connection.execute("UPDATE edit SET moment = '2026-01-02T00:00:00+00:00'")
    days = (datetime.now() - datetime(2026, 1, 2)).days

    async def look(driver: Driver) -> None:
        await driver.until(f"no backup: {days} days")

    drive(book.path, look, LARGE)


def test_a_book_that_is_restored_while_it_is_open(tmp_path: Path, home: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)

    async def look(driver: Driver) -> None:
        await asyncio.to_thread(rename, book, "今天改名")
        await driver.until("今天改名")
        await driver.press("escape", "space")
        await driver.until("1 marked")
        await _restored_by_somebody(driver, book.path, kept.path, home)
        text = await driver.until(lambda: "今天改名" not in driver.text()) and driver.text()
        assert "1 marked" not in text
        await driver.press("ctrl+z")
        await driver.until("There is nothing to take back.")
        await asyncio.to_thread(rename, book, "又改名")
        await driver.until("又改名")
        await driver.press("ctrl+z")
        await driver.until("Taken back")

    drive(book.path, look, LARGE)
    assert asked(book.path, "SELECT name FROM customer WHERE id = 1") == [("客户0",)]
    assert asked(book.path, "PRAGMA integrity_check") == [("ok",)]


def test_a_restored_book_of_yesterday_is_brought_to_today(tmp_path: Path, home: Path) -> None:
    book = filled_book(tmp_path / "book.db", today=driving.TODAY - timedelta(days=1))
    kept = back_up(book.path, ASKED)

    async def look(driver: Driver) -> None:
        await driver.until("2026-11-22")
        await _restored_by_somebody(driver, book.path, kept.path, home)
        await driver.until(lambda: asked(book.path, "SELECT day FROM judged") == [("2026-11-22",)])
        await driver.until("2026-11-22")
        await driver.until("Somebody restored a backup")

    drive(book.path, look, LARGE)


async def _restored_by_somebody(driver: Driver, book: Path, kept: Path, data: Path) -> None:
    """A backup is put in the place of the book by another program, and the app says so."""
    arguments = ("--db", str(book), "restore", str(kept), "--yes")
    done = await asyncio.to_thread(run, *arguments, home=book.parent, XDG_DATA_HOME=str(data))
    assert done.returncode == 0
    await driver.until("Somebody restored a backup")
