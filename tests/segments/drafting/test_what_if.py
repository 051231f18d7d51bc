"""What a draft would do is what it does once it is saved, for everybody, and nothing before."""

import sqlite3
import tempfile
import threading
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.reading.connection import connect
from custtui.segments.drafting import what_if
from custtui.segments.drafting.adjusting import Refused, adjusted
from custtui.segments.drafting.migration import Cell, Migration
from custtui.segments.drafting.thresholds import Place, adjustable
from custtui.segments.drafting.what_if import Trial, try_rules
from custtui.segments.judging.judge import judge_view, judged_on
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import Rules
from custtui.segments.standing import Members, members
from custtui.segments.stored import load
from custtui.store import open_book
from custtui.store.rules import change_rule
from tests.segments.small_books import book_of, bought
from tests.segments.test_exactness import DAY, books, fill

RULES = preset(STANDARD)
NUMBERS = [number for d in RULES.dimensions for number in adjustable(RULES, d.key)]
A_SHARE: Place = ("grade", "segments", 0, "share")

changes = st.dictionaries(
    st.sampled_from([number.place for number in NUMBERS]),
    st.sampled_from([Decimal(n) for n in ("1", "2", "3", "15", "60", "90", "1000", "300000")]),
    min_size=1,
    max_size=3,
)


def stored_of(connection: sqlite3.Connection, dimension: str) -> list[Members]:
    """Who stands where, without the segments that nobody is in."""
    found = members(connection, load(connection))
    return [each for each in found if each.dimension == dimension and each.customers]


def with_members(found: tuple[Members, ...]) -> list[Members]:
    return [each for each in found if each.customers]


def moves(migration: Migration) -> Counter[tuple[str, str | None, str | None, int]]:
    return Counter(
        (migration.dimension, *cell, identity)
        for cell, ids in migration.movers.items()
        for identity in ids
    )


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(content=books, changed=changes)
def test_a_draft_says_what_saving_it_does(
    content: list[Any], changed: dict[Place, Decimal]
) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(Refused):
        path = Path(folder) / "book.db"
        book = open_book(path, DAY)
        fill(book, content)
        connection = connect(path)
        rules = load(connection)
        draft = adjusted(rules, changed)
        before = {d.key: stored_of(connection, d.key) for d in rules.dimensions}
        tried = try_rules(path, draft, DAY)

        assert {d.key: stored_of(connection, d.key) for d in rules.dimensions} == before
        with book.edit("change rules", "rule") as edit:
            for key in {str(place[0]) for place in changed}:
                change_rule(edit, rules.dimension(key), draft.dimension(key))
        assert edit.result is not None
        made = Counter((m.dimension, m.before, m.after, m.customer_id) for m in edit.result.moves)
        said: Counter[tuple[str, str | None, str | None, int]] = Counter()
        for key, migration in tried.migrations.items():
            assert with_members(migration.before) == before[key]
            assert with_members(migration.after) == stored_of(connection, key)
            said += moves(migration)
        assert said == made
        assert tried.moved == len({m.customer_id for m in edit.result.moves})


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(content=books, changed=changes, days=st.sampled_from([-200, -29, 31, 400]))
def test_another_day_is_compared_with_that_day(
    content: list[Any], changed: dict[Place, Decimal], days: int
) -> None:
    as_of = DAY + timedelta(days=days)
    with tempfile.TemporaryDirectory() as folder, suppress(Refused):
        path = Path(folder) / "book.db"
        fill(open_book(path, DAY), content)
        connection = connect(path)
        draft = adjusted(load(connection), changed)
        tried = try_rules(path, draft, as_of)
        judge_view(connection, as_of)
        before = {key: stored_of(connection, key) for key in tried.migrations}
        judge_view(connection, as_of, draft)
        for key, migration in tried.migrations.items():
            assert with_members(migration.before) == before[key]
            assert with_members(migration.after) == stored_of(connection, key)


def ladder(path: Path, customers: int = 10) -> Path:
    """Customers with purchases of 1000, 2000, … whole units, the first with the least."""
    book_of(path, *(bought((DAY, 100_000 * (n + 1))) for n in range(customers)))
    return path


def grade(share: int) -> Rules:
    return adjusted(RULES, {A_SHARE: Decimal(share)})


def test_the_matrix_names_who_moves_largest_first(tmp_path: Path) -> None:
    tried = try_rules(ladder(tmp_path / "book.db"), grade(40), DAY)
    migration = tried.migrations["grade"]
    stay: dict[Cell, int] = {("A", "A"): 2, ("B", "B"): 3, ("C", "C"): 1}
    assert migration.cells == stay | {("B", "A"): 2, ("C", "B"): 2}
    assert migration.movers == {("B", "A"): (8, 7), ("C", "B"): (3, 2)}
    assert [m.amount_12m for m in migration.after][:2] == [3_400_000, 2_000_000]
    assert tried.as_of == DAY


def test_other_dimensions_follow_and_those_out_of_reach_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    twice = ((DAY, 500_000), (DAY - timedelta(days=200), 500_000))
    book_of(path, bought(*twice), *(bought((DAY, 10_000)) for _n in range(4)))
    tried = try_rules(path, adjusted(RULES, {("lifecycle", *_vip_orders()): Decimal(3)}), DAY)
    assert set(tried.migrations) == {"lifecycle", "risk"}
    assert tried.migrations["lifecycle"].movers == {("vip", "current"): (1,)}


def _vip_orders() -> Place:
    return ("segments", 1, "when", "all", 1, "value")


def test_tags_come_and_go_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book_of(path, bought((DAY - timedelta(days=100), 100)), bought((DAY, 100)))
    number = next(n for n in NUMBERS if n.segment == "no_repurchase" and n.value == 90)
    migration = try_rules(path, adjusted(RULES, {number.place: Decimal(0)}), DAY).migrations["risk"]
    stays: Cell = ("no_repurchase", "no_repurchase")
    assert migration.cells[stays] == 1
    assert migration.movers == {(None, "no_repurchase"): (2,)}
    assert migration.moved == 1


def test_a_new_dimension_comes_from_nowhere(tmp_path: Path) -> None:
    path = ladder(tmp_path / "book.db")
    copied = RULES.dimension("grade").model_copy(update={"key": "second"})
    tried = try_rules(path, Rules(dimensions=(*RULES.dimensions, copied)), DAY)
    assert tried.migrations["second"].cells == {(None, "A"): 2, (None, "B"): 5, (None, "C"): 3}
    assert tried.moved == len(tried.moving) == 0
    assert tried.added == {"second"}


def test_what_is_wanted_is_shown_though_nothing_changes(tmp_path: Path) -> None:
    path = ladder(tmp_path / "book.db")
    rules = load(connect(path))
    trial = Trial(path)
    tried = trial.try_rules(rules, DAY, also=("value",))
    trial.close()
    assert tried is not None
    assert set(tried.migrations) == {"value"}
    assert tried.migrations["value"].cells == {("low", "low"): 10}
    assert tried.moved == 0


def test_each_draft_is_compared_with_what_stands_then(tmp_path: Path) -> None:
    path = ladder(tmp_path / "book.db")
    trial = Trial(path)
    for as_of in (DAY, DAY + timedelta(days=1)):
        first = trial.try_rules(grade(40), as_of)
        book = open_book(path, DAY)
        with book.edit("delete customer") as edit:
            edit.delete("customer", 1 if as_of == DAY else 2)
        second = trial.try_rules(grade(40), as_of)
        assert first is not None
        assert second is not None
        counts = [sum(t.migrations["grade"].cells.values()) for t in (first, second)]
        assert counts == ([10, 9] if as_of == DAY else [9, 8])
    trial.close()


def test_the_file_and_its_day_stay_as_they_are(tmp_path: Path) -> None:
    path = ladder(tmp_path / "book.db")
    with sqlite3.connect(path) as connection:
        before = "\n".join(connection.iterdump())
    try_rules(path, grade(40), DAY + timedelta(days=500))
    with sqlite3.connect(path) as connection:
        assert "\n".join(connection.iterdump()) == before
    assert judged_on(connect(path)) == DAY


def test_a_draft_is_cut_short_and_the_next_one_is_right(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, DAY).edit("fill") as edit:
        ids = edit.add_rows("customer", ({"code": f"{n}", "name": "x"} for n in range(5_000)))
        edit.add_rows("purchase", ({"customer_id": n, "day": DAY, "amount": n} for n in ids))
    trial = Trial(path)
    told: list[object] = []
    judging = threading.Thread(target=lambda: told.append(trial.try_rules(grade(40), _LATER)))
    judging.start()
    while judging.is_alive():
        trial.stop()
    assert told == [None]
    tried = trial.try_rules(grade(40), _LATER)
    trial.close()
    assert tried is not None
    assert tried.migrations["grade"].cells[("B", "A")] == 1_000


_LATER: date = DAY + timedelta(days=1)


def test_a_view_that_was_cut_short_is_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is cut short takes its shadowing tables back: the next draft must not count on them."""
    path = tmp_path / "book.db"
    days = [DAY - timedelta(days=number) for number in range(0, 400, 40)]
    book_of(path, *(bought((day, 1_000 * place)) for place, day in enumerate(days, start=1)))
    trial, other_day = Trial(path), DAY - timedelta(days=200)
    draft = adjusted(load(connect(path)), {A_SHARE: Decimal(40)})
    expected = try_rules(path, draft, other_day)

    def cut_short(connection: sqlite3.Connection, *_rest: object) -> object:
        connection.create_function("stop", 0, trial.stop)
        return connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT stop() UNION ALL SELECT 1 FROM n)"
            " SELECT count(*) FROM n"
        ).fetchone()

    with monkeypatch.context() as patched:
        patched.setattr(what_if, "_tried", cut_short)
        assert trial.try_rules(draft, other_day) is None
    assert trial.try_rules(draft, other_day) == expected
    trial.close()
    assert trial.try_rules(draft, other_day) is None
