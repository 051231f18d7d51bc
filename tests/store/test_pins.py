"""Pins: what they fix, what they leave alone, and that letting go puts everything back."""

import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from custtui.model import Dimension
from custtui.reading.connection import BookError, connect
from custtui.segments.judging.judge import judge_view
from custtui.segments.judging.moves import Move
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import segments_of
from custtui.segments.stored import to_json
from custtui.store import Book, open_book, pins, take_back
from custtui.store.edit import Edited
from tests.agreement import assert_agreement
from tests.segments.test_exactness import DAY as OLD_DAY
from tests.segments.test_exactness import books, fill

TODAY = date(2026, 11, 22)
A, B, C, NOBODY = 1, 2, 3, 4


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Three who bought much, less, little, twice each, and one who never did."""
    made = open_book(tmp_path / "book.db", TODAY)
    with made.edit("fill") as edit:
        for name in ("甲", "乙", "丙", "丁"):
            edit.add_record("customer", {"name": name, "region": "北京-海淀"})
        for customer, amount in ((A, 900_00), (B, 500_00), (C, 100_00)):
            for day in (TODAY, TODAY - timedelta(days=200)):
                edit.add_record("purchase", {"customer_id": customer, "day": day, "amount": amount})
    return made


def fix(book: Book, customer: int, dimension: str, segment: str, **more: Any) -> Edited:
    told = {"reason": "战略客户", "author": "王敏"} | more
    with book.edit(pins.PINNED, pins.CAUSE) as edit:
        pins.fix(edit, customer, pins.Wanted(dimension, segment, **told))
    assert edit.result is not None
    return edit.result


def release(book: Book, customer: int, dimension: str, segment: str | None = None) -> Edited:
    with book.edit(pins.RELEASED, pins.CAUSE) as edit:
        pins.release(edit, customer, dimension, segment)
    assert edit.result is not None
    return edit.result


def rows(book: Book, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(book.path) as connection:
        return connection.execute(query).fetchall()


def segments(book: Book, customer: int) -> dict[str, str]:
    with sqlite3.connect(book.path) as connection:
        cursor = connection.execute("SELECT * FROM segment WHERE customer_id = ?", (customer,))
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def test_a_pin_moves_its_customer_and_what_asks_for_it(book: Book) -> None:
    assert segments(book, C)["grade"] == "B"
    assert segments(book, C)["lifecycle"] == "current"
    edited = fix(book, C, "grade", "A")
    assert set(edited.moves) == {
        Move(C, "grade", "B", "A"),
        Move(C, "lifecycle", "current", "vip"),
    }
    assert rows(book, f"SELECT DISTINCT cause FROM move WHERE edit_id = {edited.edit_id}") == [
        ("pin",)
    ]
    assert rows(book, "SELECT * FROM computed") == [(C, "grade", "B")]
    assert rows(book, "SELECT what, cause FROM edit ORDER BY id DESC LIMIT 1") == [
        ("pin segment", "pin")
    ]


def test_ranks_and_cuts_never_look_at_pins(book: Book) -> None:
    judged = [rows(book, f"SELECT * FROM {table}") for table in ("metric", "ranked", "cut")]
    for customer in (A, B, C, NOBODY):
        fix(book, customer, "grade", "C")
    assert judged == [rows(book, f"SELECT * FROM {table}") for table in ("metric", "ranked", "cut")]
    with book.edit("new purchase") as edit:
        edit.add_record("purchase", {"customer_id": C, "day": TODAY, "amount": 10_000_00})
    assert dict(rows(book, "SELECT customer_id, segment FROM computed")) == {
        A: "B", B: "B", C: "A", NOBODY: "unrated",
    }  # fmt: skip


def test_tags_are_added_and_taken_away_one_by_one(book: Book) -> None:
    held = segments(book, NOBODY)["risk"]
    assert held == "contact_missing"
    fix(book, NOBODY, "risk", "dissatisfied")
    assert segments(book, NOBODY)["risk"] == "dissatisfied contact_missing"
    fix(book, NOBODY, "risk", "contact_missing", holds=False)
    assert segments(book, NOBODY)["risk"] == "dissatisfied"
    assert rows(book, "SELECT segment FROM computed") == [("contact_missing",)]
    fix(book, NOBODY, "risk", "dissatisfied", holds=False)
    assert segments(book, NOBODY)["risk"] == ""
    release(book, NOBODY, "risk", "contact_missing")
    assert segments(book, NOBODY)["risk"] == "contact_missing"
    release(book, NOBODY, "risk")
    assert rows(book, "SELECT * FROM pin") == []


def test_a_newer_pin_takes_the_place_of_the_older_and_undo_brings_it_back(book: Book) -> None:
    first = fix(book, C, "grade", "A", last_day=date(2026, 12, 31))
    second = fix(book, C, "grade", "C", reason="欠款", author="李雷")
    pinned = "SELECT segment, reason, author, last_day FROM pin"
    assert rows(book, pinned) == [("C", "欠款", "李雷", None)]
    with pytest.raises(BookError, match="came after it"):
        take_back(book, first.edit_id)
    undone = take_back(book, second.edit_id)
    assert rows(book, pinned) == [("A", "战略客户", "王敏", "2026-12-31")]
    assert Move(C, "grade", "C", "A") in undone.moves
    take_back(book, first.edit_id)
    assert rows(book, pinned) == []
    assert segments(book, C)["grade"] == "B"


def test_a_pin_that_came_meanwhile_is_told_before_it_is_replaced(book: Book) -> None:
    fix(book, A, "grade", "B", reason="老客户", author="李强")
    mine = pins.Wanted("grade", "C", "新原因", "王敏")
    told = "李强 pinned Grade to B meanwhile: 老客户"
    with pytest.raises(pins.NewerPin, match=told) as newer, book.edit(pins.PINNED) as edit:
        pins.fix(edit, A, mine, known=())
    assert rows(book, "SELECT segment FROM pin") == [("B",)]
    with book.edit(pins.PINNED, pins.CAUSE) as edit:
        pins.fix(edit, A, mine, known={newer.value.pin_id})
    assert rows(book, "SELECT segment FROM pin") == [("C",)]


def test_an_undo_never_puts_a_second_pin_beside_a_newer_one(book: Book) -> None:
    fix(book, C, "grade", "A")
    released = release(book, C, "grade")
    fix(book, C, "grade", "C")
    with pytest.raises(BookError, match="newer pin"):
        take_back(book, released.edit_id)
    assert rows(book, "SELECT segment FROM pin") == [("C",)]


def test_a_deleted_customer_comes_back_with_its_pins(book: Book) -> None:
    fix(book, C, "grade", "A")
    before = [rows(book, f"SELECT * FROM {table}") for table in ("pin", "segment", "computed")]
    with book.edit("delete customer") as edit:
        edit.delete("customer", C)
    assert edit.result is not None
    assert rows(book, "SELECT * FROM pin") == []
    assert rows(book, "SELECT * FROM computed") == []
    take_back(book, edit.result.edit_id)
    assert before == [
        rows(book, f"SELECT * FROM {table}") for table in ("pin", "segment", "computed")
    ]


def test_after_its_last_day_the_clock_takes_the_pin_away(book: Book) -> None:
    last = TODAY + timedelta(days=3)
    fix(book, C, "grade", "A", last_day=last)
    on_it = book.roll_forward(last)
    assert on_it is not None
    assert not [move for move in on_it.moves if move.dimension == "grade"]
    assert segments(book, C)["grade"] == "A"
    after = book.roll_forward(last + timedelta(days=1))
    assert after is not None
    assert Move(C, "grade", "A", "B") in after.moves
    assert set(rows(book, f"SELECT cause FROM move WHERE edit_id = {after.edit_id}")) == {
        ("clock",)
    }
    assert rows(book, "SELECT * FROM computed") == []
    assert rows(book, "SELECT count(*) FROM pin") == [(1,)]


def test_another_day_is_seen_with_the_pins_in_force_on_it(book: Book) -> None:
    fix(book, C, "grade", "A", last_day=TODAY)
    connection = connect(book.path)
    for day, grade, computed in ((TODAY, "A", 1), (TODAY + timedelta(days=1), "B", 0)):
        judge_view(connection, day)
        row = connection.execute("SELECT grade FROM segment WHERE customer_id = 3").fetchone()
        assert row == (grade,)
        assert connection.execute("SELECT count(*) FROM computed").fetchone() == (computed,)
    connection.close()


@pytest.mark.parametrize(
    ("dimension", "segment", "more", "said"),
    [
        ("nothing", "A", {}, "no dimension nothing. There are: grade, value"),
        ("grade", "Q", {}, "Grade has no segment Q. It has: A, B, C, unrated"),
        ("grade", "unclassified", {}, "no segment unclassified"),
        ("grade", "A", {"holds": False}, "only a tag can be taken away"),
        ("risk", "dissatisfied no_contact", {}, "one by one"),
        ("risk", "", {}, "no segment"),
        ("region", "四川", {}, "No customer has 四川 in Region"),
        ("grade", "A", {"reason": " \u200b\n"}, "needs a reason"),
        ("grade", "A", {"author": ""}, "needs the name"),
        ("grade", "A", {"reason": "长" * 501}, "501 characters"),
        ("grade", "A", {"last_day": TODAY - timedelta(days=1)}, "2026-11-21 is over"),
    ],
)
def test_what_can_not_be_pinned_is_refused_in_words(
    book: Book, dimension: str, segment: str, more: dict[str, Any], said: str
) -> None:
    before = rows(book, "SELECT count(*) FROM edit")
    with pytest.raises(BookError, match=said):
        fix(book, C, dimension, segment, **more)
    assert rows(book, "SELECT * FROM pin") == []
    assert rows(book, "SELECT count(*) FROM edit") == before


def test_only_who_is_there_is_pinned_and_only_a_pin_is_released(book: Book) -> None:
    with pytest.raises(KeyError):
        fix(book, 99, "grade", "A")
    with pytest.raises(BookError, match="Nothing is pinned"):
        release(book, C, "grade")


def test_a_field_takes_the_values_that_are_in_use(book: Book) -> None:
    with book.edit("change customer") as edit:
        edit.change("customer", A, {"region": "四川-成都"})
    fix(book, C, "region", "四川")
    assert segments(book, C)["region"] == "四川"
    # Nobody else has the value that C would have: it may still be pinned to it.
    with book.edit("change customer") as edit:
        edit.change("customer", C, {"region": "上海"})
    fix(book, C, "region", "上海")
    assert segments(book, C)["region"] == "上海"
    fix(book, C, "region", "not_filled_in")
    assert segments(book, C)["region"] == "not_filled_in"


def test_a_rule_that_loses_its_segment_leaves_the_pin_without_effect(book: Book) -> None:
    fix(book, C, "scale", "large")
    fix(book, C, "grade", "A")
    scale = preset(STANDARD).dimension("scale")
    keys = [segment.key for segment in segments_of(scale)]
    assert "large" in keys
    left = scale.model_copy(
        update={"segments": tuple(s for s in segments_of(scale) if s.key != "large")}
    )
    with book.edit("change rule", "rule") as edit:
        row = edit.session.exec(select(Dimension).where(Dimension.key == "scale")).one()
        assert row.id is not None
        edit.change("dimension", row.id, {"rule": to_json(left)})
    assert edit.result is not None
    assert Move(C, "scale", "large", "unknown") in edit.result.moves
    assert rows(book, "SELECT dimension FROM computed") == [("grade",)]
    back = take_back(book, edit.result.edit_id)
    assert Move(C, "scale", "unknown", "large") in back.moves
    release(book, C, "scale")
    assert segments(book, C)["scale"] == "unknown"


def test_a_pin_outlives_its_dimension_and_can_be_released(book: Book) -> None:
    fix(book, C, "need", "price")
    with book.edit("remove dimension", "rule") as edit:
        row = edit.session.exec(select(Dimension).where(Dimension.key == "need")).one()
        assert row.id is not None
        edit.delete("dimension", row.id)
    assert rows(book, "SELECT * FROM computed") == []
    with pytest.raises(BookError, match="no dimension need"):
        fix(book, C, "need", "quality")
    release(book, C, "need")
    assert rows(book, "SELECT * FROM pin") == []


_PINNABLE = st.sampled_from(
    [
        ("grade", "A", True), ("grade", "unrated", True), ("value", "high", True),
        ("lifecycle", "churned", True), ("behaviour", "lost", True), ("scale", "large", True),
        ("region", "not_filled_in", True), ("risk", "no_contact", True),
        ("risk", "contact_missing", False), ("risk", "no_repurchase", True),
    ]
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    content=books,
    wanted=st.lists(st.tuples(st.integers(1, 8), _PINNABLE, st.integers(0, 3)), min_size=1),
    data=st.data(),
)
def test_pins_and_their_release_leave_the_file_as_it_was(
    content: list[Any], wanted: list[tuple[int, tuple[str, str, bool], int]], data: st.DataObject
) -> None:
    """What pins cover is kept beside them exactly; released, or past their day, they are gone."""
    with tempfile.TemporaryDirectory() as folder:
        book = open_book(Path(folder) / "book.db", OLD_DAY)
        fill(book, content)
        tables = ("metric", "ranked", "cut", "segment")
        before = [rows(book, f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables]
        plain = {each: segments(book, each) for each in range(1, len(content) + 1)}
        for place, (dimension, segment, holds), kept in wanted:
            customer = 1 + place % len(content)
            last_day = OLD_DAY + timedelta(days=kept)
            fix(book, customer, dimension, segment, holds=holds, last_day=last_day)
        assert before[:3] == [
            rows(book, f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables[:3]
        ]
        assert_agreement(book.path, OLD_DAY, stored=True)
        # Grade, value, behaviour and fields ask no other dimension: pins leave what is computed.
        for customer, dimension, computed in rows(book, "SELECT * FROM computed"):
            if dimension not in ("lifecycle", "risk"):
                assert computed == plain[customer][dimension]
        if data.draw(st.booleans()):
            for customer, dimension in rows(
                book, "SELECT DISTINCT customer_id, dimension FROM pin"
            ):
                release(book, customer, dimension)
            after = [rows(book, f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables]
            assert after == before
        else:
            book.roll_forward(OLD_DAY + timedelta(days=4))
            assert_agreement(book.path, OLD_DAY + timedelta(days=4), stored=True)
        assert rows(book, "SELECT * FROM computed") == []
