"""Where hand and rules disagree, and the names that people write for segments."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from custtui.model import Dimension
from custtui.reading.connection import connect
from custtui.reading.dimensions import dimensions
from custtui.reading.disagreements import Disagreements, disagreements
from custtui.reading.naming import dimension_named, segment_named
from custtui.reading.pins import State, all_pins, pins_of
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import Rules, is_tags, segments_of
from custtui.segments.stored import to_json
from custtui.store import Book, open_book, pins

TODAY = date(2026, 11, 22)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A much, B little, C nothing; all as the rules have it."""
    made = open_book(tmp_path / "book.db", TODAY, {"time_zone": "Asia/Shanghai"})
    with made.edit("fill") as edit:
        for code in "ABC":
            edit.add_record("customer", {"code": code, "name": f"客户{code}"})
        for customer, amount in ((1, 2_000_000_00), (2, 400_000_00)):
            edit.add_record("purchase", {"customer_id": customer, "day": TODAY, "amount": amount})
    return made


def fix(book: Book, customer: int, dimension: str, segment: str, **more: Any) -> None:
    with book.edit(pins.PINNED, pins.CAUSE) as edit:
        told = {"reason": "战略客户", "author": "王敏"} | more
        pins.fix(edit, customer, pins.Wanted(dimension, segment, **told))


def state(book: Book, customer: int, **columns: str) -> None:
    with book.edit("change customer") as edit:
        edit.change("customer", customer, columns)


def listed(book: Book, limit: int | None = None) -> Disagreements:
    with closing(connect(book.path)) as connection:
        return disagreements(connection, limit)


def stated(book: Book) -> list[tuple[str, str, str]]:
    return [(each.code, each.dimension, each.segment) for each in listed(book).stated]


@pytest.fixture
def connection(book: Book) -> Iterator[sqlite3.Connection]:
    with closing(connect(book.path)) as opened:
        yield opened


def test_a_pin_is_listed_while_the_rules_say_otherwise(book: Book) -> None:
    fix(book, 2, "grade", "A", last_day=date(2026, 12, 31))
    fix(book, 1, "value", "high")
    found = listed(book)
    (pinned,) = found.pins
    assert (pinned.code, pinned.effective, pinned.computed) == ("B", "A", "B")
    assert pinned.state is State.DIFFERS
    pin = pinned.pin
    assert (pin.reason, pin.author, pin.last_day) == ("战略客户", "王敏", date(2026, 12, 31))
    assert found.counts.pins[State.AGREES] == 1
    with book.edit("new purchase") as edit:
        edit.add_record("purchase", {"customer_id": 2, "day": TODAY, "amount": 9_000_000_00})
    assert listed(book).pins == ()
    assert listed(book).counts.pins[State.AGREES] == 2


def test_tags_are_compared_one_by_one(book: Book) -> None:
    fix(book, 3, "risk", "contact_missing")
    fix(book, 3, "risk", "dissatisfied")
    fix(book, 2, "risk", "contact_missing", holds=False)
    fix(book, 2, "risk", "complaints_rising", holds=False)
    differing = {(each.code, each.pin.segment) for each in listed(book).pins}
    assert differing == {("C", "dissatisfied"), ("B", "contact_missing")}
    assert listed(book).counts.pins[State.AGREES] == 2


def test_pins_without_effect_say_why(book: Book) -> None:
    fix(book, 1, "grade", "C", last_day=TODAY)
    fix(book, 2, "scale", "large")
    fix(book, 3, "need", "price")
    scale = preset(STANDARD).dimension("scale")
    left = tuple(s for s in segments_of(scale) if s.key != "large")
    with book.edit("change rules", "rule") as edit:
        changed = edit.session.exec(select(Dimension).where(Dimension.key == "scale")).one()
        removed = edit.session.exec(select(Dimension).where(Dimension.key == "need")).one()
        assert changed.id is not None
        assert removed.id is not None
        edit.change("dimension", changed.id, {"rule": to_json(scale.model_copy(update={
            "segments": left}))})  # fmt: skip
        edit.delete("dimension", removed.id)
    book.roll_forward(TODAY + timedelta(days=1))
    found = {each.pin.dimension: each for each in listed(book).pins}
    assert {key: each.state for key, each in found.items()} == {
        "grade": State.EXPIRED,
        "scale": State.ORPHANED,
        "need": State.ORPHANED,
    }
    assert (found["grade"].effective, found["grade"].computed) == ("A", "A")
    assert (found["need"].effective, found["need"].computed) == ("", "")
    assert [each.pin.dimension for each in listed(book, 2).pins] == ["scale", "need"]


def test_the_old_sheet_is_read_by_keys_and_names_of_both_languages(book: Book) -> None:
    assert stated(book) == []
    state(book, 1, stated_grade="A类", stated_segments="价值-高、Lifecycle: new，New ")
    assert stated(book) == []  # a bare name may mean any dimension that has it
    state(book, 2, stated_grade="ａ", stated_segments="VALUE－Low/行业-制造业")
    assert stated(book) == [
        ("B", "grade", "A"),
        ("B", "value", "low"),
        ("B", "industry", "制造业"),
    ]
    state(book, 2, industry="制造业-纺织业", stated_segments="行业-制造业-专用设备制造业;价值-低")
    assert stated(book)[1:] == [("B", "value", "low")]
    state(book, 3, stated_grade="重点", stated_segments="行为-活跃;风险-满意度低;Grade-unrated")
    assert stated(book)[2:] == [("C", "risk", "dissatisfied")]
    assert listed(book).counts.not_understood == 2
    assert listed(book).counts.stated == 3
    assert len(listed(book, 1).stated) == 1
    assert listed(book, 1).counts == listed(book).counts


def test_what_is_pinned_as_stated_agrees_and_the_pin_is_listed(book: Book) -> None:
    state(book, 2, stated_grade="A")
    fix(book, 2, "grade", "A")
    assert stated(book) == []
    assert [each.code for each in listed(book).pins] == ["B"]
    fix(book, 2, "grade", "C")
    (each,) = listed(book).stated
    assert (each.effective, each.computed) == ("C", "B")


def test_all_pins_come_by_dimension_and_a_customer_has_its_own(book: Book) -> None:
    for customer, dimension, segment in ((1, "risk", "no_contact"), (2, "grade", "A"),
                                         (1, "grade", "A"), (1, "value", "low")):  # fmt: skip
        fix(book, customer, dimension, segment)
    with closing(connect(book.path)) as connection:
        every = [(each.pin.dimension, each.code) for each in all_pins(connection)]
        own = [(pin.dimension, pin.segment) for pin in pins_of(connection, 1)]
    assert every == [("grade", "A"), ("grade", "B"), ("value", "A"), ("risk", "A")]
    assert own == [("grade", "A"), ("value", "low"), ("risk", "no_contact")]


def test_the_day_of_a_pin_is_that_of_the_books_time_zone(book: Book) -> None:
    fix(book, 1, "grade", "A")
    with sqlite3.connect(book.path) as connection:
        connection.execute("UPDATE pin SET recorded = '2026-11-21T16:30:00+00:00'")
    with closing(connect(book.path)) as reading:
        (pin,) = pins_of(reading, 1)
    assert pin.fixed_on == date(2026, 11, 22)


def test_names_are_found_by_key_and_by_both_languages(connection: sqlite3.Connection) -> None:
    known = dimensions(connection)
    for text in ("grade", "客户等级", "GRADE", "Ｇrade"):
        found = dimension_named(known, text)
        assert found is not None
        assert found.key == "grade"
    assert dimension_named(known, "级") is None
    value = next(d for d in known if d.key == "value")
    assert [segment_named(value, text) for text in ("high", "高", "HIGH ", "无净交易额")] == [
        "high", "high", "high", "no_sales",
    ]  # fmt: skip
    assert segment_named(value, "") is None
    region = next(d for d in known if d.key == "region")
    assert segment_named(region, "四川") is None
    assert segment_named(region, "未填写") == "not_filled_in"


def test_the_screens_know_the_segments_that_the_rules_have(connection: sqlite3.Connection) -> None:
    """Read from the JSON without the models, it must come to the same keys."""
    standard = preset(STANDARD)
    behaviour = standard.dimension("behaviour")
    fewer = behaviour.model_copy(update={"segments": behaviour.segments[1:]})
    scale = standard.dimension("scale")
    last = scale.model_copy(update={"segments": scale.segments[:-1]})
    replaced = {"behaviour": fewer, "scale": last}
    open_ended = Rules(dimensions=tuple(replaced.get(d.key, d) for d in standard.dimensions))
    for rules in (standard, open_ended):
        connection.execute("BEGIN")
        for dimension in rules.dimensions:
            connection.execute(
                "UPDATE dimension SET rule = ? WHERE key = ?", (to_json(dimension), dimension.key)
            )
        shown = {dimension.key: dimension for dimension in dimensions(connection)}
        connection.execute("ROLLBACK")
        for dimension in rules.dimensions:
            keys = {segment.key for segment in segments_of(dimension)}
            assert all(shown[dimension.key].knows(key) for key in keys), dimension.key
            for key in ("unclassified", "not_filled_in", "", "nowhere"):
                if dimension.kind != "field":
                    assert shown[dimension.key].knows(key) is (key in keys), (dimension.key, key)
            assert shown[dimension.key].tags is is_tags(dimension)
