"""Pin and computed side by side: what is fixed, and why the rules alone say what they say."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from custtui.reading.connection import connect
from custtui.segments.explain import Explanation, as_json, explain
from custtui.segments.explaining.explanation import RuleLine
from custtui.store import Book, pins
from tests.segments.small_books import DAY, book_of, bought

_LAST = date(2024, 12, 31)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    amounts = (900_00, 800_00, 700_00, 600_00, 500_00)
    return book_of(tmp_path / "book.db", *(bought((DAY, amount)) for amount in amounts))


def fix(book: Book, customer: int, dimension: str, segment: str, **more: Any) -> None:
    with book.edit(pins.PINNED, pins.CAUSE) as edit:
        told = {"reason": "strategic", "author": "王敏"} | more
        pins.fix(edit, customer, pins.Wanted(dimension, segment, **told))


def explained(book: Book, customer: int, dimension: str) -> Explanation:
    with closing(connect(book.path)) as connection:
        return explain(connection, customer, dimension)


def held(found: Explanation) -> list[str]:
    return [each.key for each in found.segments]


def test_a_pin_stands_beside_the_whole_reason_of_the_rules(book: Book) -> None:
    by_rule = explained(book, 4, "grade")
    fix(book, 4, "grade", "A", last_day=_LAST)
    found = explained(book, 4, "grade")
    assert found.beside is not None
    fixed_on = found.beside.pins[0].fixed_on
    assert found.headline == (
        f"Pinned to A (王敏, {fixed_on} to 2024-12-31: strategic); by the rules: {by_rule.headline}"
    )
    assert held(found) == ["A"]
    moved = found.segments[0].moved
    assert moved is not None
    assert (moved.before, moved.cause, moved.because) == ("B", "pin", "a pin")
    assert found.beside.computed == ("B",)
    # All that the rules say is told of the segment that they alone give.
    assert found.rule == by_rule.rule
    assert found.place == by_rule.place
    assert found.facts == by_rule.facts
    assert found.next_step == by_rule.next_step
    assert found.next_better is not None
    assert "reaches A" in found.next_better


def test_a_pin_that_the_rules_agree_with_is_told_too(book: Book) -> None:
    fix(book, 1, "grade", "A")
    found = explained(book, 1, "grade")
    assert found.headline.startswith("Pinned to A (王敏, since ")
    assert "; by the rules: A: rank 1 of 5" in found.headline


def test_tags_are_told_as_added_and_taken_away(book: Book) -> None:
    assert held(explained(book, 1, "risk")) == ["contact_missing"]
    fix(book, 1, "risk", "dissatisfied")
    fix(book, 1, "risk", "contact_missing", holds=False)
    found = explained(book, 1, "risk")
    assert held(found) == ["dissatisfied"]
    assert found.segments[0].reason.startswith("王敏, since ")
    assert "Dissatisfied added by hand (王敏" in found.headline
    assert "Contact missing taken away by hand (王敏" in found.headline
    assert found.beside is not None
    assert found.beside.computed == ("contact_missing",)
    met = {line.segment: line.met for line in found.rule}
    assert met["contact_missing"]
    assert not met["dissatisfied"]


def test_what_asks_for_a_pinned_segment_sees_the_pinned_one(book: Book) -> None:
    with book.edit("new purchase") as edit:
        edit.add_record("purchase", {"customer_id": 5, "day": date(2023, 6, 1), "amount": 1})
    fix(book, 5, "grade", "A")
    found = explained(book, 5, "lifecycle")
    assert found.beside is None
    assert held(found) == ["vip"]
    assert any(isinstance(line, RuleLine) and line.met for line in found.rule)
    assert found.rule[-1].checks[1].actual == "A"


def test_an_expired_pin_is_not_told(book: Book) -> None:
    fix(book, 4, "grade", "A", last_day=DAY)
    book.roll_forward(date(2024, 3, 1))
    found = explained(book, 4, "grade")
    assert found.beside is None
    assert held(found) == ["B"]


def test_a_field_is_explained_by_its_own_value(book: Book) -> None:
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"region": "四川-成都"})
    fix(book, 2, "region", "四川")
    found = explained(book, 2, "region")
    assert found.headline.endswith("; by the rules: Not filled in: Region is empty")
    assert [line.segment for line in found.rule] == ["not_filled_in"]


def test_json_has_both_with_stable_keys(book: Book) -> None:
    assert as_json(explained(book, 4, "grade"))["pinned"] is None
    fix(book, 4, "grade", "A", last_day=_LAST)
    found = as_json(explained(book, 4, "grade"))["pinned"]
    assert isinstance(found, dict)
    assert found["computed"] == ["B"]
    assert found["by_rule"].startswith("B: rank 4 of 5")
    (pin,) = found["pins"]
    assert {**pin, "fixed_on": ""} == {
        "segment": "A",
        "name": "A",
        "holds": True,
        "reason": "strategic",
        "author": "王敏",
        "fixed_on": "",
        "last_day": "2024-12-31",
    }
