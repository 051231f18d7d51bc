"""What the app asks of the file on the event loop, where a key waits for it.

A query's work is counted in steps of SQLite's virtual machine: the same on every machine, and some
80,000 of them take 10 ms. In a plan, a scan says that the work grows with the book; where the plan
says nothing (an index over a range that grows), the steps do.
"""

import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

#: Tables that grow with the book, or with what is done in it.
LARGE = frozenset((
    "customer", "contact", "follow_up", "purchase", "need", "survey", "contract", "metric",
    "ranked", "segment", "computed", "pin", "edit", "change", "move", "search_document",
    "search_index",
))  # fmt: skip
_COUNTED_BY = 100
_NAMED = re.compile(r"\b(?:FROM|JOIN|,)\s+(?:\w+\.)?(\w+)(?:\s+(?:AS\s+)?(\w+))?", re.IGNORECASE)
_SCANNED = re.compile(r"SCAN (?:\w+\.)?(\w+)(.*)")


@dataclass
class Asked:
    """A statement as it was asked, its values in it, and the steps that it took."""

    sql: str
    steps: int = 0


@contextmanager
def on_this_thread() -> Iterator[list[Asked]]:
    """Every statement that this thread asks of any connection that is opened inside."""
    asked: list[Asked] = []
    here = threading.get_ident()
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def begun(sql: str) -> None:
        if threading.get_ident() == here and not sql.startswith("--"):
            asked.append(Asked(sql))

    def stepped() -> None:
        if threading.get_ident() == here and asked:
            asked[-1].steps += _COUNTED_BY

    def watched(*arguments: Any, **settings: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **settings)
        connection.set_trace_callback(begun)
        connection.set_progress_handler(stepped, _COUNTED_BY)
        return connection

    with patch.object(sqlite3, "connect", watched):
        yield asked


def scans(book: Path, sql: str) -> list[str]:
    """Where the plan of a query goes through a whole large table.

    The first page of an index is none, nor is a look whether anything is there.
    """
    with closing(sqlite3.connect(book)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    tables = {(alias or table).lower(): table.lower() for table, alias in _NAMED.findall(sql)}
    tables |= {table.lower(): table.lower() for table, _alias in _NAMED.findall(sql)}
    ends_early = "LIMIT" in sql.upper() or "EXISTS" in sql.upper()
    is_page = ends_early and not any("TEMP B-TREE" in step for step in plan)
    found = []
    for step in plan:
        scanned = _SCANNED.match(step)
        if scanned is None or tables.get(scanned[1].lower(), scanned[1].lower()) not in LARGE:
            continue
        if not (is_page and "INDEX" in scanned[2]):
            found.append(step)
    return found
