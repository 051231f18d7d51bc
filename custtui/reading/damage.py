"""What a book holds and can't be understood: rules, or the day it stands for."""

import sqlite3
from datetime import date

from custtui.reading.connection import BookError
from custtui.values.language import _


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


def file_of(connection: sqlite3.Connection) -> str:
    """The path of the file that a connection has open."""
    return str(connection.execute("PRAGMA database_list").fetchone()[2])
