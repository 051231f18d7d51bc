"""Where an import writes to: an edit of the book or, for a dry run, nowhere."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from custtui.reading.matching import last_id


class Writer(Protocol):
    """What an import needs of an edit."""

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection on which the book is read as it stands now."""

    def add_rows(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> range:
        """Add records of a kind, all with the same columns; gives their ids."""

    def change(self, kind: str, record_id: int, values: Mapping[str, Any]) -> None:
        """Change columns of one record."""

    def take_away(self, kind: str, first_id: int, last_id: int) -> None:
        """Delete the records of a kind whose ids are in that run."""


class Rehearsal:
    """A writer that writes nothing: it only gives ids as an edit would."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last: dict[str, int] = {}

    @property
    def connection(self) -> sqlite3.Connection:
        return self._connection

    def add_rows(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> range:
        if kind not in self._last:
            self._last[kind] = last_id(self._connection, kind)
        start = self._last[kind] + 1
        self._last[kind] += sum(1 for _row in rows)
        return range(start, self._last[kind] + 1)

    def change(self, kind: str, record_id: int, values: Mapping[str, Any]) -> None:
        return

    def take_away(self, kind: str, first_id: int, last_id: int) -> None:
        return
