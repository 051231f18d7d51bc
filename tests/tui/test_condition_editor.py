"""The condition editor, driven by keys on a real book."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.segments.rules import All, AnyOf, Comparison, Condition
from custtui.segments.stored import load
from custtui.store import open_book
from custtui.tui.screens.condition_editor import ConditionEditor, ConditionResult
from custtui.tui.screens.customers import Customers
from tests.segments.small_rules import comparison
from tests.tui.driving import TODAY, Driver, drive

ORDERS = comparison("orders_total", ">=", Decimal(1))
RECENT = comparison("last_purchase", ">=", "as_of - 3 months")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Ten customers: the first bought 1,000.00 today, each next 100.00 less and ten days before."""
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        for place in range(10):
            tags = "重点\n[b]key account[/b]" if place < 2 else ""
            customer = edit.add(
                Customer(code="", name=f"客户{place}", tags=tags, region="上海", recorded="")
            )
            day, amount = TODAY - timedelta(days=10 * place), (10 - place) * 10_000
            edit.add(Purchase(customer_id=customer, day=day, amount=amount, recorded=""))
    return path


class Editing:
    """The editor open on a condition; what it gives in the end."""

    def __init__(
        self, driver: Driver, book: Path, condition: Condition | None, dimension: str = "lifecycle"
    ) -> None:
        self.driver = driver
        self.given: list[ConditionResult | None] = []
        connection = connect(book)
        rules = load(connection)
        connection.close()
        editor = ConditionEditor(rules, "VIP", condition, dimension)
        driver.app.push_screen(editor, self.given.append)

    async def press(self, *keys: str) -> None:
        await self.driver.press(*keys)

    async def type(self, text: str) -> None:
        """Type letters and figures."""
        await self.driver.press(*text)

    async def take_over(self) -> Condition | None:
        await self.press("ctrl+s")
        await self.driver.until(lambda: bool(self.given))
        (result,) = self.given
        assert result is not None
        return result.condition


def test_a_number_is_asked_for_and_who_meets_it_is_counted(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, None)
        text = await driver.until("Otherwise: all whom no segment before it takes")
        await editing.press("a")
        await editing.type("amount")
        await editing.press("enter")
        await editing.type("at least")
        await editing.press("enter")
        await driver.until("Amount, 12 months ≥ 1")
        await editing.type("5x")
        await driver.until("“5x” is not a number")
        await editing.press("enter", "backspace")
        await editing.type("00")
        await driver.until("Amount, 12 months ≥ 500")
        await editing.press("enter")
        text = await driver.until("6 customers meet it")
        assert "not taken over yet" in text
        made = await editing.take_over()
        assert made == comparison("amount_12m", ">=", Decimal(500))

    drive(book, doing)


def test_typing_ahead_makes_the_same(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, None)
        await driver.until("Otherwise")
        await driver.press("a", *"last", "enter", *">=", "enter", "3", "enter", "ctrl+s")
        await driver.until(lambda: bool(editing.given))
        assert editing.given == [ConditionResult(RECENT)]

    drive(book, doing)


def test_a_day_is_typed_as_a_count_or_as_a_day(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, RECENT)
        await driver.until("Last purchase ≥ 3 months ago")
        await editing.press("enter", "enter")
        await driver.until("Last purchase ≥ 3 months ago")
        await editing.type("45")
        text = await driver.until("Last purchase ≥ 45 months ago")
        assert "2026-10-08" in text
        await editing.type("days")
        await driver.until("is not a day")
        await editing.press(*["backspace"] * 4, "down", "enter")
        await driver.until("5 customers meet it")
        await editing.press("enter", "enter")
        await editing.type("2026-11-10")
        await editing.press("enter")
        await driver.until("2 customers meet it")
        assert await editing.take_over() == comparison("last_purchase", ">=", "2026-11-10")

    drive(book, doing)


def test_parts_are_nested_flipped_moved_and_taken_out(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        amount = comparison("amount_12m", ">=", Decimal(500))
        editing = Editing(driver, book, All(all=(ORDERS, RECENT, amount)))
        await driver.until("6 customers meet it")
        await editing.press("j", "j", "greater_than_sign")
        await driver.until("│ ANY of these:")
        await editing.press("j", "greater_than_sign")
        await driver.until("Orders, all time ≥ 1 and (Last purchase")
        await editing.press("K")
        await driver.until("≥ 500 or Last purchase")
        await editing.press("f")
        await driver.until("│ ALL of these:")
        made = await editing.take_over()
        assert made == All(all=(ORDERS, All(all=(amount, RECENT))))

    drive(book, doing)


def test_each_step_can_be_taken_back(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        before = AnyOf(any=(ORDERS, RECENT))
        editing = Editing(driver, book, before)
        await driver.until("ANY of these")
        await editing.press("j", "d", "o")
        await driver.until("Otherwise: all")
        await editing.press("ctrl+z")
        await driver.until("Last purchase ≥")
        await editing.press("ctrl+z")
        text = await driver.until("Orders, all time")
        assert "not taken over" not in text
        await editing.press("ctrl+z")
        await driver.until("There is nothing to take back")
        await editing.press("escape")
        assert editing.given == [None]
        assert isinstance(driver.app.screen, Customers)

    drive(book, doing)


def test_leaving_asks_when_something_was_changed(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, ORDERS)
        await driver.until("Orders, all time")
        await editing.press("o", "escape")
        await driver.until("Throw it away?")
        await editing.press("escape")
        await driver.until("Otherwise: all")
        assert editing.given == []
        await editing.press("escape", "y")
        assert editing.given == [None]

    drive(book, doing)


def test_tags_of_the_book_are_offered_and_others_can_be_typed(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, None)
        await driver.until("Otherwise")
        await driver.press("a", *"tags", "enter", "enter")
        text = await driver.until("重点")
        assert "[b]key account[/b]" in text
        await editing.type("zd")
        await editing.press("enter")
        await driver.until("2 customers meet it")
        await editing.press("enter", "enter")
        await editing.type("new one")
        await driver.until("“new one”, as typed")
        await editing.press("enter")
        await driver.until("0 customers meet it")
        assert await editing.take_over() == comparison("tags", "has", "new one")

    drive(book, doing)


def test_several_are_ticked_one_after_another(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, None)
        await driver.until("Otherwise")
        await driver.press("a", *"stage", "enter", *"several", "enter")
        await driver.press(*"cust", "enter", *"lost", "enter")
        await driver.until("Take these: Customer, Lost")
        await driver.press("enter")
        await driver.until("Stage is one of Customer, Lost")
        assert await editing.take_over() == comparison("stage", "in", ("customer", "lost"))

    drive(book, doing)


def test_a_measure_is_compared_with_another(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, None)
        await driver.until("Otherwise")
        await driver.press("a", *"amount, 90", "enter", *"at most another", "enter")
        text = await driver.until("compared with which other")
        assert "Average order" in text
        assert "Orders, 12 months" not in text
        await driver.press(*"previous 90", "enter", "2", "enter")
        await driver.until("2 × Amount, 90 days ≤ Amount, previous 90 days")
        made = await editing.take_over()
        wanted = comparison("amount_90d", "<=", than="amount_prev_90d", times=Decimal(2))
        assert made == wanted

    drive(book, doing)


def test_esc_goes_back_one_question(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, ORDERS)
        await driver.until("Orders, all time")
        await driver.press("a", *"amount", "enter", "enter", "7", "escape")
        await driver.until("compared how?")
        await driver.press("escape")
        text = await driver.until("What is asked about?")
        assert "Amount, all time" in text
        assert "Orders, 12 months" not in text
        await driver.press("escape")
        await driver.until("10 customers meet it")
        assert await editing.take_over() == ORDERS

    drive(book, doing)


def test_what_would_ask_in_a_circle_is_not_offered(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, None)
        await driver.until("Otherwise")
        await driver.press("a", *"segment")
        text = await driver.until("Grade")
        assert "Lifecycle" not in text
        await editing.press(*["backspace"] * 7, *"grade", "enter", "enter", "enter")
        made = await editing.take_over()
        assert made == comparison("segment:grade", "=", "A")

    drive(book, doing)


def test_another_metric_keeps_the_rest_where_it_fits(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, comparison("amount_12m", ">=", Decimal(500)))
        await driver.until("6 customers meet it")
        await driver.press("enter", *"metric", "enter", *"amount, all", "enter")
        await driver.until("Amount, all time ≥ 500")
        await driver.press("enter", *"metric", "enter", *"stage", "enter")
        await driver.until("Stage – compared how?")
        await driver.press("enter", *"lost", "enter")
        made = await editing.take_over()
        assert isinstance(made, Comparison)
        assert (made.what, made.compare, made.value) == ("stage", "=", "lost")

    drive(book, doing)


def test_a_tag_without_a_condition_is_everybodys(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        Editing(driver, book, None, "risk")
        await driver.until("Everybody: nothing is asked.")

    drive(book, doing)


def test_the_cursor_stands_on_the_answer_that_is_there_now(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, comparison("stage", "!=", "lost"))
        await driver.until("Stage ≠ Lost")
        await driver.press("enter", "j", "backspace", "enter", "enter")
        await driver.until("Stage ≠ Lost")
        await driver.press("enter", *"comparison", "enter", "enter")
        await driver.until("Stage ≠ Lost")
        assert await editing.take_over() == comparison("stage", "!=", "lost")

    drive(book, doing)


def test_a_second_comparison_says_how_the_two_are_joined(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, ORDERS)
        await driver.until("10 customers meet it")
        await driver.press("a", *"stage", "enter", "enter", *"lost", "enter")
        await driver.until("Both must hold now; f makes one of them enough.")
        await driver.until("0 customers meet it")
        await editing.press("f")
        await driver.until("10 customers meet it")
        made = await editing.take_over()
        assert made == AnyOf(any=(ORDERS, comparison("stage", "=", "lost")))

    drive(book, doing)
