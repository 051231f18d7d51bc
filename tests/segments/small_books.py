"""Small books to explain: a copy in memory, in which something can be tried and taken back."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from custtui.model import MODELS, Customer, Record
from custtui.segments.judging.judge import judge_view
from custtui.segments.rules import Rules
from custtui.store import Book, open_book

DAY = date(2024, 2, 29)


def book_of(path: Path, *customers: Mapping[str, Any]) -> Book:
    """A book judged on DAY: each customer's fields, and lists of records by kind in `_records`."""
    book = open_book(path, DAY)
    with book.edit("fill") as edit:
        for content in customers:
            fields = {key: value for key, value in content.items() if key != "_records"}
            customer_id = edit.add(
                Customer(**{"code": "", "name": "张三", "recorded": "", **fields})
            )
            for kind, rows in content.get("_records", {}).items():
                for row in rows:
                    edit.add(made(kind, {"customer_id": customer_id, **row}))
    return book


def made(kind: str, values: Mapping[str, Any]) -> Record:
    """A record of that kind with these clean values."""
    model: Callable[..., Record] = MODELS[kind]
    return model(recorded="", **values)


def bought(*purchases: tuple[date, int]) -> dict[str, Any]:
    """A customer with these purchases, in minor units."""
    return {"_records": {"purchase": [{"day": day, "amount": amount} for day, amount in purchases]}}


def in_memory(path: Path) -> sqlite3.Connection:
    """The book at `path` as a copy in memory."""
    source = sqlite3.connect(path)
    copy = sqlite3.connect(":memory:", isolation_level=None)
    source.backup(copy)
    source.close()
    return copy


@contextmanager
def one_more(
    connection: sqlite3.Connection,
    rules: Rules,
    customer_id: int,
    amount: int,
    day: date,
    as_of: date | None = None,
) -> Iterator[dict[str, str]]:
    """The customer's segments with one more purchase; it is taken back afterwards."""
    connection.execute("BEGIN")
    try:
        connection.execute(
            "INSERT INTO purchase (customer_id, day, amount, recorded) VALUES (?, ?, ?, '')",
            (customer_id, day.isoformat(), amount),
        )
        judge_view(connection, as_of or day, rules)
        row = connection.execute("SELECT * FROM segment WHERE customer_id = ?", (customer_id,))
        names = [column[0] for column in row.description]
        yield dict(zip(names, row.fetchone(), strict=True))
    finally:
        connection.execute("ROLLBACK")
