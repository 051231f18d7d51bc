"""The Segments screen on books that others change, that are empty, large, or hold strange names."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from custtui.model import Customer, Purchase
from custtui.segments.drafting.adjusting import adjusted
from custtui.segments.drafting.draft_steps import changed_dimension
from custtui.segments.rules import Words
from custtui.store import open_book
from custtui.store.rules import change_rules
from custtui.tui.widgets.dimension_list import DimensionList
from custtui.tui.widgets.standards_table import StandardsTable
from custtui.values.language import use
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive
from tests.tui.standards_driving import (
    book,
    go_to,
    grades,
    open_editor,
    open_table,
    rules_of,
    save,
)

__all__ = ["book"]


def test_what_others_save_elsewhere_is_taken_into_the_draft(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0", "escape")
        await driver.until("Draft: Grade")
        before = rules_of(book)
        need = before.dimension("need").model_copy(update={"name": Words(en="Wishes")})
        with open_book(book, TODAY).edit("change rules", "rule") as edit:
            change_rules(edit, before, changed_dimension(before, need))
        await driver.until("Wishes")
        await save(driver)
        assert str(rules_of(book).dimension("need").name) == "Wishes"
        assert grades(book) == [1, 5, 4, 0]

    drive(book, doing)


def test_what_others_changed_too_is_told_and_the_draft_stays(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0", "escape")
        await driver.until("Draft: Grade")
        before = rules_of(book)
        theirs = adjusted(before, {("grade", "segments", 0, "share"): Decimal(30)})
        with open_book(book, TODAY).edit("change rules", "rule") as edit:
            change_rules(edit, before, theirs)
        await driver.until("Changed by somebody else too")
        await driver.press("ctrl+s")
        await driver.until("was changed meanwhile")
        assert "Top 10 %" in driver.text()
        assert grades(book) == [3, 5, 2, 0]

    drive(book, doing)


def test_what_others_changed_while_an_editor_was_open_is_told_when_it_is_left(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0")
        before = rules_of(book)
        theirs = adjusted(before, {("grade", "segments", 0, "share"): Decimal(30)})
        with open_book(book, TODAY).edit("change rules", "rule") as edit:
            change_rules(edit, before, theirs)
        await driver.until("was changed meanwhile")
        # The table below has read the rules too by then.
        await driver.until(lambda: all(worker.is_finished for worker in driver.app.workers))
        await driver.press("escape")
        assert "Changed by somebody else too" in driver.text(), "at once, not at the next change"

    drive(book, doing)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_book_can_be_walked_through(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    path = tmp_path / "empty.db"
    open_book(path, TODAY)
    use(language)

    async def doing(driver: Driver) -> None:
        await driver.press("f4")
        await driver.until("20%" if language == "zh" else "Top 20 %")
        table = driver.app.screen.query_one(StandardsTable)
        await driver.press("h", "g")
        for _dimension in range(driver.app.screen.query_one(DimensionList).row_count):
            await driver.press("l", "G", "g", "h", "j")
        assert table.row_count > 0
        await driver.press("w", "m", "l", "e", "escape", "escape")

    drive(path, doing, size)


def test_thousands_of_values_and_names_that_try_to_harm(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        rows = ({"code": f"{n}", "name": "x", "source": f"S{n}"} for n in range(3_000))
        edit.add_rows("customer", rows)
        edit.add(Customer(code="", name="y", source="[red]\x1b]0;x\x07a[/]", recorded=""))
        edit.add(Purchase(customer_id=1, day=TODAY - timedelta(1), amount=5, recorded=""))
    before = rules_of(path)
    product = before.dimension("product").model_copy(
        update={"what": "source", "name": Words(en="[on red]From\x1b[2J\u202eevil[/]")}
    )
    with open_book(path, TODAY).edit("change rules", "rule") as edit:
        change_rules(edit, before, changed_dimension(before, product))

    async def doing(driver: Driver) -> None:
        table = await open_table(driver)
        await go_to(driver, table, "product", "S0")
        text = await driver.until("[on red]From[2Jevil[/]  Field · 3,001 classified")
        await driver.press("G")
        text = await driver.until("2,801 more values")
        assert "\x1b" not in text

    drive(path, doing, LARGE)
