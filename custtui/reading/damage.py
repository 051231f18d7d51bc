"""What a book holds and can't be understood: rules, the day it stands for, a record."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from custtui.reading.connection import BookError
from custtui.values.language import _, current

if TYPE_CHECKING:
    from custtui.values.registry import RecordKind


class Damaged(BookError):
    """The file can be opened, but something that everything hangs on can't be understood."""


def damaged_rules(connection: sqlite3.Connection, reason: str) -> Damaged:
    """The rules of the book can't be read."""
    message = _("The rules in {path} are damaged: {reason}. custtui doctor says what to do.")
    return Damaged(message.format(path=file_of(connection), reason=reason))


def day_stood_for(connection: sqlite3.Connection, stored: object) -> date:
    """The stored day that metrics and segments stand for; Damaged where it is no day."""
    try:
        return date.fromisoformat(str(stored))
    except ValueError:
        message = _(
            "The day that {path} stands for is damaged. custtui doctor --repair judges it anew."
        )
        raise Damaged(message.format(path=file_of(connection))) from None


@contextmanager
def understood(
    connection: sqlite3.Connection, kind: "RecordKind", record_id: object
) -> Iterator[None]:
    """Inside, values of that record are made sense of; Damaged where one of them has none."""
    try:
        yield
    except (ValueError, TypeError, AttributeError) as error:
        message = _(
            "{path}: {kind} number {number} has a value that can't be understood: another program"
            " wrote it. custtui doctor says which."
        )
        label = kind.label(current())
        raise Damaged(
            message.format(path=file_of(connection), kind=label, number=record_id)
        ) from error


def file_of(connection: sqlite3.Connection) -> str:
    """The path of the file that a connection has open."""
    return str(connection.execute("PRAGMA database_list").fetchone()[2])
