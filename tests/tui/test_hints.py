"""What the strip says a key does is what it does; esc too often leads nobody astray."""

import sqlite3
from pathlib import Path

import pytest
from textual.widgets import Input

from custtui.model import Customer
from custtui.store import open_book
from custtui.tui.screens.customers import Customers
from custtui.tui.widgets.customer_list import CustomerList
from tests.tui.driving import LARGE, TODAY, Driver, drive

_UNDO = "undo ctrl+z"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", recorded=""))
        edit.add(Customer(code="K2", name="李四", recorded=""))
    return path


def names(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM customer ORDER BY id")]


async def _delete_under_cursor(driver: Driver) -> None:
    await driver.press("d")
    await driver.until("with all records?")
    await driver.press("y")
    await driver.until("Deleted:")


def test_undo_is_named_only_while_it_is_about_the_book(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down")
        await _delete_under_cursor(driver)
        assert _UNDO in driver.text()
        await driver.press("slash", "z")
        assert _UNDO not in driver.text()  # ctrl+z takes the z back
        await driver.press("escape", "escape")
        await driver.until(_UNDO)  # the list has no text of its own
        await driver.press("slash")
        await driver.until(lambda: _UNDO not in driver.text())
        await driver.press("ctrl+z", "ctrl+z")  # the search line has nothing more to take back
        await driver.press("escape")
        await driver.until(_UNDO)
        await driver.press("f11")
        await driver.until("Look at the file")
        assert _UNDO not in driver.text()  # a path is text too

    drive(book, doing, LARGE)


def test_a_draft_of_rules_has_the_undo_while_it_has_steps(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down")
        await _delete_under_cursor(driver)
        await driver.press("f4")
        await driver.until("Grade")
        await driver.until(_UNDO)
        await driver.press("right", "down", "J")
        await driver.until("draft not saved")
        await driver.until(lambda: _UNDO not in driver.text())
        await driver.press("ctrl+z")
        await driver.until("The last step of the draft is taken back.")

    drive(book, doing, LARGE)


def test_esc_on_the_list_clears_the_search_and_stays_there(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down")
        shown = driver.app.screen.query_one(CustomerList)
        for _time in range(3):
            await driver.press("escape")
            assert shown.has_focus
        await driver.press("slash")
        await driver.type("李四")
        await driver.until("1 / 2")
        await driver.press("down", "escape")
        await driver.until("2 / 2")
        assert shown.has_focus
        assert shown.row is not None
        assert shown.row.name == "李四"
        await driver.press("escape", "n")  # a command, and no text
        await driver.until("New customer")
        assert driver.app.screen_stack[0].query_one(Input).value == ""

    drive(book, doing)


def test_a_filter_that_nobody_passes_says_which_key_takes_another(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        screen = driver.app.screen
        assert isinstance(screen, Customers)
        screen.show_members("grade", "A")
        await driver.until("Nobody answers to that. v takes another filter.")

    drive(book, doing)


def test_what_was_restored_is_deleted_again_by_the_key_that_the_strip_names(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down")
        await _delete_under_cursor(driver)
        assert len(names(book)) == 1
        await driver.command("trash")
        await driver.until("delete customer")
        await driver.press("enter")
        await driver.until("Restored")
        assert len(names(book)) == 2
        await driver.until("delete again ctrl+y")
        await driver.press("ctrl+y")
        await driver.until("Done again")
        assert len(names(book)) == 1
        await driver.until(_UNDO)
        await driver.press("ctrl+z")
        await driver.until("Taken back")
        assert len(names(book)) == 2

    drive(book, doing, LARGE)
