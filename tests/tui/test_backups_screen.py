"""The screen of backups: what is listed, what is asked before a restore, and what comes of it."""

import os
import shutil
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from custtui.cli import clock
from custtui.model import Customer
from custtui.reading.backups.names import ASKED, DAILY, RESTORE, Backup, backups_in, file_name
from custtui.reading.backups.places import folders, own_folder
from custtui.store import Book
from custtui.store.backups import restoring_apart
from custtui.store.backups.copying import Halt
from custtui.store.backups.making import back_up
from custtui.store.settings import change_setting
from custtui.tui.screens.backups import Backups
from tests.faults.books import asked, everything, filled_book, rename
from tests.tui import driving
from tests.tui.driving import LARGE, SMALL, Driver, drive

_NAMES = "SELECT name FROM customer WHERE id = 1"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for one test, so that it may look at all that lies there."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    # Backups are made at the moment that it is, so the app has to be of that day too.
    monkeypatch.setattr(driving, "TODAY", clock.today("Asia/Shanghai"))
    return tmp_path / "data"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return filled_book(tmp_path / "book.db", today=driving.TODAY)


def listed(path: Path) -> list[Backup]:
    return backups_in(path, folders(path, ""))


def work(path: Path) -> dict[str, list[str]]:
    """What people put into it: the app itself keeps month-ends in it."""
    return {table: rows for table, rows in everything(path).items() if table != "month_cut"}


def place(book: Book, moment: datetime, content: bytes | Path) -> Path:
    """A file that is named like a backup of that moment."""
    path = own_folder(book.path) / file_name(book.path, moment, DAILY)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path):
        os.link(content, path)
    else:
        path.write_bytes(content)
    return path


async def show(driver: Driver) -> None:
    """Open the screen, once today's own backup is made or not needed."""
    await driver.until("客户")
    await driver.command("Backups")
    await driver.until("Backups of book")


def test_without_any_it_says_what_will_come(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db", customers=0, today=driving.TODAY)

    async def doing(driver: Driver) -> None:
        await driver.command("Backups")
        await driver.until("None yet. The first one is made by itself; b makes one now.")
        await driver.until("on the first opening of each day, before each import")
        await driver.press("enter", "end", "down")
        await driver.press("b")
        await driver.until("Backed up, ")
        await driver.until("1 backup · the newest just now")
        await driver.until("asked for")
        await driver.press("ctrl+p")
        text = await driver.until("All commands")
        assert text.count("Back up now") == 1
        await driver.press("escape", "escape")
        await driver.until(lambda: not isinstance(driver.app.screen, Backups))

    drive(book.path, doing)
    assert [each.reason for each in listed(book.path)] == [ASKED]


def test_a_restore_of_an_earlier_day_and_the_way_back(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db", today=driving.TODAY - timedelta(days=3))
    kept = back_up(book.path, ASKED)
    rename(book, "乙改")
    with book.edit("new customer") as edit:
        edit.add(Customer(code="", name="新客户", recorded=""))

    async def doing(driver: Driver) -> None:
        await driver.until("乙改")
        await driver.press("escape", "space")
        await driver.until("1 marked")
        await driver.press("slash")
        await driver.type("新客户")
        await driver.until("1 / 31")
        await driver.press("down", "enter")
        await driver.until("Overview")
        await show(driver)
        await driver.until("2 edits made since then go out of sight.")
        await driver.press("enter")
        await driver.until("you can go back to it")
        text = driver.text()
        for told in (
            "now it has 31",
            "2 edits made",
            "is backed up first",
            "Everybody who has",
            "just now",
        ):
            assert told in text
        await driver.press("escape")
        await driver.until("Backups of book")
        assert asked(book.path, _NAMES) == [("乙改",)], "no is no"
        await driver.press("enter")
        await driver.until("you can go back to it")
        await driver.press("y")
        await driver.until("Restored to")
        await driver.until("2 backups")
        assert asked(book.path, _NAMES) == [("客户0",)]
        screen = driver.app.screen
        assert isinstance(screen, Backups)
        row = screen.records.row
        assert row is not None
        assert row.kind == str(kept.path), "the cursor stays on the backup"
        await driver.press("ctrl+z")
        await driver.until("There is nothing to take back.")
        # The customer below came after the backup: nothing is left to show of it.
        await driver.press("escape")
        await driver.until("This customer was deleted.")
        await driver.until("0 / 30")
        await driver.press("slash", "escape", "escape")
        text = await driver.until("客户0")
        assert "乙改" not in text
        assert "1 marked" not in text
        assert asked(book.path, "SELECT day FROM judged") == [(driving.TODAY.isoformat(),)]
        # What was replaced is the newest, and comes back as it was.
        await show(driver)
        await driver.press("home")
        await driver.until("2 edits that the book does not hold now come back.")
        await driver.press("enter")
        await driver.until("you can go back to it")
        await driver.press("y")
        await driver.until("3 backups")
        await driver.until("Restored to")
        rename(book, "丙改")  # by another app
        await driver.press("escape")
        await driver.until("丙改")
        assert "Somebody restored" not in driver.text()

    drive(book.path, doing, LARGE)
    assert asked(book.path, _NAMES) == [("丙改",)]
    assert [each.reason for each in listed(book.path)] == [RESTORE, RESTORE, ASKED]
    assert asked(book.path, "PRAGMA integrity_check") == [("ok",)]


def test_three_hundred_and_what_is_none_among_them(book: Book, tmp_path: Path) -> None:
    made, now = back_up(book.path, ASKED), datetime.now(UTC)
    copy = tmp_path / "copy.db"
    shutil.copyfile(made.path, copy)
    for number in range(1, 300):
        place(book, now - timedelta(hours=7 * number), copy)
    damaged = place(book, now + timedelta(days=2), b"\x1b[31m[bold]not a database " * 500)
    for name in ("\x1b]0;title\x07.db", "[red]book.db", "book\n-daily.db"):
        (damaged.parent / name).write_bytes(b"")
    os.mkfifo(own_folder(book.path) / file_name(book.path, now - timedelta(hours=1), DAILY))

    async def doing(driver: Driver) -> None:
        await show(driver)
        await driver.until("301 backups · the newest just now")
        assert "in the future" in driver.text()
        await driver.until(lambda: len(shown(driver)) == 301 and "…" not in shown(driver))
        assert shown(driver)[:2] == ["can't be read", "30"]
        await driver.press("enter")
        await driver.until("is damaged. Choose another one.")
        await driver.press("end")
        await driver.until(file_name(book.path, now - timedelta(hours=7 * 299), DAILY))
        for size in ((20, 5), (45, 12), LARGE, SMALL):
            await driver.resize(*size)
            await driver.until("2026" if now.year == 2026 else str(now.year - 1))
        await driver.press("up", "up")
        await driver.until(file_name(book.path, now - timedelta(hours=7 * 297), DAILY))
        (own_folder(book.path) / file_name(
            book.path, now - timedelta(hours=7 * 297), DAILY
        )).unlink()  # fmt: skip
        await driver.press("enter")
        await driver.until("is gone. Choose another one.")
        await driver.until("300 backups")

    drive(book.path, doing)
    assert work(book.path) == work(copy)


def shown(driver: Driver) -> list[str]:
    """What the column of customers says, row by row."""
    screen = driver.app.screen
    assert isinstance(screen, Backups)
    return [row.cells[2].text for row in screen.records._rows]


def test_one_that_is_damaged_inside_is_refused_in_words(book: Book) -> None:
    kept = back_up(book.path, ASKED)
    rename(book, "甲改")
    with sqlite3.connect(kept.path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
            " WHERE name = 'need') WHERE name = 'survey'"
        )
    before = work(book.path)

    async def doing(driver: Driver) -> None:
        await show(driver)
        await driver.press("enter")
        await driver.until("you can go back to it")
        await driver.press("y")
        text = await driver.until("Back; nothing was changed")
        assert "the backup of" in text
        assert "is damaged" in text
        await driver.press("escape")
        await driver.until("Backups of book")

    drive(book.path, doing)
    assert work(book.path) == before
    assert [each.reason for each in listed(book.path)] == [ASKED]


def test_while_it_goes_on_nothing_else_does_and_esc_stops_it(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(book.path, ASKED)
    begun = []

    def goes_on(*given: object) -> None:
        begun.append(given)
        halt = given[3]
        assert isinstance(halt, Halt)
        while True:
            halt.check()
            time.sleep(0.01)

    monkeypatch.setattr(restoring_apart, "restore_aside", goes_on)
    before = work(book.path)

    async def doing(driver: Driver) -> None:
        await show(driver)
        await driver.press("enter")
        await driver.until("you can go back to it")
        await driver.press("y")
        await driver.until("Stop; then nothing is changed")
        await driver.until(lambda: bool(begun))
        await driver.press("f2", "n", "b", "enter", "ctrl+z", "ctrl+p", "question_mark")
        await driver.until("Stop; then nothing is changed")
        await driver.press("escape")
        await driver.until("The restore was stopped; nothing was changed.")
        await driver.until("Backups of book")

    drive(book.path, doing)
    assert work(book.path) == before


def test_a_session_that_only_reads_lists_and_refuses(book: Book) -> None:
    back_up(book.path, ASKED)

    async def doing(driver: Driver) -> None:
        await show(driver)
        await driver.until("1 backup")
        await driver.press("enter")
        await driver.until("open for reading only: --read-only was given")
        assert isinstance(driver.app.screen, Backups)

    drive(book.path, doing, read_only=True)


def test_two_folders_and_one_that_is_not_there(book: Book, tmp_path: Path) -> None:
    back_up(book.path, ASKED)
    disk = tmp_path / "disk"
    disk.mkdir()
    with book.edit("change setting") as edit:
        change_setting(edit, "backup_folder", str(disk))
    back_up(book.path, DAILY)

    async def doing(driver: Driver) -> None:
        await show(driver)
        text = await driver.until("2 backups")
        assert "as set" in text
        assert "the usual place" in text
        assert f"They lie in {disk}" in text
        disk.rename(tmp_path / "away")
        await driver.press("b")
        await driver.until("the folder set for backups is not there")
        await driver.until("is not there: connect its disk, or set another backup folder.")
        await driver.until("1 backup ")

    drive(book.path, doing, (200, 40))


def test_our_own_restore_is_not_told_as_somebodys(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(book.path, ASKED)
    rename(book, "甲改")
    real = restoring_apart.restore_aside

    async def doing(driver: Driver) -> None:
        session, say = driver.app.session, driver.app.say
        said: list[str] = []

        def heard(text: str, **given: Any) -> None:
            said.append(text)
            say(text, **given)

        def slowly(*given: Any) -> object:
            done = real(*given)
            while not session.was_put_back:  # it is seen before we hear that it is done
                time.sleep(0.01)
            return done

        monkeypatch.setattr(restoring_apart, "restore_aside", slowly)
        monkeypatch.setattr(driver.app, "say", heard)
        await show(driver)
        await driver.press("enter")
        await driver.until("you can go back to it")
        await driver.press("y")
        await driver.until("Restored to")
        assert not [text for text in said if "Somebody" in text]
        assert driver.app.session is not session

    drive(book.path, doing)
