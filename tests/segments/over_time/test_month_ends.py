"""The line of the last twelve month-ends equals judging each of them, whatever the rule."""

import random
import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from custtui.model import Customer, Pin, Purchase
from custtui.reading.connection import connect
from custtui.segments.judging.judge import judge_view
from custtui.segments.over_time import month_ends as module
from custtui.segments.over_time.month_cuts import cuts
from custtui.segments.over_time.month_ends import MonthEnds, month_ends, month_line
from custtui.segments.rules import Rules
from custtui.segments.stored import load
from custtui.store import Book, open_book
from custtui.store.rules import change_rule
from tests.agreement import assert_agreement

TODAY = date(2024, 3, 5)  # February 2024 has 29 days: its year begins on 1 March 2023
CUSTOMERS = 24
#: Few amounts, so that many tie; refunds, and nothing at all.
AMOUNTS = (100, 100, 5_000, 5_000, 30_000, -5_000, 0, 700_000)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", TODAY)
    chance = random.Random(7)
    edges = [end + timedelta(days=n) for end in month_ends(TODAY, 30) for n in (-1, 0, 1)]
    with book.edit("fill") as edit:
        for place in range(CUSTOMERS):
            customer = edit.add(Customer(code="", name=f"客户{place}", recorded=""))
            for _time in range(chance.randrange(6)):
                day, amount, cost = chance.choice(edges), chance.choice(AMOUNTS), place % 3 * 40
                edit.add(
                    Purchase(customer_id=customer, day=day, amount=amount, cost=cost, recorded="")
                )
    return book


def change_grade(book: Book, **parts: Any) -> None:
    """Another rule for the grade."""
    connection = connect(book.path)
    grade = load(connection).dimension("grade")
    connection.close()
    with book.edit("rule", "rule") as edit:
        change_rule(edit, grade, grade.model_copy(update=parts))


def judged(path: Path, dimension: str = "grade") -> dict[int, tuple[str, ...]]:
    """The lines of all customers, from judging every month-end."""
    connection = connect(path)
    lines: dict[int, list[str]] = {}
    for day in month_ends(TODAY):
        judge_view(connection, day)
        for identity, segment in connection.execute(
            f'SELECT customer_id, "{dimension}" FROM segment'
        ):
            lines.setdefault(identity, []).append(segment)
    connection.close()
    return {identity: tuple(line) for identity, line in lines.items()}


def told(lines: MonthEnds) -> dict[int, tuple[str, ...] | None]:
    """The lines of all customers, as they are known."""
    found = {identity: lines.line(identity, TODAY) for identity in range(1, CUSTOMERS + 1)}
    return {identity: line.segments if line else None for identity, line in found.items()}


def worked_out_now(path: Path) -> dict[int, tuple[str, ...]]:
    """The lines of all customers, each worked out for itself."""
    found = {}
    for identity in range(1, CUSTOMERS + 1):
        connection = connect(path, read_only=True)
        connection.execute("BEGIN")
        line = month_line(connection, identity, TODAY)
        assert line is not None
        found[identity] = line.segments
        connection.close()
    return found


def test_month_ends_go_back_from_the_day() -> None:
    assert month_ends(date(2024, 3, 5), 3) == (
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
    )
    assert month_ends(date(2024, 3, 31), 1) == (date(2024, 3, 31),)
    assert len(month_ends(TODAY)) == 12


RULES: Mapping[str, dict[str, Any]] = {
    "standard": {},
    "by value": {"by": "value"},
    "all time": {"metric": "amount_total", "by": "value"},
    "90 days": {"metric": "amount_90d"},
    "the 90 days before": {"metric": "amount_prev_90d"},
    "the year before": {"metric": "amount_prev_12m"},
    "orders": {"metric": "orders_12m"},
    "orders of 90 days": {"metric": "orders_90d"},
    "orders of the 90 days before": {"metric": "orders_prev_90d"},
    "orders ever": {"metric": "orders_total", "by": "value"},
    "a metric that is judged": {"metric": "profit_12m"},
}


@pytest.mark.parametrize("name", RULES)
def test_lines_equal_judging_every_month_end(book: Book, name: str) -> None:
    if RULES[name]:
        change_grade(book, **RULES[name])
    expected = judged(book.path)
    assert len(set(expected.values())) > 5
    lines = MonthEnds(book.path, read_only=True)
    assert lines.settle(TODAY)
    assert told(lines) == expected
    assert not lines.settle(TODAY)
    lines.close()
    assert worked_out_now(book.path) == expected


def test_the_oracle_says_the_same(book: Book) -> None:
    for day in month_ends(TODAY):
        assert_agreement(book.path, day)


def test_without_a_grade_the_first_ordered_dimension_is_drawn(book: Book) -> None:
    change_grade(book, ordered=False)
    lines = MonthEnds(book.path)
    lines.settle(TODAY)
    assert told(lines) == judged(book.path, "value")
    lines.close()


def test_pins_stand_on_the_days_on_which_they_are_in_force(book: Book) -> None:
    with book.edit("pin") as edit:
        for customer, last_day in ((1, None), (2, date(2023, 9, 30))):
            edit.add(
                Pin(
                    customer_id=customer,
                    dimension="grade",
                    segment="A",
                    reason="x",
                    author="x",
                    last_day=last_day,
                    recorded="",
                )
            )
    lines = MonthEnds(book.path)
    lines.settle(TODAY)
    found = told(lines)
    assert found[1] == ("A",) * 12
    assert found == judged(book.path)
    lines.close()


def bought(book: Book, customer: int, day: date, amount: int) -> None:
    with book.edit("new purchase") as edit:
        edit.add(Purchase(customer_id=customer, day=day, amount=amount, recorded=""))


def test_a_line_is_never_old(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[int] = []

    def counted(connection: sqlite3.Connection, dimension: Any, days: Any) -> Any:
        worked.append(len(days))
        return cuts(connection, dimension, days)

    monkeypatch.setattr(module, "cuts", counted)
    lines = MonthEnds(book.path)
    lines.settle(TODAY)
    bought(book, 3, TODAY, 9_000_000)
    assert told(lines)[3] is not None, "no month-end has seen the purchase of today"
    bought(book, 3, date(2024, 1, 15), 9_000_000)
    assert told(lines)[3] is None
    lines.settle(TODAY)
    assert told(lines) == judged(book.path)
    with book.edit("delete") as edit:
        edit.delete("customer", 3)
    assert told(lines)[4] is None
    lines.settle(TODAY)
    assert worked[:2] == [12, 2], "only the ends of January and February were worked out again"
    assert {k: v for k, v in told(lines).items() if k != 3} == judged(book.path)
    lines.close()


def test_what_is_kept_is_found_again_and_followed(book: Book) -> None:
    lines = MonthEnds(book.path)
    assert lines.settle(TODAY, may_keep=True)
    lines.close()
    rows = "SELECT day, edit_id FROM month_cut"
    connection = connect(book.path)
    assert len(connection.execute(rows).fetchall()) == 12
    connection.execute("BEGIN")
    day = date(2023, 10, 1)
    bought(book, 5, day, 8_000_000)
    connection.execute("COMMIT")
    assert worked_out_now(book.path) == judged(book.path)
    change_grade(book, by="value")
    assert worked_out_now(book.path) == judged(book.path)
    connection.close()


def test_a_wrong_kept_value_would_show(book: Book) -> None:
    """What is kept is really read: a value that nobody has makes all lines C."""
    lines = MonthEnds(book.path)
    lines.settle(TODAY, may_keep=True)
    lines.close()
    connection = sqlite3.connect(book.path)
    connection.execute("UPDATE month_cut SET lowest = '[null, null, 1]'")
    connection.commit()
    connection.close()
    assert set("".join("".join(line) for line in worked_out_now(book.path).values())) <= set(
        "Cunrated"
    )


def test_where_somebody_writes_nothing_is_kept_and_nobody_waits(book: Book) -> None:
    writer = connect(book.path)
    writer.execute("BEGIN IMMEDIATE")
    lines = MonthEnds(book.path)
    assert lines.settle(TODAY, may_keep=True)
    assert told(lines) == judged(book.path)
    writer.execute("COMMIT")
    found = writer.execute("SELECT 1 FROM sqlite_master WHERE name = 'month_cut'").fetchone()
    assert found is None
    lines.close()
    writer.close()


def test_a_closed_book_ends_the_work(book: Book) -> None:
    lines = MonthEnds(book.path)
    lines.close()
    assert not lines.settle(TODAY)
    assert lines.line(1, TODAY) is None


def test_shares_are_exact(book: Book) -> None:
    """A third is no float: of the ranked customers, ties included, the cut takes the right one."""
    third = Decimal("0.3333333333333333")
    rules: Rules = load(connect(book.path))
    grade = rules.dimension("grade")
    shares = (third, third, 1 - 2 * third)
    segments = tuple(
        segment.model_copy(update={"share": share})
        for segment, share in zip(grade.segments, shares, strict=True)
    )
    change_grade(book, segments=segments)
    lines = MonthEnds(book.path)
    lines.settle(TODAY)
    assert told(lines) == judged(book.path)
    lines.close()
