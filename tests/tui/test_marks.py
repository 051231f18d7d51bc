"""Marks, from the keys: one, a range, all; what stays marked; and the acts on all marked."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from custtui.store import Book, open_book, take_back
from custtui.tui.screens.customers import Customers
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive

_BY_ID = " FROM (SELECT * FROM customer ORDER BY id)"
NAMES = ("甲", "乙", "丙", "丁", "戊")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Five customers in this order of their last contact."""
    made = open_book(tmp_path / "book.db", TODAY)
    with made.edit("fill") as edit:
        for place, name in enumerate(NAMES):
            identity = edit.add_record("customer", {"name": name, "tags": "展会" * (place == 1)})
            day = TODAY - timedelta(days=place)
            edit.add_record("follow_up", {"customer_id": identity, "day": day, "summary": "x"})
    return made


def marked(driver: Driver) -> str:
    """The names in the lines that have a mark."""
    lines = [line for line in driver.text().split("\n") if line.startswith("✓")]
    return "".join(name for line in lines for name in NAMES if name in line)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


async def into_list(driver: Driver) -> None:
    """To the list's first line."""
    await driver.press("escape", "home")


async def take(driver: Driver, typed: str) -> None:
    await driver.type(typed)
    await driver.press("enter")


def test_one_a_range_all_and_none(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await into_list(driver)
        await driver.press("V")
        await driver.until("Mark the first of them with space")
        assert marked(driver) == ""
        await driver.press("space", "space", "space")
        assert marked(driver) == "甲乙丙"
        await driver.until("3 marked  5 / 5")
        await driver.press("home", "space")
        assert marked(driver) == "乙丙"
        await driver.press("u")
        assert "marked" not in driver.text()
        await driver.press("end", "space", "up", "up", "V")
        assert marked(driver) == "丙丁戊"
        await driver.press("home", "V")
        assert marked(driver) == "甲乙丙丁戊"
        await driver.press("u", "a")
        await driver.until("5 marked  5 / 5")
        await driver.press("end", "space")
        assert marked(driver) == "甲乙丙丁"

    drive(book.path, doing, SMALL)


def test_marks_stay_through_search_filter_sort_and_escape(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await into_list(driver)
        await driver.press("space", "slash")
        await driver.type("丁")
        await driver.until("1 marked  1 / 5")
        await driver.press("down", "space")
        await driver.until("2 marked  1 / 5")
        await driver.press("escape", "escape", "escape", "home")
        await driver.until("2 marked  5 / 5")
        assert marked(driver) == "甲丁"
        await driver.press("s")
        await take(driver, "Code")
        await driver.until("2 marked  5 / 5")
        await driver.press("s")
        await take(driver, "Code")
        await driver.until(lambda: marked(driver) == "丁甲")
        await driver.press("v")
        await take(driver, "Grade Unrated")
        await driver.until("Unrated  2 marked  5 / 5")

    drive(book.path, doing, SMALL)


def test_whoever_is_deleted_leaves_the_marks(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await into_list(driver)
        await driver.press("a")
        await driver.until("5 marked")
        with book.edit("delete customer") as edit:
            edit.delete("customer", 2)
        await driver.until("4 marked  4 / 4")
        assert edit.result is not None
        take_back(book, edit.result.edit_id)
        await driver.until("4 marked  5 / 5")
        assert marked(driver) == "甲丙丁戊"

    drive(book.path, doing, SMALL)


def test_deleting_asks_how_many_and_is_one_edit(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await into_list(driver)
        await driver.press("space", "space", "slash")
        await driver.type("乙")
        await driver.until("2 marked  1 / 5")
        await driver.press("down", "d")
        text = await driver.until("Delete 2 marked customers with all records?")
        assert "1 of them is not in the list now." in " ".join(text.split())
        await driver.press("enter")
        assert rows(book.path, "SELECT count(*) FROM customer") == [(5,)]
        await driver.press("d", "y")
        await driver.until("2 customers deleted")
        await driver.until(lambda: " marked" not in driver.text())
        assert rows(book.path, "SELECT min(id), count(*) FROM customer") == [(3, 3)]
        await driver.press("ctrl+z")
        await driver.until("Taken back: delete customers")
        assert rows(book.path, "SELECT count(*) FROM follow_up") == [(5,)]
        # Nobody is marked: it is about the one under the cursor.
        await driver.press("d")
        await driver.until("Delete 乙 with all records?")

    drive(book.path, doing, SMALL)


def test_tags_come_and_go(book: Book) -> None:
    tags = f"SELECT group_concat(coalesce(nullif(tags, ''), '-'), '|'){_BY_ID}"

    async def doing(driver: Driver) -> None:
        await into_list(driver)
        await driver.press("space", "space", "t")
        text = await driver.until("Tags of 2 marked customers")
        assert "Add 展会" in text
        assert "Remove 展会" in text
        assert "1 / 2" in text
        await take(driver, "Add 展会")
        await driver.until("1 customer now has the tag 展会")
        await driver.press("t")
        await take(driver, "VIP：老; 客户")  # two at once are no tag
        await driver.until("Nothing here answers")
        await driver.press("escape", "t")
        await take(driver, "VIP")
        await driver.until("2 customers now have the tag VIP")
        assert rows(book.path, tags) == [("展会\nVIP|展会\nVIP|-|-|-",)]
        await driver.press("u", "end", "t")
        text = await driver.until("Tags of 戊")
        assert "Remove" not in text
        await take(driver, "展会")
        await driver.until("1 customer now has the tag 展会")
        await driver.press("t")
        await take(driver, "展会")
        await driver.until("1 customer no longer has the tag 展会")
        await driver.press("ctrl+z")
        await driver.until("Taken back: change tags")
        assert rows(book.path, tags) == [("展会\nVIP|展会\nVIP|-|-|展会",)]

    drive(book.path, doing, LARGE)


def test_owners_change(book: Book) -> None:
    owners = f"SELECT group_concat(coalesce(owner, '-'), ''){_BY_ID}"

    async def give(driver: Driver, title: str, owner: str) -> None:
        await driver.command("Change owner")
        await driver.until(title)
        await take(driver, owner)

    async def doing(driver: Driver) -> None:
        await into_list(driver)
        await driver.press("a")
        await give(driver, "Owner of 5 marked customers", "王敏")
        await driver.until("5 customers are 王敏's now")
        await give(driver, "Owner of 5 marked customers", "王")
        await driver.until("they are so already")
        await driver.press("u")
        await give(driver, "Owner of 甲", "(nobody)")
        await driver.until("1 customer has no owner now")
        assert rows(book.path, owners) == [("-王敏王敏王敏王敏",)]

    drive(book.path, doing, SMALL)


def test_nothing_is_changed_in_a_book_for_reading(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await into_list(driver)
        for keys in (["d"], ["t"], ["space", "d"], ["t"]):
            await driver.press(*keys)
            await driver.until("This book is open for reading only")
            driver.app.say("")

    drive(book.path, doing, SMALL, read_only=True)


def test_another_book_has_no_marks(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await into_list(driver)
        await driver.press("a")
        await driver.until("5 marked")
        driver.app.open_book(driver.app.session.start)
        await driver.until(lambda: " marked" not in driver.text())

    drive(book.path, doing, SMALL)


class NotYet(asyncio.Event):
    """Whether the list is whole, which it is only when the test says so."""

    def set(self) -> None:
        pass

    def say(self) -> None:
        super().set()


def test_many_are_marked_when_the_list_is_whole(book: Book) -> None:
    """Of a million customers only the first page is there for a while."""

    async def doing(driver: Driver) -> None:
        await into_list(driver)
        page = driver.app.screen
        assert isinstance(page, Customers)
        await driver.press("space")
        whole = page.is_whole = NotYet()
        await driver.press("down", "V", "home", "d")
        assert marked(driver) == "甲"
        whole.say()
        await driver.until("Delete 3 marked customers")
        await driver.press("escape", "u")
        whole.clear()
        await driver.press("a", "S")  # another list is wanted: nobody of it is marked
        whole.say()
        await driver.press("home", "t")
        await driver.until("Tags of 戊")
        await driver.press("escape")
        whole.clear()
        await driver.press("a", "u")
        whole.say()
        await driver.press("space")
        await driver.until("1 marked  5 / 5")

    drive(book.path, doing, SMALL)
