"""What is inside a backup, and how far it is from the book as it is now."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from custtui.reading.connection import open_file

#: Two histories of a book meet where an edit of both is the same one, to the moment.
_EDITS = "SELECT id, moment, uid, cause = 'clock' FROM edit ORDER BY id DESC"
_UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError, OSError)


class LastEdit(NamedTuple):
    """The last thing that somebody did in it; `moment` is a UTC instant."""

    moment: str
    account: str
    what: str


class Inside(NamedTuple):
    """What a backup holds: so many customers, and the work up to its last edit, if there is one."""

    customers: int
    last: LastEdit | None


class Apart(NamedTuple):
    """Edits of people: in the book and not in the backup, and the other way round."""

    gone: int
    back: int


def inside_of(backup: Path) -> Inside | None:
    """What that backup holds; None where it can't be read."""
    try:
        with closing(open_file(backup, read_only=True)) as copy:
            (customers,) = copy.execute("SELECT count(*) FROM customer").fetchone()
            row = copy.execute(
                "SELECT moment, account, what FROM edit WHERE cause <> 'clock'"
                " ORDER BY id DESC LIMIT 1"
            ).fetchone()
            return Inside(customers, LastEdit(*row) if row else None)
    except _UNREADABLE:
        return None


def apart(book: sqlite3.Connection, backup: Path) -> Apart | None:
    """How many edits a restore would take out of sight, and how many it would bring back.

    What the passing of days did is not counted: it comes by itself. None where the backup can't be
    read.
    """
    try:
        with (
            closing(open_file(backup, read_only=True)) as copy,
            closing(book.execute(_EDITS)) as ours,
            closing(copy.execute(_EDITS)) as theirs,
        ):
            return _apart(ours, theirs)
    except _UNREADABLE:
        return None


def _apart(ours: Iterator[tuple[object, ...]], theirs: Iterator[tuple[object, ...]]) -> Apart:
    """Go back in both logs, from the newest edit to the first that they share.

    A log only grows, so all before that one is shared as well; a number never means two edits.
    """
    gone = back = 0
    nothing = (0, "", 0, True)
    mine, other = next(ours, nothing), next(theirs, nothing)
    while mine != other:
        newest = max(_number(mine), _number(other))
        if _number(mine) == newest:
            gone += not mine[-1]
            mine = next(ours, nothing)
        else:
            back += not other[-1]
            other = next(theirs, nothing)
    return Apart(gone, back)


def _number(edit: tuple[object, ...]) -> int:
    number = edit[0]
    assert isinstance(number, int)
    return number
