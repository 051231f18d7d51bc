"""Two days compared on screen: the matrix, other days and dimensions, and who moved."""

from datetime import date
from pathlib import Path

import pytest

from custtui.model import Customer, Purchase
from custtui.store import open_book
from custtui.tui.screens.compare import Compare
from custtui.tui.screens.customer import CustomerPage
from custtui.tui.screens.segments import Segments
from custtui.tui.widgets.migration_view import MigrationView
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive

NAMES = ["Ann", "Bob", "Cid", "Dan", "Eva"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """In spring they bought in one order, in November in the other: Ann was A, Eva is."""
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        for place, name in enumerate(NAMES):
            customer = edit.add(Customer(code="", name=name, recorded=""))
            for day, amount in (
                (date(2026, 3, 1), (5 - place) * 1_000),
                (date(2026, 11, 1), place * 100_000),
            ):
                if amount:
                    edit.add(Purchase(customer_id=customer, day=day, amount=amount, recorded=""))
    return path


def movers(driver: Driver) -> list[str]:
    found = driver.app.screen.query_one(MigrationView).movers
    return [found.row_line(place, 80)[1].text.strip() for place in range(found.row_count)]


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_from_the_matrix_to_the_names_to_a_customer(book: Path, size: tuple[int, int]) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("f4")
        await driver.until("Top 20 %")
        await driver.press("v")
        text = await driver.until("2 customers moved")
        assert "Grade  2026-08-22 Saturday → 2026-11-22 Sunday" in text
        await driver.until(lambda: movers(driver) == ["Eva"])
        view = driver.app.screen.query_one(MigrationView)
        assert view.matrix.cell == ("C", "A")
        await driver.press("k", "k", "l", "l")
        assert view.matrix.cell == ("A", "C")
        await driver.until(lambda: movers(driver) == ["Ann"])
        assert "Moved" in driver.text()
        await driver.press("enter", "enter")
        assert isinstance(driver.app.screen, CustomerPage)
        await driver.press("escape")
        assert isinstance(driver.app.screen, Compare)
        await driver.press("escape")
        assert view.matrix.has_focus
        await driver.press("escape")
        assert isinstance(driver.app.screen, Segments)

    drive(book, doing, size)


def test_other_days_and_another_dimension(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("f4")
        await driver.until("Top 20 %")
        await driver.press("v")
        await driver.until("2 customers moved")
        await driver.press("1")
        await driver.type("2026-02-28")
        await driver.press("enter")
        text = await driver.until("5 customers moved")
        assert "2026-02-28 Saturday → 2026-11-22 Sunday" in text
        await driver.press("2")
        await driver.type("2026-03-31")
        await driver.press("enter")
        await driver.until("2026-02-28 Saturday → 2026-03-31 Tuesday")
        await driver.press("d")
        await driver.type("value")
        await driver.press("enter")
        text = await driver.until("Value  2026-02-28")
        assert "5 customers moved" in text
        await driver.until(lambda: movers(driver) == NAMES)

    drive(book, doing)


def test_what_is_saved_meanwhile_and_another_day_of_the_book_are_followed(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("f4")
        await driver.until("Top 20 %")
        await driver.press("v")
        await driver.until(lambda: movers(driver) == ["Eva"])
        with open_book(book, TODAY).edit("delete") as edit:
            edit.delete("customer", 5)
        await driver.until(lambda: movers(driver) == ["Dan"])
        await driver.press("ctrl+g")
        await driver.type("2026-10-31")
        await driver.press("enter")
        await driver.until("2026-07-31 Friday → 2026-10-31 Saturday")
        await driver.until("0 customers moved")

    drive(book, doing)
