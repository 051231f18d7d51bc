"""A book that may only be read: every key that would write says why, and opens nothing."""

from datetime import date
from pathlib import Path

import pytest

from custtui.model import Contact, Customer, FollowUp, Purchase
from custtui.store import open_book
from custtui.tui.screens.customer import CustomerPage
from custtui.tui.screens.customers import Customers
from custtui.tui.screens.trash import Trash
from tests.tui.driving import SMALL, TODAY, Driver, drive

_WHY = "open for reading only: --read-only was given"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    opened = open_book(path, TODAY)
    with opened.edit("new customer") as edit:
        one = edit.add(Customer(code="", name="甲", recorded=""))
        two = edit.add(Customer(code="", name="乙", recorded=""))
        edit.add(Contact(customer_id=one, name="李强", phones="13800138001", recorded=""))
        edit.add(Purchase(customer_id=one, day=TODAY, amount=100, recorded=""))
        edit.add(
            FollowUp(
                customer_id=one, day=TODAY, next_day=date(2026, 12, 1), summary="call", recorded=""
            )
        )
    with opened.edit("delete customer") as edit:
        edit.delete("customer", two)
    return path


async def refused(driver: Driver, *keys: str) -> None:
    """Each of these keys says why nothing is written, and the screen stays."""
    screen = driver.app.screen
    for key in keys:
        driver.app.say("")
        await driver.press(key)
        await driver.until(_WHY)
        assert driver.app.screen is screen, key


def test_every_key_that_would_write_says_why(book: Path) -> None:
    before = book.stat().st_mtime_ns

    async def doing(driver: Driver) -> None:
        await driver.until("read only")
        await refused(driver, "f7", "f8", "f9", "f11")
        await driver.press("down")
        await refused(driver, "n", "e", "f", "p", "d", "t", "i", "ctrl+z", "ctrl+y")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, CustomerPage))
        await driver.until("甲")
        for _page in range(8):
            await refused(driver, "n", "f", "p")
            await driver.press("right")
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, Customers))
        driver.app.action_trash()
        await driver.until(lambda: isinstance(driver.app.screen, Trash))
        await driver.until("乙")
        await refused(driver, "enter")

    drive(book, doing, SMALL, read_only=True)
    assert book.stat().st_mtime_ns == before
