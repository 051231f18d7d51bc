"""Sorting, from the keys and by a click: any column, which is then shown; the other way round."""

from datetime import timedelta
from pathlib import Path

import pytest

from custtui.store import Book, open_book
from custtui.tui.widgets.customer_list import CustomerList
from tests.own_fields import add_fields
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive

NAMES = ("张三", "阿里", "单雄信", "章三", "王敏")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = open_book(tmp_path / "book.db", TODAY)
    add_fields(made)
    with made.edit("fill") as edit:
        for place, name in enumerate(NAMES, start=1):
            values = {"name": name, "region": "上海" if place % 2 else None}
            customer = edit.add_record("customer", {**values, "field:machines": 1000 * place})
            for _number in range(place - 1):
                day = TODAY - timedelta(days=40 * place)
                edit.add_record("purchase", {"customer_id": customer, "day": day, "amount": 15_000})
    return made


def order(driver: Driver) -> str:
    """The first characters of the names, from the top."""
    lines = driver.text().split("\n")[4:]
    return "".join(name[0] for line in lines for name in NAMES if name in line[:40])


async def sort(driver: Driver, by: str) -> None:
    await driver.press("s")
    await driver.type(by)
    await driver.press("enter")


def test_names_by_pinyin_and_the_other_way(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("escape")
        await sort(driver, "Name")
        await driver.until("Customer↑")
        assert order(driver) == "阿单王张章"
        await driver.press("S")
        await driver.until("Customer↓")
        assert order(driver) == "章张王单阿"

    drive(book.path, doing, SMALL)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(
    ("typed", "head", "cell", "names"),
    [
        ("Average order", "Average order↓", "600.00", "王章单阿张"),
        ("Main product", "Main product↑", "—", "张阿单章王"),
        ("First purchase", "First purchase↓", "2026-09-03", "阿单章王张"),
        ("Orders, all", "Orders, all time↓", "", "阿单章王张"),
        ("Region", "Region↑", "上海", "张单王阿章"),
        ("Machines", "Machines↓", "5", "王章单阿张"),
        ("Lifecycle", "Lifecycle↑", "Current", ""),
        ("Risk", "Risk↑", "", ""),
        ("Grade", "↑", " A ", ""),
    ],
)
def test_what_it_is_sorted_by_is_shown(
    book: Book, size: tuple[int, int], typed: str, head: str, cell: str, names: str
) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("escape")
        await sort(driver, typed)
        text = await driver.until(head)
        assert cell in text
        assert not names or order(driver) == names

    drive(book.path, doing, size)


def test_a_click_on_a_head_sorts_by_it(book: Book) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("escape")
        for arrow in ("↓", "↑"):
            head = driver.text().split("\n")[3]
            widget = driver.app.screen.query_one(CustomerList)
            await driver._pilot.click(widget, offset=(head.index("12 months"), 0))
            await driver.until(f"12 months{arrow}")

    drive(book.path, doing, SMALL)
