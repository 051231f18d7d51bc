"""Breaking a book as lost writes and other programs do, and looking it through."""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from custtui.store.checkup import Finding, Report, check_up, repair

TODAY = date(2026, 11, 22)
#: Later than the machine's own clock, whose moments the log has.
NOW = datetime(2100, 1, 1, tzinfo=UTC)
_OF_PEOPLE = (
    "customer", "contact", "follow_up", "purchase", "need", "survey", "contract", "pin",
    "dimension", "custom_field", "setting", "change",
)  # fmt: skip


def look(path: Path, today: date = TODAY, now: datetime = NOW) -> Report:
    return check_up(path, lambda _zone: today, now)


def found(path: Path) -> list[Finding]:
    return list(look(path).findings)


def change(path: Path, *statements: str) -> None:
    """As another program would do it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def forge(path: Path, *statements: str) -> None:
    """The same where SQLite would not allow it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)


def of_people(path: Path) -> str:
    """A print of every record that people made, and of the log of what they did."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        rows = [connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
                for table in _OF_PEOPLE]  # fmt: skip
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def mend(path: Path, findings: list[Finding]) -> None:
    repair(path, findings, TODAY, lambda: None)


def drop_a_row_from_an_index(path: Path) -> None:
    """An index in which one customer is missing."""
    # For a moment it is said to be an index of some customers only.
    forge(
        path,
        "UPDATE sqlite_master SET sql = sql || ' WHERE id <> 7' WHERE name = 'customer_name'",
    )
    change(path, "REINDEX customer_name")
    forge(
        path,
        "UPDATE sqlite_master SET sql = replace(sql, ' WHERE id <> 7', '')"
        " WHERE name = 'customer_name'",
    )


def sql(*statements: str) -> Callable[[Path], None]:
    return lambda path: change(path, *statements)


def schema(*statements: str) -> Callable[[Path], None]:
    return lambda path: forge(path, *statements)


def leave_a_part(path: Path) -> None:
    part = path.with_name("book.db.before-3.part")
    part.write_bytes(b"half")
    os.utime(part, (0, 0))
