"""A small book for the Segments screen, and going about in it by keys."""

from datetime import timedelta
from pathlib import Path

import pytest

from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.segments.rules import Rules
from custtui.segments.standing import members
from custtui.segments.stored import load
from custtui.store import open_book
from custtui.tui.widgets.dimension_list import DimensionList
from custtui.tui.widgets.migration_view import MigrationView
from custtui.tui.widgets.standards_table import StandardsTable
from tests.tui.driving import TODAY, Driver

#: From the largest amount of the last 12 months to the smallest: the first two are A, the next
#: five B, the last three C.
NAMES = ["Ann", "Bob", "Cid", "Dan", "Eva", "Fay", "[@click=app.quit]Gus[/]", "Hal", "Ida", "Jim"]
BOB, GUS = NAMES[1], NAMES[6]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        for place, name in enumerate(NAMES):
            customer = edit.add(Customer(code="", name=name, recorded=""))
            day, amount = TODAY - timedelta(days=place), (10 - place) * 100_000
            edit.add(Purchase(customer_id=customer, day=day, amount=amount, recorded=""))
    return path


def grades(book: Path) -> list[int]:
    """How many are A, B, C and unrated in the file."""
    connection = connect(book)
    found = members(connection, load(connection))
    connection.close()
    return [each.customers for each in found if each.dimension == "grade"]


async def open_table(driver: Driver) -> StandardsTable:
    await driver.press("f4")
    await driver.until("Top 20 %")
    return driver.app.screen.query_one(StandardsTable)


async def open_editor(driver: Driver, *keys: str) -> None:
    await open_table(driver)
    await driver.press(*keys, "e")
    await driver.until("nobody would move")


async def go_to(driver: Driver, table: StandardsTable, dimension: str, segment: str) -> None:
    """To the dimension in the list on the left, then to the segment in the table."""
    found = driver.app.screen.query_one(DimensionList)
    await driver.press("h", "g")
    while found.listed is not None and found.listed.key != dimension:
        assert found.cursor < found.row_count - 1, f"{dimension} is not listed"
        await driver.press("j")
    await driver.press("l", "g")
    while table.standard is not None and table.standard.segment != segment:
        assert table.cursor < table.row_count - 1, f"{segment} is not in the table"
        await driver.press("j")


def movers(driver: Driver) -> list[str]:
    """The names of those who would move."""
    found = driver.app.screen.query_one(MigrationView).movers
    texts = [found.row_line(place, 80)[1].text for place in range(found.row_count)]
    return [text.strip() for text in texts]


def row_of(text: str, start: str) -> str:
    """The first line that begins so, of the screen or right of its list, with single spaces.

    The mark of a doubtful rule is left out.
    """
    lines = [line.rpartition("│")[2].lstrip("! ") for line in text.splitlines()]
    found = next(line for line in lines if line.strip().startswith(start))
    return " ".join(found.split())


def rules_of(path: Path) -> Rules:
    connection = connect(path)
    rules = load(connection)
    connection.close()
    return rules


async def save(driver: Driver) -> None:
    await driver.press("ctrl+s")
    await driver.until("Rule saved")
