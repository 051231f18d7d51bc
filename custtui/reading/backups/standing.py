"""Whether a book has a fresh backup: what it holds by now, and what the newest one holds."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from custtui.reading.backups.names import Backup, backups_in
from custtui.reading.backups.places import folders
from custtui.reading.connection import BookError, connect, open_file
from custtui.values.moments import in_zone

_LONGEST_WITHOUT = timedelta(days=2)


class State(NamedTuple):
    """What tells two states of a book apart without reading all of it.

    Every edit takes a number that never comes again, also one that was thrown away.
    """

    version: int
    last_edit: tuple[object, ...]
    numbers: tuple[tuple[str, int], ...]


def state_of(connection: sqlite3.Connection) -> State:
    """The state of the book that this connection sees."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    last = connection.execute(
        "SELECT id, moment, uid, account, what FROM edit ORDER BY id DESC LIMIT 1"
    ).fetchone()
    numbers = connection.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
    return State(version, tuple(last or ()), tuple(numbers))


def holds_work(connection: sqlite3.Connection) -> bool:
    """Whether anybody did anything in this book since it was made."""
    # Its first edit is the one that filled it.
    return len(connection.execute("SELECT 1 FROM edit LIMIT 2").fetchall()) > 1


def set_folder(connection: sqlite3.Connection) -> str:
    """The folder that the setting `backup_folder` names; empty where none is set."""
    row = connection.execute("SELECT value FROM setting WHERE key = 'backup_folder'").fetchone()
    return str(row[0]) if row else ""


def setting_of(path: Path) -> str:
    """As `set_folder`, of a book that perhaps is not there or can't be read: then empty."""
    with suppress(BookError), closing(connect(path, finished=False)) as connection:
        return set_folder(connection)
    return ""


class Content(NamedTuple):
    """How much is in a book or a backup, and when it was last edited, in UTC."""

    customers: int
    last_edit: str


def content_of(path: Path) -> Content | None:
    """What is in that file; None where it can't be read."""
    try:
        with closing(open_file(path)) as book:
            (customers,) = book.execute("SELECT count(*) FROM customer").fetchone()
            row = book.execute("SELECT moment FROM edit ORDER BY id DESC LIMIT 1").fetchone()
            return Content(customers, row[0] if row else "")
    except (sqlite3.DatabaseError, UnicodeDecodeError, OSError):
        return None


def is_due(connection: sqlite3.Connection, path: Path, today: date, zone: str | None) -> bool:
    """Whether today's backup is still to be made.

    `zone` is the time zone of the book: its day begins there. What holds no work, and what the
    newest backup already holds, needs none.
    """
    found = backups_in(path, folders(path, set_folder(connection))[:1])
    if any(in_zone(each.moment.isoformat(), zone).date() == today for each in found):
        return False
    return is_unsaved(connection, path)


def is_unsaved(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether there is work in the book that the newest backup does not hold."""
    found = backups_in(path, folders(path, set_folder(connection))[:1])
    is_held = bool(found) and holds_state(found[0].path, state_of(connection))
    return holds_work(connection) and not is_held


def holds_state(backup: Path, state: State) -> bool:
    """Whether that backup holds the book as it is in this state."""
    try:
        with closing(open_file(backup)) as copy:
            return state_of(copy) == state
    except (sqlite3.DatabaseError, UnicodeDecodeError, OSError):
        return False


def stale_days(
    connection: sqlite3.Connection, backups: Sequence[Backup], now: datetime
) -> int | None:
    """For how many days the book has changed without a backup; None where that is no worry.

    `backups` come with the newest first. A worry is more than two days since the newest one, or
    since the book was begun, where edits came after it.
    """
    edits = connection.execute(
        "SELECT moment FROM edit WHERE id IN ((SELECT min(id) FROM edit), (SELECT max(id) FROM"
        " edit)) ORDER BY id"
    ).fetchall()
    if not edits:
        return None
    first, last = _moment(edits[0][0]), _moment(edits[-1][0])
    # One of a clock that ran ahead is no proof of anything.
    known = [backup.moment for backup in backups if backup.moment <= now]
    since = known[0] if known else first
    if last <= since and known:
        return None
    return (now - since).days if now - since > _LONGEST_WITHOUT else None


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
