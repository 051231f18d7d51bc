"""The change log, read: what was done, by whom, and what can be taken back."""

import sqlite3
from dataclasses import dataclass

from custtui.values.language import current


@dataclass(frozen=True, slots=True)
class LoggedEdit:
    """One edit of the log; `moment` is a UTC instant, `undoes` the edit that it took back."""

    id: int
    what: str
    moment: str
    uid: int
    account: str
    undoes: int | None


_PAIRS = "SELECT id, undoes FROM edit WHERE id > ? ORDER BY id"
#: Of an `edit e`, what a `LoggedEdit` is made of.
COLUMNS = "e.id, e.what, e.moment, e.uid, e.account, e.undoes"
# Of an edit whose only customer was erased for good, nothing is left to take back.
_HOLDS_ANYTHING = "EXISTS (SELECT 1 FROM change x WHERE x.edit_id = e.id AND x.record <> 'erased')"
#: More changes than these are not counted to see which of two edits has more.
_MANY = 100_000
#: The edit that made the book; there is no book without it.
FIRST_EDIT = 1
#: The record that the log holds of a customer who was erased for good: only the number is left.
ERASED = "erased"


def newer_edit(connection: sqlite3.Connection, edit_id: int) -> LoggedEdit | None:
    """The first later edit, still standing, that touched a record which this one touched.

    Later edits that were taken back do not count, nor what took them back: together they left the
    record as it was. What took back an edit older than this one did change it.
    """
    # Ranges are of new records only, so what is newer never has one of ours in it. The two ways
    # to meet stand apart so that each is a look-up in the index; one edit may touch a million, so
    # whichever of the two sides is shorter is gone through.
    first, then = ("theirs", "mine") if _is_short_since(connection, edit_id) else ("mine", "theirs")
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM edit e WHERE coalesce(e.undoes, 0) < :id AND e.id IN ("
        f" SELECT theirs.edit_id FROM change {first} CROSS JOIN change {then}"
        " ON theirs.record = mine.record AND theirs.record_id = mine.record_id"
        " WHERE mine.edit_id = :id AND theirs.edit_id > :id"
        " UNION"
        " SELECT theirs.edit_id FROM change mine CROSS JOIN change theirs"
        " ON theirs.record = mine.record AND theirs.edit_id > mine.edit_id"
        " AND theirs.record_id BETWEEN mine.record_id AND mine.last_id"
        " WHERE mine.edit_id = :id AND mine.last_id IS NOT NULL) ORDER BY e.id",
        {"id": edit_id},
    )
    standing = standing_edits(connection)
    return next((e for e in (LoggedEdit(*row) for row in rows) if e.id in standing), None)


def _is_short_since(connection: sqlite3.Connection, edit_id: int) -> bool:
    """Whether the log holds fewer changes since that edit than of itself."""
    changes = "SELECT count(*) FROM (SELECT 1 FROM change WHERE edit_id {} ? LIMIT {})"
    (own,) = connection.execute(changes.format("=", _MANY), (edit_id,)).fetchone()
    (since,) = connection.execute(changes.format(">", _MANY), (edit_id,)).fetchone()
    return bool(since < own)


def deleted_since(connection: sqlite3.Connection, edit_id: int) -> tuple[int, frozenset[int]]:
    """The last edit, and the customers that are gone by edits after `edit_id`."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM edit").fetchone()
    rows = connection.execute(
        "SELECT DISTINCT record_id FROM change WHERE edit_id > ?"
        " AND (record = 'customer' AND before IS NOT NULL OR record = ?)"
        " AND record_id NOT IN (SELECT id FROM customer)",
        (edit_id, ERASED),
    )
    return last, frozenset(row[0] for row in rows)


def last_own_edit(connection: sqlite3.Connection, uid: int, since: int) -> LoggedEdit | None:
    """What undo takes back: the newest standing edit of this account after edit `since`."""
    return _newest(connection, uid, since, undo=False)


def last_own_undo(connection: sqlite3.Connection, uid: int, since: int) -> LoggedEdit | None:
    """What redo takes back: the newest standing undo, unless a fresh edit came after it."""
    undo = _newest(connection, uid, since, undo=True)
    edit = _newest(connection, uid, since, undo=False)
    return undo if undo and (edit is None or edit.id < undo.id) else None


def logged_edit(connection: sqlite3.Connection, edit_id: int) -> LoggedEdit | None:
    """The edit of that number; None where there is none."""
    row = connection.execute(f"SELECT {COLUMNS} FROM edit e WHERE id = ?", (edit_id,)).fetchone()
    return LoggedEdit(*row) if row else None


def holds_anything(connection: sqlite3.Connection, edit_id: int) -> bool:
    """Whether anything of that edit can be put back: not of a new day, nor of erased customers."""
    row = connection.execute(
        f"SELECT 1 FROM edit e WHERE e.id = ? AND {_HOLDS_ANYTHING}", (edit_id,)
    ).fetchone()
    return row is not None


def is_logged(connection: sqlite3.Connection, edit_id: int) -> bool:
    """Whether an edit of that number is in the log; 0 stands for none, which always is."""
    found = connection.execute("SELECT 1 FROM edit WHERE id = ?", (edit_id,)).fetchone()
    return found is not None or edit_id == 0


def is_standing(connection: sqlite3.Connection, edit_id: int, before: int) -> bool:
    """Whether the edit is in the log and was in force before the edit of that number."""
    return edit_id in standing_edits(connection, before)


def _newest(
    connection: sqlite3.Connection, uid: int, since: int, *, undo: bool
) -> LoggedEdit | None:
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM edit e WHERE uid = ? AND id > ?"
        f" AND cause NOT IN ('clock', 'repair') AND {_HOLDS_ANYTHING} ORDER BY id DESC",
        (uid, since),
    )
    # Whether an edit stands is said by later ones: what is older than `since` is not asked.
    standing = standing_edits(connection, after=since)
    for edit in (LoggedEdit(*row) for row in rows):
        wanted = _takes_back(connection, edit.undoes) if undo else edit.undoes is None
        if wanted and edit.id in standing:
            return edit
    return None


def _takes_back(connection: sqlite3.Connection, undone: int | None) -> bool:
    """Whether the undo of that edit took something back; that of an undo is a redo."""
    if undone is None:
        return False
    (before,) = connection.execute("SELECT undoes FROM edit WHERE id = ?", (undone,)).fetchone()
    return not _takes_back(connection, before)


def standing_edits(
    connection: sqlite3.Connection, before: int | None = None, after: int = 0
) -> set[int]:
    """The edits in force: an undo takes its edit out, and an undo of that undo puts it back."""
    standing: set[int] = set()
    pairs = connection.execute(_PAIRS, (after,)).fetchall()
    if before is not None:
        pairs = [pair for pair in pairs if pair[0] < before]
    taken_back: set[int] = set()
    for edit_id, undoes in reversed(pairs):
        if edit_id in taken_back:
            continue
        standing.add(edit_id)
        if undoes is not None:
            taken_back.add(undoes)
    return standing


@dataclass(frozen=True, slots=True)
class Deleted:
    """An edit that deleted, as the trash lists it: its name for it, and how many records went."""

    edit: LoggedEdit
    name: str
    records: int


def trash(connection: sqlite3.Connection, limit: int = 10_000) -> list[Deleted]:
    """The edits that deleted records and still stand, the newest first."""
    label = "chinese" if current() == "zh" else "english"
    rows = connection.execute(
        f"SELECT {COLUMNS}, count(*), coalesce("
        f"(SELECT json_extract(x.before, '$.{label}') FROM change x"
        " WHERE x.edit_id = e.id AND x.record = 'custom_field'),"
        "(SELECT json_extract(x.before, '$.name') FROM change x"
        " WHERE x.edit_id = e.id AND x.record = 'customer'),"
        "(SELECT c.name FROM change x"
        " JOIN customer c ON c.id = json_extract(x.before, '$.customer_id')"
        " WHERE x.edit_id = e.id),"
        # Of a customer who was deleted later, as the log has it.
        "(SELECT json_extract(y.before, '$.name') FROM change x JOIN change y"
        " ON y.record = 'customer' AND y.record_id = json_extract(x.before, '$.customer_id')"
        " WHERE x.edit_id = e.id AND y.before IS NOT NULL LIMIT 1), '')"
        " FROM edit e JOIN change d ON d.edit_id = e.id AND d.before IS NOT NULL"
        " WHERE e.what LIKE 'delete %' AND e.undoes IS NULL"
        " GROUP BY e.id ORDER BY e.id DESC LIMIT ?",
        (limit,),
    ).fetchall()
    standing = standing_edits(connection)
    return [Deleted(LoggedEdit(*row[:6]), row[7], row[6]) for row in rows if row[0] in standing]
