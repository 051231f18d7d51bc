"""The export screen: the workbook is really written, by a process of its own."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from custtui.store import open_book
from custtui.tui.screens.ask import Ask
from custtui.tui.screens.customers import Customers
from custtui.tui.screens.exporting import Export
from custtui.tui.widgets.path_entry import PathEntry
from tests.exchange.books import HOSTILE, make_book
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.db")


def _names(workbook: Path) -> list[object]:
    sheet = load_workbook(workbook, read_only=True).worksheets[0]
    return [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]


async def _open(driver: Driver) -> PathEntry:
    await driver.press("f12")
    await driver.until(lambda: isinstance(driver.app.screen, Export))
    return driver.app.screen.query_one(PathEntry)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_enter_writes_the_workbook(
    book: Path, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)

    async def doing(driver: Driver) -> None:
        entry = await _open(driver)
        assert entry.typed == "~/custtui-2026-11-22.xlsx"
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Customers))
        count = len(HOSTILE) + 2
        await driver.until(f"{count} customers exported to ~/custtui-2026-11-22.xlsx")
        entry = await _open(driver)
        assert entry.typed == "~/custtui-2026-11-22-2.xlsx"

    drive(book, doing, size)
    names = _names(tmp_path / "custtui-2026-11-22.xlsx")
    assert "北京华东精密仪器有限公司" in names
    assert "=1+1" in names


def test_a_file_that_is_there_is_asked_about(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.xlsx"
    target.write_text("old")

    async def doing(driver: Driver) -> None:
        entry = await _open(driver)
        entry.put(str(tmp_path / "all"))
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await driver.press("escape")
        assert target.read_text() == "old"
        assert entry.typed == str(tmp_path / "all")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await driver.press("y")
        await driver.until("customers exported to")

    drive(book, doing)
    assert len(_names(target)) == len(HOSTILE) + 2


def test_what_can_not_be_written_is_told_and_stays_typed(book: Path, tmp_path: Path) -> None:
    async def doing(driver: Driver) -> None:
        entry = await _open(driver)
        for typed, reason in (
            (str(tmp_path / "nowhere" / "a.xlsx"), "does not exist"),
            (str(tmp_path / "a.csv"), "ends in .xlsx"),
        ):
            entry.put(typed)
            await driver.press("enter")
            await driver.until(reason)
            assert entry.typed == typed
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, Customers))

    drive(book, doing, LARGE)


def test_esc_stops_it_and_leaves_nothing(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "all.xlsx"
    target.parent.mkdir()
    with open_book(book, TODAY).edit("many") as edit:  # so that it lasts until esc comes
        row = {"customer_id": 1, "day": TODAY, "amount": 100, "product": "泵"}
        edit.add_rows("purchase", [row] * 40_000)

    async def doing(driver: Driver) -> None:
        entry = await _open(driver)
        entry.put(str(target))
        await driver.press("enter")
        assert "esc Cancel" in driver.text()
        await driver.press("escape")
        await driver.until("The export was cancelled; nothing was written.")
        assert isinstance(driver.app.screen, Export)
        assert entry.typed == str(target)

    drive(book, doing)
    assert list(target.parent.iterdir()) == []


def test_keys_work_while_it_is_written(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.xlsx"

    async def doing(driver: Driver) -> None:
        entry = await _open(driver)
        entry.put(str(target))
        await driver.press("enter", "f2")
        assert isinstance(driver.app.screen, Customers)
        await driver.until("customers exported to")

    drive(book, doing, LARGE)
    assert target.exists()
