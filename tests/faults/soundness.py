"""Whether a book is sound: the file itself, what is judged, what is searched."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from custtui.reading.connection import connect
from custtui.segments.judging.judge import judge_view, judged_on
from custtui.store import search_index


def assert_sound(path: Path) -> None:
    """Integrity, references, segments equal to a full recompute, search index equal to the records.

    All at the day that the file stands for. The file is only read.
    """
    with closing(connect(path, read_only=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        _assert_judged(connection)
        _assert_indexed(connection)


def _assert_judged(connection: sqlite3.Connection) -> None:
    day = judged_on(connection)
    assert day is not None
    judge_view(connection, day)
    for table in ("metric", "ranked", "cut", "computed", "segment"):
        query = f"SELECT * FROM {{}}.{table} ORDER BY 1, 2, 3"
        stored, anew = (
            connection.execute(query.format(schema)).fetchall() for schema in ("main", "temp")
        )
        assert stored == anew, table


def _assert_indexed(connection: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(":memory:")) as copy:
        connection.backup(copy)
        copy.execute(
            "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, search_index, row)"
        )
        kept = _indexed(copy)
        search_index.rebuild(copy)
        assert kept == _indexed(copy)


def _indexed(connection: sqlite3.Connection) -> tuple[list[tuple[Any, ...]], ...]:
    return (
        connection.execute("SELECT * FROM search_document ORDER BY slot").fetchall(),
        connection.execute("SELECT term, doc FROM temp.vocabulary ORDER BY term").fetchall(),
    )
