"""The change log, read backwards: the records of a book as they were after each edit.

The images of the log are put back one after another from the end. Where the log has everything,
that gives each earlier state, and at last the one that the book began with.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from custtui.model import MODELS

Row = dict[str, object]
#: By kind and id, every record that people make.
Records = dict[tuple[str, int], Row]


def records_of(path: Path) -> Records:
    """Every record of the file as it stands."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            (kind, int(str(row["id"]))): row
            for kind in MODELS
            for row in _rows(connection, f"SELECT * FROM {kind}")
        }


def last_edit(path: Path) -> int:
    """The number of the newest edit in the log."""
    with closing(sqlite3.connect(path)) as connection:
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM edit").fetchone()
    return int(last)


def backwards(path: Path, until: int = 0) -> Iterator[tuple[int, Records]]:
    """Each edit after that number, the newest first, with the records as it left them; last, 0 or
    `until` with those before them all.

    What is given is one and the same dict, changed as it goes. AssertionError where the log tells
    of the making of a record that the edits after it know nothing of.
    """
    records = records_of(path)
    with closing(sqlite3.connect(path)) as connection:
        edits = connection.execute("SELECT id FROM edit WHERE id > ? ORDER BY id DESC", (until,))
        for (edit,) in edits.fetchall():
            yield edit, records
            _take_back(connection, edit, records)
    yield until, records


def _take_back(connection: sqlite3.Connection, edit: int, records: Records) -> None:
    changes = connection.execute(
        "SELECT record, record_id, last_id, before FROM change WHERE edit_id = ? ORDER BY id DESC",
        (edit,),
    )
    for kind, first, last, before in changes:
        if before is not None:
            records[kind, first] = json.loads(before)
            continue
        for made in range(first, (last or first) + 1):
            assert (kind, made) in records, f"edit {edit} made {kind} {made}; the log lost it"
            del records[kind, made]


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[Row]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
