"""The why screen: what it says is what the engine explains, and the rows add up to it."""

from datetime import date
from pathlib import Path

import pytest

from custtui.model import Purchase
from custtui.reading.connection import connect
from custtui.segments.explain import explain_all
from custtui.segments.explaining.explanation import Explanation
from custtui.store import open_book
from custtui.tui.screens.counted import Counted
from custtui.tui.screens.customers import Customers
from custtui.tui.screens.form import Form
from custtui.tui.screens.why import Why
from custtui.tui.widgets.reasons import Reasons
from custtui.values import language
from custtui.values.money import format_money
from tests.exchange.books import make_book
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive

_FIRST = 1
_HOSTILE = 7  # the customer called [/]


@pytest.fixture(autouse=True, params=["en", "zh"])
def _language(request: pytest.FixtureRequest) -> None:
    language.use(request.param)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.db")


def _explained(book: Path, customer_id: int) -> list[Explanation]:
    connection = connect(book)
    try:
        return explain_all(connection, customer_id)
    finally:
        connection.close()


async def _ask(driver: Driver, customer_id: int, dimension: str | None = None) -> Why:
    why = Why(customer_id, dimension)
    driver.app.push_screen(why)
    await driver.until(lambda: bool(why.query(Reasons)) and why.query_one(Reasons).row_count > 0)
    return why


def _squeezed(text: str) -> str:
    """Without spaces, and without the mark at the edge that says where in the list one is."""
    return "".join(text.replace("▐", "").split())


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_every_dimension_is_explained(book: Path, size: tuple[int, int]) -> None:
    explanations = _explained(book, _FIRST)

    async def doing(driver: Driver) -> None:
        await _ask(driver, _FIRST)
        for explanation in explanations:
            right = [line.partition("│")[2] for line in driver.text().splitlines()]
            shown = _squeezed("".join(right))
            assert _squeezed(explanation.headline)[:60] in shown
            for fact in explanation.facts[:1]:
                assert _squeezed(fact.label)[:20] in shown
                assert fact.value in shown
            left = [line.partition("│")[0] for line in driver.text().splitlines()]
            assert any(line.split()[:1] == explanation.name.split()[:1] for line in left)
            await driver.press("down")
        await driver.press("escape")
        assert isinstance(driver.app.screen, Customers)

    drive(book, doing, size)


def test_what_is_to_come_and_how_it_came_there(book: Path) -> None:
    with open_book(book, TODAY).edit("new purchase") as edit:
        edit.add(Purchase(customer_id=_FIRST, day=TODAY, amount=-60_000_000, recorded=""))
    value = next(e for e in _explained(book, _FIRST) if e.dimension == "value")
    assert value.by_time is not None
    assert value.by_time.turns
    assert value.history

    async def doing(driver: Driver) -> None:
        await _ask(driver, _FIRST, "value")
        await driver.until(lambda: bool(driver.text()))
        right = [line.partition("│")[2] for line in driver.text().splitlines()]
        shown = _squeezed("".join(right))
        for text in (
            value.by_time.heading if value.by_time else "",
            *(turn.text for turn in (value.by_time.turns if value.by_time else ())),
            *(moved.text for moved in value.history),
        ):
            assert _squeezed(text) in shown

    drive(book, doing, LARGE)


def test_a_fact_leads_to_its_rows_and_their_sum(book: Path) -> None:
    grade = next(e for e in _explained(book, _FIRST) if e.dimension == "grade")
    fact = grade.facts[0]
    assert fact.kind == "purchase"
    assert isinstance(fact.exact, int)
    amount = format_money(fact.exact)

    async def doing(driver: Driver) -> None:
        await _ask(driver, _FIRST, "grade")
        await driver.until(lambda: isinstance(driver.app.focused, Reasons))
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Counted))
        text = await driver.until(amount)
        lines = text.splitlines()
        days = [line for line in lines if line.startswith((" 2025-", " 2026-"))]
        window = fact.detail in text  # its line begins with a day too
        assert len(days) == len(fact.rows) + window
        total = next(line for line in reversed(lines) if amount in line)
        assert not total.startswith(" 2")  # the line of the sum, below the rows
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Form))
        await driver.press("escape")
        await driver.press("escape")
        assert isinstance(driver.app.screen, Why)

    drive(book, doing, LARGE)


def test_it_follows_what_others_save(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await _ask(driver, _FIRST, "value")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Counted))
        with open_book(book, TODAY).edit("other") as edit:
            edit.add(
                Purchase(customer_id=_FIRST, day=date(2026, 11, 21), amount=7_777_700, recorded="")
            )
        await driver.until("77,777.00")
        with open_book(book, TODAY).edit("gone") as edit:
            edit.delete("customer", _FIRST)
        await driver.until(lambda: isinstance(driver.app.screen, Customers))

    drive(book, doing)


def test_lines_without_rows_lead_nowhere_and_text_is_no_markup(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await _ask(driver, _HOSTILE)
        await driver.until("[/]")
        await driver.press("right", "end", "enter")
        assert isinstance(driver.app.screen, Why)
        await driver.press("left", "down")
        assert driver.app.focused is not None
        assert driver.app.focused.id == "dimensions"

    drive(book, doing)
