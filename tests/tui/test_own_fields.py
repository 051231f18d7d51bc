"""Own fields from the keys: added, filled, filtered and sorted by, moved, deleted, taken back."""

import sqlite3
from pathlib import Path

from custtui.model import Customer
from custtui.reading.connection import connect
from custtui.reading.own_fields import own_fields
from custtui.store import open_book
from tests.own_fields import add_fields
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive


def keys_of(path: Path) -> list[str]:
    connection = connect(path)
    found = [field.key for field in own_fields(connection)]
    connection.close()
    return found


async def open_fields(driver: Driver) -> None:
    await driver.command("Own fields")
    await driver.until("what your department keeps")


def test_a_field_is_added_filled_moved_and_deleted(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("new customer") as edit:
        edit.add(Customer(code="", name="张三", recorded=""))

    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await open_fields(driver)
        await driver.until("None yet. n adds a field.")
        for name in ("[b]Terms[/]", "Owner"):
            await driver.press("n")
            await driver.until("Choices by line")
            await driver.press("tab")
            await driver.type(name)
            await driver.press("ctrl+s")
        await driver.until("read as Owner already")  # the form stays open with what was typed
        for _letter in "Owner":
            await driver.press("backspace")
        await driver.type("Second")
        await driver.press("ctrl+s")
        text = await driver.until("Second")
        assert "[b]Terms[/]" in text
        await driver.press("K")
        await driver.until(lambda: keys_of(path) == ["second", "b_terms"])
        await driver.until("Field moved: Second")
        await driver.press("escape", "down", "e")
        await driver.until("Customer")
        await driver.press("shift+tab")
        await driver.type("30 days")
        await driver.press("ctrl+s")
        await driver.until("Saved: Customer")
        await driver.press("enter")
        await driver.until("30 days")
        await driver.press("escape")
        await open_fields(driver)
        await driver.press("down", "d")
        await driver.until("with the value of 1 customer? Undo brings it")
        await driver.press("escape")
        assert keys_of(path) == ["second", "b_terms"]
        await driver.press("d", "y")
        await driver.until("Deleted: [b]Terms[/]")
        assert keys_of(path) == ["second"]
        await driver.press("ctrl+z")
        await driver.until("Taken back: delete field")
        assert keys_of(path) == ["second", "b_terms"]

    drive(path, doing, SMALL)
    with sqlite3.connect(path) as connection:
        (custom,) = connection.execute("SELECT custom FROM customer").fetchone()
        assert custom == '{"b_terms":"30 days"}'


def test_the_list_filters_and_sorts_by_own_fields(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book = open_book(path, TODAY)
    add_fields(book)
    with book.edit("fill") as edit:
        for name, terms, machines in (
            ("甲", "月结", 1_500),
            ("乙", "月结", 20_000),
            ("丙", "无", 3),
        ):
            values = {"name": name, "field:terms": terms, "field:machines": machines}
            edit.add_record("customer", {**values, "field:listed": name == "丙"})
        edit.add_record("customer", {"name": "丁"})

    async def doing(driver: Driver) -> None:
        await driver.until("4 / 4")
        await driver.press("down", "s")
        await driver.type("Machines")
        await driver.press("enter")
        text = await driver.until("Machines↓")
        assert text.index("乙") < text.index("甲") < text.index("丙") < text.index("丁")
        assert "0.003" in text
        await driver.press("v")
        await driver.type("Terms 月")
        await driver.press("enter")
        text = await driver.until("2 / 4")
        assert "Terms 月结" in text
        assert "丙" not in text
        for typed, count in (
            ("Listed Yes", "1 / 4"),
            ("Terms (em", "1 / 4"),
            ("All cust", "4 / 4"),
        ):
            await driver.press("v")
            await driver.type(typed)
            await driver.press("enter")
            await driver.until(count)

    drive(path, doing, LARGE)


def test_a_book_for_reading_shows_them_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    add_fields(open_book(path, TODAY))

    async def doing(driver: Driver) -> None:
        await driver.until("custtui")
        await open_fields(driver)
        await driver.until("月结, 预付, 无")
        for key in ("n", "e", "J", "d"):
            await driver.press(key)
            await driver.until("This book is open for reading only")
        assert len(keys_of(path)) == 6

    drive(path, doing, SMALL, read_only=True)
