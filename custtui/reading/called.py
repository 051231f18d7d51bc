"""Whom a code means, those too who are in the trash or had it before: they live on in the log."""

import sqlite3
from dataclasses import dataclass

from custtui.reading.customer import customer_id


@dataclass(frozen=True, slots=True)
class Called:
    """A customer by its id, with the code and name that it has, or had when it was deleted."""

    id: int
    code: str
    name: str
    is_deleted: bool = False


def called(connection: sqlite3.Connection, code: str) -> list[Called]:
    """The customer who has that code; else all who were deleted while they had it, the last first.

    None where nobody has it, and nobody in the trash.
    """
    identity = customer_id(connection, code)
    if identity is not None:
        return [known(connection, identity)]
    rows = connection.execute(
        "SELECT record_id, max(id) FROM change WHERE record = 'customer' AND before IS NOT NULL"
        " AND json_extract(before, '$.code') = ? AND record_id NOT IN (SELECT id FROM customer)"
        " GROUP BY record_id ORDER BY 2 DESC",
        (code,),
    ).fetchall()
    gone = [known(connection, identity) for identity, _change in rows]
    return [each for each in gone if each.code == code]


def known(connection: sqlite3.Connection, identity: int) -> Called:
    """The customer of that id; KeyError where neither the book nor its log knows one."""
    row = connection.execute("SELECT code, name FROM customer WHERE id = ?", (identity,)).fetchone()
    if row is not None:
        return Called(identity, *row)
    row = connection.execute(
        "SELECT json_extract(before, '$.code'), json_extract(before, '$.name') FROM change"
        " WHERE record = 'customer' AND record_id = ? AND before IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        (identity,),
    ).fetchone()
    if row is None:
        raise KeyError(f"customer {identity}")
    code, name = row
    return Called(identity, code, name, is_deleted=True)
