"""The latest edits, for people to look back."""

import sqlite3
from typing import NamedTuple

from custtui.values.language import _

_LATEST = """
SELECT e.id, e.what, e.cause, e.moment, e.account, e.undoes, u.what,
    (SELECT coalesce(sum(coalesce(c.last_id, c.record_id) - c.record_id + 1), 0)
        FROM change c WHERE c.edit_id = e.id),
    (SELECT count(*) FROM move m WHERE m.edit_id = e.id)
FROM edit e LEFT JOIN edit u ON u.id = e.undoes ORDER BY e.id DESC LIMIT ?
"""


class ListedEdit(NamedTuple):
    """One edit: what was done, by whom, when (a UTC instant).

    `undoes` is the number of the edit that it took back, `undone` what that was called; `records`
    it wrote or deleted, `moves` that it caused.
    """

    id: int
    what: str
    cause: str
    moment: str
    account: str
    undoes: int | None
    undone: str | None
    records: int
    moves: int


def latest_edits(connection: sqlite3.Connection, count: int) -> list[ListedEdit]:
    """The last edits, the newest first."""
    return [ListedEdit(*row) for row in connection.execute(_LATEST, (count,))]


def edit_text(what: str, undone: str | None) -> str:
    """What an edit is called; of an undo, what it took back too."""
    if undone is None:
        return _(what)
    return _("{what}: {undone}").format(what=_(what), undone=_(undone))
