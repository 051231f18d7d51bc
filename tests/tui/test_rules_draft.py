"""The draft of whole rules on the Segments screen: its steps by keys, kept, saved, taken back."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.segments.rules import Rules
from custtui.segments.stored import load, to_json
from custtui.store import open_book
from custtui.tui.screens import standards_page
from custtui.tui.screens.condition_editor import ConditionEditor
from custtui.tui.screens.customer import CustomerPage
from custtui.tui.screens.customers import Customers
from custtui.tui.screens.rule_editor import RuleEditor
from custtui.tui.screens.segments import Segments
from custtui.tui.screens.texts_form import TextsForm
from custtui.tui.widgets.dimension_list import DimensionList
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive
from tests.tui.standards_driving import (
    book,
    go_to,
    grades,
    movers,
    open_editor,
    open_table,
    row_of,
    rules_of,
    save,
)

__all__ = ["book"]


def written(path: Path) -> list[str]:
    return [to_json(dimension) for dimension in rules_of(path).dimensions]


def names(path: Path, dimension: str) -> list[str]:
    return [str(segment.name) for segment in rules_of(path).dimension(dimension).segments]


def test_a_newcomer_sees_who_falls_out_in_under_ten_keys(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        for place in range(20):
            customer = edit.add(Customer(code="", name=f"Customer {place}", recorded=""))
            amount = (20 - place) * 100_000
            edit.add(Purchase(customer_id=customer, day=TODAY, amount=amount, recorded=""))
    keys = ["f4", "e", "1", "5"]

    async def doing(driver: Driver) -> None:
        # All at once, as one types who knows the way: none of them waits for the screen.
        await driver.press(*keys)
        text = await driver.until("2 customers would move")
        assert "A → B" in text
        await driver.until(lambda: movers(driver) == ["Customer 3", "Customer 13"])
        assert grades(path) == [4, 10, 6, 0]
        keys.append("ctrl+s")
        await driver.press(keys[-1])
        await driver.until("Rule saved: Grade · 2 customers moved")
        assert grades(path) == [3, 10, 7, 0]
        assert len(keys) < 10

    drive(path, doing, SMALL)


def test_a_key_before_the_rules_are_read_waits_for_them(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = threading.Event()

    def load_late(connection: sqlite3.Connection) -> Rules:
        assert read.wait(20)
        return load(connection)

    async def doing(driver: Driver) -> None:
        monkeypatch.setattr(standards_page, "load", load_late)
        await driver.press("f4")
        pressing = asyncio.create_task(driver.press("e", "1", "0"))
        await asyncio.sleep(0.3)
        assert isinstance(driver.app.screen, Segments)
        read.set()
        await pressing
        await driver.until("2 customers would move")
        assert isinstance(driver.app.screen, RuleEditor)

    drive(book, doing)


def test_numbers_go_into_the_draft_and_the_step_is_taken_back(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0", "escape")
        text = await driver.until("Draft: Grade  2 customers would move: Grade 2")
        assert isinstance(driver.app.screen, Segments)
        assert row_of(text, "A   A").startswith("A A Top 10 % 1 -1")
        await driver.press("ctrl+z")
        await driver.until("The last step of the draft is taken back.")
        text = await driver.until("20.0%")
        assert "Draft:" not in text
        assert grades(book) == [2, 5, 3, 0]
        await driver.press("escape")
        assert isinstance(driver.app.screen, Customers)

    drive(book, doing)


def test_several_steps_are_saved_as_one_edit_and_undone_as_one(book: Path) -> None:
    before = written(book)

    async def doing(driver: Driver) -> None:
        table = await open_table(driver)
        await driver.press("e", "1", "0", "escape")
        await go_to(driver, table, "value", "high")
        await driver.press("e", *"400000", "escape")
        await driver.until("Draft: Grade, Value")
        await save(driver)
        await driver.until("Rule saved: Grade, Value · ")
        edits = connect(book).execute("SELECT what, cause FROM edit ORDER BY id DESC LIMIT 2")
        assert edits.fetchall() == [("change rules", "rule"), ("fill", "edit")]
        await driver.press("ctrl+z")
        await driver.until("Taken back")
        assert written(book) == before

    drive(book, doing)


def test_the_draft_outlives_the_screen_and_quitting_asks(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0", "enter", "enter", "enter")
        assert isinstance(driver.app.screen, CustomerPage)
        await driver.press("f2")
        assert isinstance(driver.app.screen, Customers)
        await driver.until("The draft of the rules is kept, not saved")
        await driver.press("ctrl+q")
        await driver.until("Quit without it?")
        await driver.press("escape", "f4")
        await driver.until("Draft: Grade  2 customers would move")
        await driver.press("escape")
        await driver.until("Throw it away?")
        await driver.press("y")
        text = await driver.until("The draft is thrown away")
        assert "Draft:" not in text
        await driver.until("20.0%")
        assert grades(book) == [2, 5, 3, 0]

    drive(book, doing)


def test_a_wrong_number_is_not_lost_without_a_question(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("x", "f2")
        await driver.until("can't be kept. Throw it away?")
        await driver.press("escape")
        assert isinstance(driver.app.screen, RuleEditor)
        await driver.press("f2", "y")
        assert isinstance(driver.app.screen, Customers)

    drive(book, doing)


def test_a_new_dimension_with_two_types_without_any_syntax(book: Path) -> None:
    before = written(book)

    async def doing(driver: Driver) -> None:
        await open_table(driver)
        await driver.press("h", "n")
        await driver.until("A new dimension")
        await driver.press("enter")
        await driver.type("大客户 Deals [b]")
        await driver.until("da_ke_hu_deals_b")
        await driver.press("ctrl+s")
        await driver.until("No customer type yet")
        for name, keys in (("Large", "a"), ("Other", "")):
            await driver.press("n")
            await driver.until("a new customer type")
            await driver.type(name)
            await driver.press("ctrl+s")
            await driver.until(lambda: isinstance(driver.app.screen, ConditionEditor))
            if keys:
                await driver.press("a")
                await driver.type("amount, 12 months")
                await driver.press("enter", "enter")
                await driver.type("8000")
                await driver.press("enter")
                await driver.until("Amount, 12 months ≥ 8,000")
            await driver.press("ctrl+s")
            await driver.until(lambda: isinstance(driver.app.screen, Segments))
        text = await driver.until("Draft: 大客户 Deals [b]")
        text = await driver.until("nobody would move")
        assert row_of(text, "Large") == "Large ≥ 8,000 3 30.0% 27,000"
        assert row_of(text, "Other") == "Other < 8,000 7 70.0% 28,000"
        await save(driver)
        assert names(book, "da_ke_hu_deals_b") == ["Large", "Other"]
        assert [d.key for d in rules_of(book).dimensions][:2] == ["grade", "da_ke_hu_deals_b"]
        await driver.press("ctrl+z")
        await driver.until("Taken back")
        assert written(book) == before

    drive(book, doing)


def test_names_colour_badge_and_strategy_are_typed_in_a_form(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await open_table(driver)
        await driver.press("j", "t")
        await driver.until("Grade / B")
        form = driver.app.screen
        assert isinstance(form, TextsForm)
        await driver.type("est")
        form.query_one("#field-badge", Input).value = "好的"
        await driver.press("ctrl+s")
        await driver.until("A badge is one or two letters, or one Chinese character.")
        form.query_one("#field-badge", Input).value = "好"
        form.query_one("#field-colour").focus()
        await driver.press("enter")
        await driver.until("Green")
        await driver.type("gree")
        await driver.press("enter")
        strategy = form.query_one("#field-strategy_en", TextArea)
        strategy.focus()
        strategy.text = "[@click=app.quit]First[/]\x1b[2J\nthen\nmore"
        await driver.press("ctrl+s")
        text = await driver.until("nobody would move")
        assert row_of(text, "好").startswith("好 Best Next 50 %")
        assert "Strategy  [@click=app.quit]First[/]" in text
        await save(driver)
        segment = rules_of(book).segment("grade", "B")
        assert (segment.name.en, segment.badge, segment.colour) == ("Best", "好", "green")
        assert segment.name.zh == "B"
        assert segment.strategy.en == "[@click=app.quit]First[/][2J\nthen\nmore"

    drive(book, doing, LARGE)


def test_a_dimension_is_renamed_and_marked_ordered(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await go_to(driver, await open_table(driver), "need", "price")
        await driver.press("h", "t")
        await driver.until("Note (zh)")
        await driver.type("s of theirs")
        form = driver.app.screen
        form.query_one("#field-ordered").focus()
        await driver.press("enter", "enter")
        await driver.press("ctrl+s")
        await driver.until("Draft: Needs of theirs")
        await save(driver)
        need = rules_of(book).dimension("need")
        assert (need.name.en, need.ordered) == ("Needs of theirs", True)

    drive(book, doing)


def test_dimensions_and_types_are_moved_and_removed(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        table = await open_table(driver)
        await driver.press("d")
        await driver.until("A can't be removed: it is asked for by Lifecycle / VIP.")
        await driver.press("j", "d")
        await driver.until("Remove Grade / B? 5 customers stand in it")
        await driver.press("y")
        await driver.until("5 customers would move: Grade 5")
        assert table.standard is not None
        await driver.press("h", "G", "d")
        await driver.until("Remove Risk with its 8 customer types")
        await driver.press("y")
        await driver.until("The draft takes this dimension away.")
        await driver.press("g", "j", "J")
        await driver.until("Draft: Grade, without Risk")
        await save(driver)
        assert names(book, "grade") == ["A", "C"]
        assert [d.key for d in rules_of(book).dimensions][:2] == ["value", "grade"]
        assert "risk" not in [d.key for d in rules_of(book).dimensions]
        assert driver.app.screen.query_one(DimensionList).listed is not None

    drive(book, doing)


def test_what_is_taken_away_names_the_pins(book: Path) -> None:
    with open_book(book, TODAY).edit("pin") as edit:
        edit.connection.execute(
            "INSERT INTO pin (customer_id, dimension, segment, reason, author, recorded)"
            " VALUES (1, 'grade', 'B', 'old friend', 'x', ''), (2, 'value', 'low', '', 'x', '')"
        )

    async def doing(driver: Driver) -> None:
        await open_table(driver)
        await driver.press("j", "d")
        text = await driver.until("Remove Grade / B?")
        assert "1 pin has no effect then." in text
        await driver.press("escape", "j", "d")
        text = await driver.until("Remove Grade / C?")
        assert "pin" not in text

    drive(book, doing)


def test_what_nobody_could_be_in_is_told_and_not_saved(book: Path) -> None:
    before = written(book)

    async def doing(driver: Driver) -> None:
        await go_to(driver, await open_table(driver), "value", "low")
        await driver.press("K", "K")
        await driver.until("Nobody could be High any more")
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.app.status[1])
        assert written(book) == before
        await driver.press("ctrl+z")
        await driver.until("Nobody could be Middle any more")
        await driver.press("j", "j", "j", "K")
        await driver.until("What is for all others stays the last.")

    drive(book, doing, LARGE)


def test_a_condition_that_is_refused_comes_back_with_the_reason(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await go_to(driver, await open_table(driver), "value", "high")
        await driver.press("c")
        await driver.until(lambda: isinstance(driver.app.screen, ConditionEditor))
        await driver.press("o", "ctrl+s")
        await driver.until("Only the last customer type can be for all others.")
        assert isinstance(driver.app.screen, ConditionEditor)
        assert driver.app.screen.state.condition is None
        await driver.press("escape")
        text = await driver.until("≥ 1,000,000")
        assert "Draft:" not in text

    drive(book, doing)


def test_a_type_without_a_condition_is_not_added(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await go_to(driver, await open_table(driver), "value", "high")
        await driver.press("n")
        await driver.until("a new customer type")
        await driver.type("High")
        await driver.until("high_2")
        await driver.press("ctrl+s")
        await driver.until(lambda: isinstance(driver.app.screen, ConditionEditor))
        await driver.press("escape")
        text = await driver.until("Without a condition no customer type was added.")
        assert "Draft:" not in text

    drive(book, doing)


def test_a_preset_puts_the_standard_back(book: Path) -> None:
    before = written(book)

    async def doing(driver: Driver) -> None:
        await open_editor(driver)
        await driver.press("1", "0", "ctrl+s")
        await driver.until("Rule saved")
        await driver.press("p")
        await driver.until("Standard: all of it")
        await driver.type("grade")
        await driver.press("enter")
        await driver.until("Draft: Grade  2 customers would move")
        await save(driver)
        assert written(book) == before

    drive(book, doing)
