"""Masking on screen: list, card, pages; shown whole for one customer, until another is seen."""

from pathlib import Path

import openpyxl
import pytest

from tests.private_book import (
    MASKED_EMAIL,
    MASKED_NUMBER,
    NAME,
    NUMBER,
    leaked,
    make_private_book,
)
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_private_book(tmp_path / "book.db", TODAY, masked=True)


def test_pages_are_masked_until_asked_for(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.type(NUMBER)  # search finds by the whole number
        text = await driver.until("1 / 2")
        assert leaked(text.replace(NUMBER, "", 1)) == []  # what was typed stands there
        await driver.press("enter")
        await driver.until(MASKED_EMAIL)
        await driver.press("right", "right")
        text = await driver.until(f"{MASKED_NUMBER} / 010****8765")
        assert leaked(text) == []
        await driver.press("left")
        assert leaked(await driver.until("→")) == []
        await driver.press("right", "m")
        text = await driver.until("139 8765 4321 / 010-6543 8765")
        assert "Shown whole until" in text
        await driver.press("m")
        text = await driver.until("Masked again")
        await driver.until(MASKED_NUMBER)
        await driver.press("enter")  # whoever opens it to change it sees it whole
        await driver.until("139 8765 4321")

    drive(book, doing, SMALL)


def test_the_card_is_masked_and_shown_whole_for_one_customer(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("escape")
        text = await driver.until(MASKED_EMAIL)
        assert leaked(text) == []
        await driver.press("m")
        await driver.until("xiaoyue.zhang@example.com")
        await driver.press("down")
        text = await driver.until(lambda: "example.com" not in driver.text())
        await driver.press("up")
        text = await driver.until(MASKED_EMAIL)
        assert leaked(text) == []

    drive(book, doing, LARGE)


def test_turning_the_setting_shows_at_once(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("escape")
        await driver.until(MASKED_EMAIL)
        await driver.command("Settings")
        await driver.until("they count for everybody")
        await driver.press("d")
        await driver.until("Masking: Off")
        await driver.press("escape")
        await driver.until("xiaoyue.zhang@example.com")
        await driver.press("m")
        await driver.until("Nothing is masked: the setting")
        await driver.press("ctrl+z")
        await driver.until(MASKED_EMAIL)

    drive(book, doing, LARGE)


def test_a_tick_masks_the_workbook(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"

    async def doing(driver: Driver) -> None:
        await driver.press("f12")
        text = await driver.until("✓ Phones, e-mails, accounts and id numbers masked")
        assert "without id numbers" in text
        await driver.press("ctrl+t")
        await driver.until("Phones, e-mails and accounts whole")
        await driver.press("ctrl+t", "ctrl+o")
        await driver.until("✓ with id numbers")
        await driver.press("home", *["delete"] * 60)
        await driver.type(str(target))
        await driver.press("enter")
        await driver.until("customers exported to")

    drive(book, doing, SMALL)
    sheets = openpyxl.load_workbook(target, read_only=True).worksheets
    cells = [str(cell) for sheet in sheets for row in sheet.values for cell in row if cell]
    assert leaked("\n".join(cells)) == []
    assert NAME in cells
    assert "110*************54" in cells
