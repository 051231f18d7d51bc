"""Pinning by keys: from the segments of a customer, from why, from the list of disagreements."""

from pathlib import Path

import pytest

from custtui.model import Customer, Purchase
from custtui.store import open_book, pins
from custtui.tui.screens.customer import CustomerPage
from custtui.tui.screens.pick import Pick
from custtui.tui.screens.pin_form import PinForm
from custtui.tui.screens.pins import Pins
from custtui.tui.screens.why import Why
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive

_SEGMENTS_PAGE = 6


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """First is A by the rules, Second B; the old sheet had Second as A."""
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        for name, amount, grade in (("First", 900_00, None), ("Second", 100_00, "A类")):
            customer = edit.add(Customer(code="", name=name, stated_grade=grade, recorded=""))
            edit.add(Purchase(customer_id=customer, day=TODAY, amount=amount, recorded=""))
    return path


def fix(book: Path, customer: int, dimension: str, segment: str, reason: str = "x") -> None:
    with open_book(book, TODAY).edit(pins.PINNED, pins.CAUSE) as edit:
        pins.fix(edit, customer, pins.Wanted(dimension, segment, reason, "王敏"))


async def page_of(driver: Driver, customer: int, page: int = _SEGMENTS_PAGE) -> None:
    driver.app.push_screen(CustomerPage(customer, page))
    await driver.until("Segments")
    await driver.until(lambda: bool(driver.app.screen.query("RecordList")))
    await driver.until("Dimension" if page == _SEGMENTS_PAGE else "Contacts")


async def fill_in(driver: Driver, reason: str, day: str = "") -> None:
    await driver.until(lambda: isinstance(driver.app.screen, PinForm))
    await driver.type(reason)
    await driver.press("tab")
    await driver.type(day)
    await driver.press("ctrl+s")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_segment_is_pinned_shown_and_released_by_one_key(
    book: Path, size: tuple[int, int]
) -> None:
    async def doing(driver: Driver) -> None:
        await page_of(driver, 2)
        await driver.press("i")
        await driver.until("Pin Grade · Second")
        assert "by the rules" in driver.text()
        await driver.press("enter")  # A comes first
        await driver.until("Pin Grade to A (by the rules: B)")
        await fill_in(driver, "strategic", "2026-12-31")
        text = await driver.until("Second Grade B → A")
        assert "A pinned" in text
        assert "by the rules: B" in text
        assert "strategic" in text
        assert "王敏" not in text
        await driver.press("i")
        await driver.until("Release: A")
        await driver.press("enter")
        text = await driver.until("Grade A → B")
        assert "pinned" not in text
        await driver.press("ctrl+z")
        text = await driver.until("Grade B → A")
        await driver.until("A pinned")
        # The pin has a row of its own below its dimension: enter changes it, d releases it.
        await driver.press("down", "enter")
        text = await driver.until("Pin Grade to A (by the rules: B)")
        assert "strategic" in text
        assert "2026-12-31" in text
        await driver.press("escape", "d")
        await driver.until("Released: Grade A")
        await driver.until(lambda: "A pinned" not in driver.text())

    drive(book, doing, size)


def test_what_is_wrong_with_a_pin_stands_in_its_form(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await page_of(driver, 2)
        await driver.press("i")
        await driver.until(lambda: isinstance(driver.app.screen, Pick))
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, PinForm))
        await driver.press("ctrl+s")
        await driver.until("This field is required")
        await driver.type("strategic")
        await driver.press("tab")
        await driver.type("some day")
        await driver.press("ctrl+s")
        await driver.until("“some day” is not a day")
        await driver.press("ctrl+u")
        await driver.type("2020-01-01")
        await driver.press("ctrl+s")
        await driver.until("is over")
        await driver.press("tab", "shift+tab", "ctrl+u")
        await driver.type("end of month")
        await driver.press("ctrl+s")
        await driver.until("2026-11-30")

    drive(book, doing, LARGE)


def test_tags_are_added_or_taken_away(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await page_of(driver, 1)
        await driver.press("end", "i")
        text = await driver.until("− Contact missing")
        assert "+ Dissatisfied" in text
        await driver.type("contact m")
        await driver.press("enter")
        await driver.until("Take Contact missing away by hand (by the rules: Contact missing)")
        await fill_in(driver, "met in person")
        await driver.until("no longer Contact missing")
        await driver.until("−Contact missing: met in person")

    drive(book, doing, LARGE)


def test_on_another_page_the_dimension_is_picked_first(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await page_of(driver, 2, page=0)
        await driver.press("i")
        await driver.until("Pin in which dimension?")
        await driver.type("region")
        await driver.press("enter")
        text = await driver.until("Pin Region · Second")
        assert "Not filled in" in text

    drive(book, doing)


def test_why_has_pin_and_rules_side_by_side(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        driver.app.push_screen(Why(2, "grade"))
        await driver.until("rank 2 of 2")
        await driver.press("i")
        await driver.until(lambda: isinstance(driver.app.screen, Pick))
        await driver.press("enter")
        await fill_in(driver, "strategic")
        text = await driver.until("Pinned to A")
        assert "A pinned" in text
        assert "by the rules: B: rank 2 of 2" in text
        assert "through a pin" in text
        assert "2026-11-22  B → A, through a pin" in text

    drive(book, doing, LARGE)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_list_of_disagreements(book: Path, size: tuple[int, int]) -> None:
    fix(book, 1, "grade", "C", reason="owes [/] money")

    async def doing(driver: Driver) -> None:
        await driver.press("f4")
        await driver.until("Top 20")
        await driver.press("i")
        text = await driver.until("owes [/] money")
        assert "1 pin differs · 0 agree · old sheet: 1 differs" in text
        assert "old sheet: A类" in text
        assert "Pinned to C (王敏" in text
        await driver.press("enter")
        await driver.until("C pinned")
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, Pins))
        await driver.press("w")
        await driver.until("Pinned to C")
        await driver.press("escape", "down", "d")
        await driver.until("no pin does")
        await driver.press("i")  # what the old sheet says is adopted
        await driver.until("as in the old sheet")
        await driver.press("ctrl+s")
        text = await driver.until("2 pins differ · 0 agree · old sheet: 0 differ")
        assert "Second Grade B → A" in text
        await driver.press("home", "d")
        await driver.until("1 pin differs")
        await driver.press("home", "d")
        await driver.until("0 pins differ")

    drive(book, doing, size)


def test_nothing_is_pinned_in_a_book_that_is_only_read(book: Path) -> None:
    fix(book, 1, "grade", "C")

    async def doing(driver: Driver) -> None:
        await page_of(driver, 1)
        await driver.until("C pinned")
        await driver.press("i")
        await driver.until("open for reading only")
        await driver.press("down", "d")
        assert isinstance(driver.app.screen, CustomerPage)
        await driver.until("C pinned")

    drive(book, doing, read_only=True)


def test_the_card_tells_what_is_pinned(book: Path) -> None:
    fix(book, 1, "grade", "C", reason="owes money")

    async def doing(driver: Driver) -> None:
        await page_of(driver, 1, page=0)
        text = await driver.until("owes money (王敏)")
        assert "C  pinned First" in text
        assert "C pinned (by the rules: A)" in text

    drive(book, doing)
