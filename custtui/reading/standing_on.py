"""What stands on an edit so that it can't be taken back, though it touched none of its records.

Who made a customer can't take that back once somebody has logged a call with it; a code that was
given up may be another customer's by now; and a record can't come back to a customer who is gone.
"""

import sqlite3
from collections.abc import Iterator

from custtui.reading.customer import CHILDREN
from custtui.reading.log import COLUMNS, ERASED, LoggedEdit

#: Of some kinds no two records may have the same there.
_UNIQUE = (
    ("customer", "code"), ("dimension", "key"), ("custom_field", "key"), ("setting", "key"),
)  # fmt: skip


def standing_on(connection: sqlite3.Connection, edit_id: int) -> LoggedEdit | None:
    """The edit that has to be taken back before this one; None where none is found."""
    for kind, record_id in _others(connection, edit_id):
        edit = last_touching(connection, kind, record_id)
        if edit is not None and edit.id > edit_id:
            return edit
    return None


def last_touching(connection: sqlite3.Connection, kind: str, record_id: int) -> LoggedEdit | None:
    """The last edit that made, changed or deleted that record, or erased that customer."""
    row = connection.execute(
        f"SELECT {COLUMNS} FROM edit e WHERE e.id = (SELECT max(edit_id) FROM change"
        " WHERE record = :kind AND (record_id = :id OR :id BETWEEN record_id AND last_id)"
        " OR record = :erased AND :kind = 'customer' AND record_id = :id)",
        {"kind": kind, "id": record_id, "erased": ERASED},
    ).fetchone()
    return LoggedEdit(*row) if row else None


def _others(connection: sqlite3.Connection, edit_id: int) -> Iterator[tuple[str, int]]:
    """The records of other edits that are in the way, by their kind."""
    made = (
        "SELECT c.id FROM change x JOIN customer c"
        " ON c.id BETWEEN x.record_id AND coalesce(x.last_id, x.record_id)"
        " WHERE x.edit_id = ? AND x.record = 'customer' AND x.before IS NULL"
    )
    for kind in CHILDREN:
        rows = connection.execute(
            f"SELECT max(k.id) FROM {kind} k WHERE k.customer_id IN ({made}) AND NOT EXISTS ("
            f" SELECT 1 FROM change x WHERE x.edit_id = ? AND x.record = '{kind}'"
            " AND k.id BETWEEN x.record_id AND coalesce(x.last_id, x.record_id))",
            (edit_id, edit_id),
        )
        yield from ((kind, identity) for (identity,) in rows if identity is not None)
    image = "FROM change x WHERE x.edit_id = ? AND x.before IS NOT NULL"
    for kind, column in _UNIQUE:
        rows = connection.execute(
            f"SELECT k.id FROM {kind} k JOIN (SELECT x.record_id, json_extract(x.before,"
            f" '$.{column}') AS had {image} AND x.record = '{kind}') ON had = k.{column}"
            " AND record_id <> k.id LIMIT 1",
            (edit_id,),
        )
        yield from ((kind, identity) for (identity,) in rows)
    rows = connection.execute(
        "SELECT whose FROM (SELECT json_extract(x.before, '$.customer_id') AS whose"
        f" {image}) WHERE whose IS NOT NULL AND whose NOT IN (SELECT id FROM customer) LIMIT 1",
        (edit_id,),
    )
    yield from (("customer", identity) for (identity,) in rows)
