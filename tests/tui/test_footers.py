"""The footer names the keys that work now, and no other; nor do help and palette."""

from pathlib import Path

import pytest

from custtui.model import Contact, Customer, Purchase
from custtui.store import open_book
from custtui.tui.commands import CUSTOMER, CUSTOMERS, FIRST_START, OWN_FIELDS, listed
from tests.tui.driving import LARGE, TODAY, Driver, drive


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("new customer") as edit:
        one = edit.add(Customer(code="K1", name="张三", recorded=""))
        edit.add(Contact(customer_id=one, name="李强", phones="13800138001", recorded=""))
        edit.add(Purchase(customer_id=one, day=TODAY, amount=100, recorded=""))
    return path


def footer(driver: Driver) -> str:
    """The last line of the screen."""
    return driver.text().splitlines()[-1]


def names(driver: Driver, *labels: str) -> list[bool]:
    return [label in footer(driver) for label in labels]


def test_no_list_of_keys_has_one_that_would_write_where_nothing_is_written() -> None:
    ids = {c.id for c in listed((CUSTOMERS, CUSTOMER, OWN_FIELDS), may_write=False)}
    assert ids.isdisjoint({"log_call", "new_customer", "edit_record", "add_field", "move_up"})
    assert {"search", "open_customer", "why", "history"} <= ids
    assert [c.id for c in listed((FIRST_START,), may_write=False)] == ["sample_data"]


def test_a_reader_is_shown_what_reads(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("read only")
        assert names(driver, "F10", "F7", "F9") == [True, False, False]
        await driver.press("down")
        assert names(driver, "Search", "Open", "Why", "Log call", "New customer") == [
            True, True, True, False, False,
        ]  # fmt: skip
        await driver.press("enter")
        await driver.until("Overview")
        assert names(driver, "Why", "Back", "Edit", "New record", "Purchase") == [
            True, True, False, False, False,
        ]  # fmt: skip
        await driver.press("escape", "question_mark")
        text = await driver.until("On this screen")
        assert "Log call" not in text
        assert "Delete customer" not in text
        await driver.press("escape", "ctrl+p")
        await driver.until("All commands")
        await driver.type("log call")
        await driver.until(lambda: "Log call" not in driver.text())
        await driver.press("escape")
        await driver.command("own fields")
        await driver.until("Own fields: what")
        assert names(driver, "New field", "Delete", "Back") == [False, False, True]

    drive(book, doing, LARGE, read_only=True)


def test_what_is_about_a_row_is_named_where_there_is_one(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("down")
        assert names(driver, "Open", "Log call", "Why", "New customer") == [True] * 4
        await driver.press("slash")
        await driver.type("nobody at all")
        await driver.until("Nobody answers")
        assert names(driver, "F7", "F10", "F9") == [False, False, True]
        await driver.press("ctrl+u")
        await driver.until("张三")
        await driver.command("trash")
        await driver.until("The trash is empty")
        assert names(driver, "Restore", "What it holds", "Back") == [False, False, True]
        await driver.press("escape")
        await driver.command("own fields")
        await driver.until("None yet")
        assert names(driver, "New field", "Change", "Delete") == [True, False, False]
        await driver.press("escape")
        await driver.command("settings")
        await driver.until("they count for everybody")
        assert names(driver, "Change", "Back to the default") == [True, False]
        await driver.press("d")
        await driver.until("This is the default already.")

    drive(book, doing, LARGE)


def test_what_was_taken_back_is_not_offered_again(book: Path) -> None:
    with open_book(book, TODAY).edit("change customer") as edit:
        edit.change("customer", 1, {"name": "张三丰"})

    async def doing(driver: Driver) -> None:
        await driver.press("down", "enter")
        await driver.until("张三丰")
        await driver.press("H")
        await driver.until("change customer")
        assert names(driver, "Take back", "Before and after") == [True, True]
        await driver.press("z")
        await driver.until("It touched")
        await driver.press("y")
        await driver.until("(taken back)")
        assert names(driver, "Take back", "Before and after") == [False, True]
        await driver.press("z")
        await driver.until("This was taken back already.")
        await driver.press("enter")
        await driver.until("It was taken back.")
        assert names(driver, "Take back", "Back") == [False, True]
        await driver.press("escape", "up", "enter")
        await driver.until("It touched")
        assert names(driver, "Take back") == [True]

    drive(book, doing, LARGE)


def test_a_reader_of_an_empty_book_is_told_that_it_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book = open_book(path, TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", recorded=""))

    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        with book.edit("delete customer") as edit:
            edit.delete("customer", 1)
        text = await driver.until("This book is empty.")
        assert "Look round in sample data" in text
        assert "The first customer" not in text
        assert "Import" not in text

    drive(path, doing, read_only=True)


def test_a_writer_of_an_empty_book_is_shown_how_to_begin(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    open_book(path, TODAY)

    async def doing(driver: Driver) -> None:
        text = await driver.until("The first customer")
        assert "This book is empty." not in text

    drive(path, doing)
