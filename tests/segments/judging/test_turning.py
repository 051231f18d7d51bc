"""Day after day, without any edit, what is stored is what a full judging of that day gives."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from custtui.reading.connection import connect
from custtui.segments.judging import judge, tables
from custtui.segments.judging.judge import judge_view
from custtui.segments.rules import Conditions
from custtui.segments.stored import load
from custtui.store import open_book
from custtui.store.rules import change_rules
from tests.segments.small_books import book_of

DAY = date(2024, 1, 31)
_DAYS = 130


@pytest.fixture(autouse=True)
def _always_the_incremental_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "FEW", 1)
    monkeypatch.setattr(tables, "PORTION", 3)


def _customers() -> Iterator[dict[str, Any]]:
    """Each turns on a day of its own, by one thing only."""
    for days in (40, 75, 150, 300):
        regular = [
            {"day": DAY - timedelta(days=days + 20 * place), "amount": 9_00 + days}
            for place in range(5)
        ]
        yield {"name": "周期", "_records": {"purchase": regular}}
    for days in (20, 45, 100):
        contract = {"start": DAY - timedelta(days=30), "end": DAY + timedelta(days=days)}
        yield {"name": "合同", "_records": {"contract": [contract]}}
    yield {"name": "将来的合同", "_records": {"contract": [
        {"start": DAY + timedelta(days=9), "end": DAY + timedelta(days=60), "state": "renewed"}
    ]}}  # fmt: skip
    yield {"name": "联系", "_records": {
        "purchase": [{"day": DAY - timedelta(days=5), "amount": 5_00}],
        "follow_up": [{"day": DAY - timedelta(days=40), "summary": "x"}],
    }}  # fmt: skip
    yield {"name": "将来", "_records": {
        "purchase": [{"day": DAY + timedelta(days=50), "amount": 88_00, "product": "泵"}],
        "need": [{"kind": "price", "day": DAY + timedelta(days=33)}],
        "survey": [{"day": DAY + timedelta(days=44), "score": 1}],
    }}  # fmt: skip
    yield {"name": "固定", "_records": {"pin": [{
        "dimension": "grade", "segment": "A", "holds": True, "reason": "r", "author": "a",
        "last_day": DAY + timedelta(days=25),
    }]}}  # fmt: skip


@pytest.mark.parametrize("step", [1, 3, 31])
def test_each_day_is_what_a_full_judging_gives(tmp_path: Path, step: int) -> None:
    path = tmp_path / "book.db"
    open_book(path, DAY)
    book = book_of(path, *_customers())
    book.stay_open()
    moved = 0
    for days in range(step, _DAYS, step):
        day = DAY + timedelta(days=days)
        edited = book.roll_forward(day)
        assert edited is not None
        moved += len(edited.moves)
        with closing(connect(path)) as stored, closing(connect(path)) as anew:
            judge_view(anew, day)
            for table in ("metric", "ranked", "cut", "computed", "segment"):
                assert _all(stored, "main", table) == _all(anew, "temp", table), (day, table)
    assert moved > 20
    book.close()


def _all(connection: sqlite3.Connection, schema: str, table: str) -> list[Any]:
    return connection.execute(f"SELECT * FROM {schema}.{table} ORDER BY 1, 2, 3").fetchall()


def test_rules_that_name_a_day_without_turning_with_it(tmp_path: Path) -> None:
    """An age that is asked only whether it is there, and a segment that is called like a day."""
    path = tmp_path / "book.db"
    book = book_of(path, *_customers())
    with closing(connect(path)) as connection:
        before = load(connection)
    offer = Conditions.model_validate({
        "key": "offer", "name": {"en": "Offer"}, "kind": "conditions",
        "segments": [
            {"key": "has_offer", "name": {"en": "Has"}, "when": {"what": "contact_age_days",
                                                                  "is": "empty"}},
        ],
    })  # fmt: skip
    asks = Conditions.model_validate({
        "key": "asks", "name": {"en": "Asks"}, "kind": "conditions",
        "segments": [
            {"key": "yes", "name": {"en": "Yes"}, "when": {"what": "segment:offer", "is": "=",
                                                            "value": "has_offer"}},
        ],
    })  # fmt: skip
    after = before.with_dimensions([*before.dimensions, offer, asks])
    with book.edit("change rules", "rule") as edit:
        change_rules(edit, before, after)
    day = date(2024, 3, 9)
    assert book.roll_forward(day) is not None
    with closing(connect(path)) as stored, closing(connect(path)) as anew:
        judge_view(anew, day)
        assert _all(stored, "main", "segment") == _all(anew, "temp", "segment")


def test_a_book_of_metrics_in_another_form_is_judged_anew(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book = book_of(path, *_customers())
    with closing(connect(path)) as connection:
        before = _all(connection, "main", "metric")
        connection.execute("ALTER TABLE metric DROP COLUMN orders_24m")
    with book.edit("new") as edit:
        edit.add_record("need", {"customer_id": 1, "kind": "pain_point"})
    with closing(connect(path)) as connection:
        assert _all(connection, "main", "metric") == before
