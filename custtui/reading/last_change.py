"""Who changed a field of a record last, from the images of the change log."""

import json
import sqlite3
from dataclasses import dataclass

from custtui.values.columns import apart, from_columns
from custtui.values.registry import Field, RecordKind


@dataclass(frozen=True, slots=True)
class LastChange:
    """The account that made a field what it is, and when (a UTC instant, ISO)."""

    account: str
    moment: str


def last_change(
    connection: sqlite3.Connection, kind: RecordKind, record_id: int, field: Field, value: object
) -> LastChange | None:
    """Who gave this field the `value` that it has; None where the log does not say."""
    rows = connection.execute(
        "SELECT e.account, e.moment, c.before FROM change c JOIN edit e ON e.id = c.edit_id"
        " WHERE c.record = ? AND c.record_id = ? AND c.before IS NOT NULL ORDER BY c.id DESC",
        (kind.key, record_id),
    )
    for account, moment, before in rows:
        if from_columns(field, apart(json.loads(before), kind.fields)) != value:
            return LastChange(account, moment)
    return None


@dataclass(frozen=True, slots=True)
class Deletion:
    """The edit that deleted a record: what it was, by whom, and how many records went with it."""

    edit_id: int
    what: str
    account: str
    records: int


def last_deletion(connection: sqlite3.Connection, record: str, record_id: int) -> Deletion | None:
    """The edit that deleted a record; None where it is there, or the log never had it."""
    row = connection.execute(
        "SELECT e.id, e.what, e.account, (SELECT count(*) FROM change x WHERE x.edit_id = e.id)"
        " FROM change c JOIN edit e ON e.id = c.edit_id"
        " WHERE c.record = :record AND c.record_id = :id AND c.before IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {record} WHERE id = :id) ORDER BY c.id DESC LIMIT 1",
        {"record": record, "id": record_id},
    ).fetchone()
    return Deletion(*row) if row else None
