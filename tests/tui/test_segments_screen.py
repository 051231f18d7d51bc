"""The standards table and the rule editor, driven by keys on a real book."""

import re
from decimal import Decimal
from pathlib import Path

from textual.widgets import Input

from custtui.model import Purchase
from custtui.reading.connection import connect
from custtui.segments.drafting.adjusting import adjusted
from custtui.segments.stored import load
from custtui.store import open_book
from custtui.store.rules import change_rule
from custtui.tui.screens.condition_editor import ConditionEditor
from custtui.tui.screens.customer import CustomerPage
from custtui.tui.screens.customers import Customers
from custtui.tui.screens.rule_editor import RuleEditor
from custtui.tui.screens.segments import Segments
from custtui.tui.widgets.migration_view import MigrationView
from custtui.tui.widgets.number_row import NumberRow
from tests.tui.driving import LARGE, TODAY, Driver, drive
from tests.tui.standards_driving import (
    BOB,
    GUS,
    book,
    go_to,
    grades,
    movers,
    open_editor,
    open_table,
    row_of,
)

__all__ = ["book"]


def test_the_table_has_standards_members_and_strategy(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_table(driver)
        text = await driver.until("20.0%")
        assert "Strategy  Own account manager" in text
        assert row_of(text, "Grade") == "Grade Shares · ordered · 10 classified"
        assert row_of(text, "A ") == "A A Top 20 % 2 20.0% 19,000"
        assert row_of(text, "B ") == "B B Next 50 % 5 50.0% 30,000"
        await driver.press("j", "j")
        await driver.until("Strategy  Standard products")

    drive(book, doing)


def test_a_wide_screen_has_the_segment_beside_the_table(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await go_to(driver, await open_table(driver), "behaviour", "champions")
        text = await driver.until("Strategy  Priority service, first")
        assert "A rank among your own customers" in text
        assert "Features  Bought lately, often and much" in text

    drive(book, doing, LARGE)


def test_a_newcomer_sees_who_would_fall_out_before_saving(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("f4")
        await driver.until("Top 20 %")
        await driver.press("e", "1", "0")
        text = await driver.until("2 customers would move")
        await driver.until(lambda: movers(driver) == [BOB, GUS])
        assert "not saved" in text
        assert "C takes the rest: 40 %" in text
        assert row_of(text, "A   A") == "A A 2 → 1 -1 10,000 1 1 ·"
        assert row_of(text, "B   B") == "B B 5 → 5 35,000 · 4 1"
        assert grades(book) == [2, 5, 3, 0]

    drive(book, doing)


def test_saving_moves_the_members_and_undo_moves_them_back(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0", "ctrl+s")
        await driver.until("Rule saved: Grade · 2 customers moved")
        await driver.until("Top 10 %")
        assert isinstance(driver.app.screen, Segments)
        assert grades(book) == [1, 5, 4, 0]
        await driver.press("ctrl+z")
        await driver.until("Top 20 %")
        assert grades(book) == [2, 5, 3, 0]

    drive(book, doing)


def test_a_wrong_number_is_told_beside_it_and_nothing_is_lost(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("6", "0")
        await driver.until("Together 110 %: nothing is left for C.")
        await driver.press("backspace", "a", "tab", "ctrl+s")
        await driver.until("“6a” is not a number")
        entry = driver.app.screen.query(NumberRow).first().entry
        assert entry.has_focus
        await driver.press("escape")
        await driver.until("One number is wrong.")
        await driver.press("escape")
        assert isinstance(driver.app.screen, RuleEditor)
        assert entry.value == "6a"
        await driver.press("escape", "y")
        assert isinstance(driver.app.screen, Segments)
        assert grades(book) == [2, 5, 3, 0]

    drive(book, doing)


def test_an_untouched_rule_is_left_without_a_question(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("escape")
        assert isinstance(driver.app.screen, Segments)

    drive(book, doing)


def test_from_a_cell_to_the_names_to_a_customer(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("4", "0")
        await driver.until(lambda: movers(driver) == ["Cid", "Dan", "Hal", "Ida"])
        await driver.press("enter")
        view = driver.app.screen.query_one(MigrationView)
        assert view.matrix.cell == ("B", "A")
        await driver.until(lambda: movers(driver) == ["Cid", "Dan"])
        await driver.press("down", "right")
        assert view.matrix.cell == ("C", "B")
        await driver.until(lambda: movers(driver) == ["Hal", "Ida"])
        await driver.press("enter", "enter")
        assert isinstance(driver.app.screen, CustomerPage)
        await driver.press("escape", "shift+tab", "shift+tab")
        assert isinstance(driver.app.focused, Input)
        await driver.until(lambda: len(movers(driver)) == 4)

    drive(book, doing)


def test_arrows_go_from_number_to_number(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver, "j")
        first, second = driver.app.screen.query(NumberRow)
        assert second.entry.has_focus
        await driver.press("up")
        assert first.entry.has_focus
        await driver.press("down", "down")
        assert driver.app.screen.query_one(MigrationView).matrix.has_focus

    drive(book, doing)


def test_tags_stay_come_and_go(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await go_to(driver, await open_table(driver), "risk", "no_repurchase")
        await driver.press("e", "tab", "0")
        text = await driver.until("10 customers would move")
        assert row_of(text, "Customers: before").endswith("stay come go")
        assert row_of(text, "No repurchase in 3 months").endswith("· 10 ·")

    drive(book, doing, LARGE)


def test_a_rule_without_numbers_opens_its_condition(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await go_to(driver, await open_table(driver), "need", "price")
        await driver.press("e")
        await driver.until("Leading need = Price")
        assert isinstance(driver.app.screen, ConditionEditor)

    drive(book, doing)


def test_members_are_shown_in_the_list_of_customers(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_table(driver)
        await driver.press("m")
        text = await driver.until("2 / 10")
        assert isinstance(driver.app.screen, Customers)
        assert "Ann" in text
        assert "Cid" not in text

    drive(book, doing)


def test_what_others_save_is_in_the_draft(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0")
        await driver.until(lambda: movers(driver) == [BOB, GUS])
        with open_book(book, TODAY).edit("new purchase") as edit:
            edit.add(Purchase(customer_id=2, day=TODAY, amount=900_000, recorded=""))
        await driver.until(lambda: movers(driver) == ["Ann", GUS])

    drive(book, doing)


def test_a_rule_that_somebody_changed_meanwhile_is_not_overwritten(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0")
        rules = load(connect(book))
        theirs = adjusted(rules, {("grade", "segments", 0, "share"): Decimal(30)})
        with open_book(book, TODAY).edit("change rules", "rule") as edit:
            change_rule(edit, rules.dimension("grade"), theirs.dimension("grade"))
        await driver.press("ctrl+s")
        await driver.until("was changed meanwhile")
        assert driver.app.screen.query(NumberRow).first().entry.value == "10"
        assert grades(book) == [3, 5, 2, 0]

    drive(book, doing)


def test_a_book_that_may_only_be_read_can_be_tried_on(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0")
        await driver.until(lambda: movers(driver) == [BOB, GUS])
        await driver.press("ctrl+s")
        await driver.until("open for reading only")
        assert grades(book) == [2, 5, 3, 0]

    drive(book, doing, read_only=True)


def test_a_doubtful_rule_is_marked_and_says_why(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        table = await open_table(driver)
        await go_to(driver, table, "value", "high")
        text = await driver.until("! No customer matches the rule of High.")
        assert re.search(r"! 高 +High", text), text

    drive(book, doing)
