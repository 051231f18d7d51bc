"""The latest edits, for people to look back."""

import sqlite3
from dataclasses import dataclass

_LATEST = """
SELECT e.id, e.what, e.cause, e.moment, e.account, e.undoes, u.what,
    (SELECT coalesce(sum(coalesce(c.last_id, c.record_id) - c.record_id + 1), 0)
        FROM change c WHERE c.edit_id = e.id),
    (SELECT count(*) FROM move m WHERE m.edit_id = e.id)
FROM edit e LEFT JOIN edit u ON u.id = e.undoes ORDER BY e.id DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class PastEdit:
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


def latest_edits(connection: sqlite3.Connection, count: int) -> list[PastEdit]:
    """The last edits, the newest first."""
    return [PastEdit(*row) for row in connection.execute(_LATEST, (count,))]
