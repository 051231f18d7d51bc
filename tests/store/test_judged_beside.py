"""What was judged beside the book is what judging under the lock would have given."""

import random
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from custtui.model import Purchase
from custtui.reading.connection import connect
from custtui.segments.judging.assign import assign
from custtui.segments.judging.moves import Move
from custtui.segments.stored import load
from custtui.store import Book, Edit, Edited, pins
from custtui.store.erasing import erase
from custtui.store.putting_in import put_in
from custtui.store.rules import change_rule
from custtui.store.staging import Staging
from tests.faults.filled_books import TODAY, filled
from tests.faults.soundness import assert_sound

_CUSTOMERS = 40


def _book(path: Path, chance: random.Random) -> Book:
    book = filled(path, _CUSTOMERS)
    with book.edit("fill") as edit:
        edit.add_rows("purchase", [_purchase(chance, chance.randrange(1, _CUSTOMERS + 1))
                                   for _row in range(120)])  # fmt: skip
        for customer in (3, 7, 11):
            wanted = pins.Wanted("grade", "A", "重要", "王敏")
            pins.fix(edit, customer, wanted)
    return book


def _purchase(chance: random.Random, customer: int) -> dict[str, Any]:
    day = TODAY - timedelta(days=chance.randrange(500))
    product = chance.choice(("泵", "阀"))
    return {
        "customer_id": customer, "day": day, "amount": chance.randrange(-2, 30) * 1_000_000,
        "product": product,
    }  # fmt: skip


def _stage(staging: Staging, chance: random.Random) -> None:
    with staging.at_one_moment():
        staging.start()
        new = staging.add_rows("customer", [{"code": None, "name": f"新{n}"} for n in range(9)])
        whom = [*range(1, _CUSTOMERS + 1, 2), *new]
        staging.add_rows("purchase", [_purchase(chance, chance.choice(whom)) for _row in range(60)])
        staging.add_rows("need", [
            {"customer_id": id_, "kind": kind, "weight": 3}
            for id_ in whom[::3] for kind in ("price", "future_intent")])  # fmt: skip
        # What is known of these beside the book is not all that is to come.
        for customer in (1, 2, 5):
            staging.change("customer", customer, {"stage": "lost"})
        staging.get_ready(set())


def _put_in(book: Book, staging: Staging) -> Edited:
    with book.edit("import", "import", staging=staging) as edit:
        put_in(edit, staging)
    assert edit.result is not None
    return edit.result


def _segments(book: Book) -> dict[str, dict[int, str]]:
    with closing(connect(book.path)) as connection:
        keys = [
            dimension.key for dimension in load(connection).dimensions if dimension.key != "risk"
        ]
        return {
            key: dict(connection.execute(f'SELECT customer_id, "{key}" FROM segment'))
            for key in keys
        }


def _assert_moves(book: Book, before: dict[str, dict[int, str]], edited: Edited) -> None:
    after = _segments(book)
    differ = {
        Move(customer, key, segment, after[key][customer])
        for key, segments in before.items()
        for customer, segment in segments.items()
        if after[key][customer] != segment
    }
    told = [move for move in edited.moves if move.dimension != "risk"]
    assert set(told) == differ
    assert len(told) == len(differ)
    with closing(connect(book.path)) as connection:
        logged = connection.execute(
            "SELECT customer_id, dimension, from_segment, to_segment FROM move WHERE edit_id = ?",
            (edited.edit_id,),
        )
        assert sorted(map(str, edited.moves)) == sorted(str(Move(*row)) for row in logged)


def _buys(edit: Edit, chance: random.Random) -> None:
    customer = chance.randrange(1, _CUSTOMERS + 1)
    edit.add(Purchase(**_purchase(chance, customer), recorded=""))


def _calls(edit: Edit, chance: random.Random) -> None:
    customer = chance.randrange(1, _CUSTOMERS + 1)
    call = {"customer_id": customer, "day": TODAY, "summary": "电话", "kind": "complaint"}
    edit.add_record("follow_up", call)


def _goes(edit: Edit, chance: random.Random) -> None:
    edit.delete("customer", 2 * chance.randrange(1, _CUSTOMERS // 2))


def _comes(edit: Edit, chance: random.Random) -> None:
    customer = edit.add_record("customer", {"name": "别人的"})
    edit.add(Purchase(**_purchase(chance, customer), recorded=""))


def _is_fixed(edit: Edit, chance: random.Random) -> None:
    wanted = pins.Wanted("grade", chance.choice("ABC"), "重要", "王敏")
    pins.fix(edit, chance.randrange(12, _CUSTOMERS), wanted)


def _is_free(edit: Edit, _chance: random.Random) -> None:
    pins.release(edit, 7, "grade")


_EDITS: list[Callable[[Edit, random.Random], None]] = [
    _buys, _buys, _calls, _goes, _comes, _is_fixed, _is_free
]  # fmt: skip


@pytest.mark.parametrize("round_", range(10))
def test_others_write_meanwhile(tmp_path: Path, round_: int) -> None:
    chance = random.Random(round_)
    book = _book(tmp_path / "book.db", chance)
    with book.staging() as staging:
        _stage(staging, chance)
        assert staging.moves
        for _turn in range(round_ % 4):
            with book.edit("x") as edit:
                _EDITS[(round_ + _turn) % len(_EDITS)](edit, chance)
        before = _segments(book)
        edited = _put_in(book, staging)
    _assert_moves(book, before, edited)
    assert_sound(book.path)


def test_nobody_is_judged_under_the_lock_whom_nobody_else_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(3)
    book = _book(tmp_path / "book.db", chance)
    assigned: list[int] = []

    def watched(connection: Any, *given: Any) -> None:
        assign(connection, *given)
        assigned.extend(id_ for (id_,) in connection.execute("SELECT id FROM temp.affected"))

    with book.staging() as staging:
        _stage(staging, chance)
        monkeypatch.setattr("custtui.segments.judging.judge.assign", watched)
        _put_in(book, staging)
    # Those that are changed otherwise, and whoever stands at a cut that they moved.
    assert {1, 2, 5} <= set(assigned)
    assert len(assigned) < _CUSTOMERS / 4


def test_somebody_is_erased_meanwhile(tmp_path: Path) -> None:
    chance = random.Random(5)
    book = _book(tmp_path / "book.db", chance)
    with book.staging() as staging:
        _stage(staging, chance)
        erase(book, 24)
        _put_in(book, staging)
    assert_sound(book.path)


def test_somebody_is_pinned_where_he_stands_meanwhile(tmp_path: Path) -> None:
    chance = random.Random(7)
    book = _book(tmp_path / "book.db", chance)
    with book.staging() as staging:
        _stage(staging, chance)
        wanted = pins.Wanted("grade", _segments(book)["grade"][30], "重要", "王敏")
        with book.edit("pin", "pin") as edit:
            pins.fix(edit, 30, wanted)
        _put_in(book, staging)
    assert_sound(book.path)


def test_rules_change_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custtui.segments.judging.judge.FEW", 1)
    chance = random.Random(6)
    book = _book(tmp_path / "book.db", chance)
    with book.staging() as staging:
        _stage(staging, chance)
        with closing(connect(book.path)) as connection:
            grade = next(each for each in load(connection).dimensions if each.key == "grade")
        with book.edit("rules", "rule") as edit:
            change_rule(edit, grade, grade.model_copy(update={"by": "value"}))
        before = _segments(book)
        edited = _put_in(book, staging)
    _assert_moves(book, before, edited)
    assert_sound(book.path)


@pytest.mark.parametrize("catches_up", [True, False])
def test_a_day_begins_meanwhile(tmp_path: Path, catches_up: bool) -> None:
    chance = random.Random(8)
    book = _book(tmp_path / "book.db", chance)
    with book.staging() as staging:
        _stage(staging, chance)
        book.roll_forward(TODAY + timedelta(days=31))
        if catches_up:
            staging.catch_up()
        before = _segments(book)
        edited = _put_in(book, staging)
    _assert_moves(book, before, edited)
    assert_sound(book.path)
