"""Metrics and segments equal what the independent oracle gives, for every customer."""

import sqlite3
import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.store import Book, open_book
from tests.agreement import assert_agreement
from tests.segments.small_books import in_memory

DAY = date(2024, 2, 29)

# Few values and many ties: days around the edges of the windows, equal amounts, refunds.
days = st.sampled_from(
    [DAY - timedelta(days=n) for n in (0, 1, 29, 30, 89, 90, 91, 179, 180, 364, 365, 366, 367, 731)]
    + [date(2023, 2, 28), date(2023, 3, 1), date(2022, 2, 28), DAY + timedelta(days=3)]
)
amounts = st.sampled_from([0, 1, 5000, -5000, 30000000, 29999999, 100000000, 123456])
maybe_days = st.none() | days

CHILDREN: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "purchase": st.fixed_dictionaries(
        {
            "day": days,
            "amount": amounts,
            "cost": st.none() | st.just(4000),
            "product": st.sampled_from([None, "泵", "阀"]),
        }
    ),
    "follow_up": st.fixed_dictionaries(
        {
            "day": days,
            "summary": st.just("x"),
            "direction": st.sampled_from([None, "we", "they"]),
            "kind": st.sampled_from([None, "complaint", "praise", "follow_up"]),
            "next_day": maybe_days,
            "done": st.booleans(),
        }
    ),
    "need": st.fixed_dictionaries(
        {
            "kind": st.sampled_from(
                ["function", "price", "quality", "service", "brand", "pain_point", "future_intent"]
            ),
            "weight": st.integers(1, 3),
            "state": st.sampled_from(["open", "met"]),
            "day": maybe_days,
        }
    ),
    "survey": st.fixed_dictionaries({"day": days, "score": st.integers(1, 5)}),
    "contract": st.fixed_dictionaries(
        {
            "start": maybe_days,
            "end": maybe_days,
            "state": st.sampled_from(["running", "renewed", "ended"]),
        }
    ),
    "contact": st.fixed_dictionaries(
        {
            "phones": st.sampled_from([None, "13800138000"]),
            "decision_role": st.sampled_from([None, "decision_maker", "user"]),
        }
    ),
}
customers = st.fixed_dictionaries(
    {
        "name": st.just("张三"),
        "stage": st.sampled_from([None, "prospect", "intending", "customer", "lost"]),
        "industry": st.sampled_from([None, "制造业-专用设备", "制造业"]),
        "region": st.sampled_from([None, "北京-海淀"]),
        "employees_low": st.sampled_from([None, 0, 49, 50, 500, 501]),
        "employees_high": st.sampled_from([None, 501, 502]),
    }
)
books = st.lists(
    st.tuples(customers, *(st.lists(records, max_size=5) for records in CHILDREN.values())),
    min_size=1,
    max_size=8,
)


def fill(book: Book, content: list[Any]) -> None:
    with book.edit("fill") as edit:
        for customer, *children in content:
            customer_id = edit.add_record("customer", customer)
            for kind, rows in zip(CHILDREN, children, strict=True):
                for row in rows:
                    edit.add_record(kind, {"customer_id": customer_id, **row})


def held(content: list[Any]) -> sqlite3.Connection:
    """The same records in a book in memory, not judged: for what asks nothing of the file.

    The last kinds of records may be left out.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _empty().backup(connection)
    for number, (customer, *children) in enumerate(content, 1):
        _insert(connection, "customer", {"id": number, "code": f"K{number}", **customer})
        for kind, rows in zip(CHILDREN, children, strict=False):
            for row in rows:
                _insert(connection, kind, {"customer_id": number, **row})
    return connection


@cache
def _empty() -> sqlite3.Connection:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        open_book(path, DAY)
        return in_memory(path)


def _insert(connection: sqlite3.Connection, kind: str, row: dict[str, Any]) -> None:
    values = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in {"recorded": "", **row}.items()
    }
    places = ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT INTO {kind} ({', '.join(values)}) VALUES ({places})", values)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(content=books, as_of=st.sampled_from([DAY, date(2023, 8, 31), date(2024, 3, 31)]))
def test_small_books_with_many_ties(content: list[Any], as_of: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        fill(open_book(path, DAY), content)
        assert_agreement(path, DAY, stored=True)
        assert_agreement(path, as_of)


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(content=books)
def test_a_book_in_memory_holds_the_same(content: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        fill(open_book(path, DAY), content)
        filled, connection = in_memory(path), held(content)
        for kind in ("customer", *CHILDREN):
            assert _rows(connection, kind) == _rows(filled, kind)


def _rows(connection: sqlite3.Connection, kind: str) -> list[dict[str, Any]]:
    found = connection.execute(f"SELECT * FROM {kind} ORDER BY id")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found]
    return [{k: v for k, v in row.items() if k not in ("code", "recorded")} for row in rows]
