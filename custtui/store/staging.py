"""The private place where an import gathers what it will write, while others go on writing.

It is a database of its own, `staged`, on the connection that will write in the end. SQLite takes
its file out of the folder as soon as it is made: nothing is left of it, however the process ends.
Records that are staged have negative ids, -1 for the first of its kind; where they will stand in
the book is known only under the lock (`store.putting_in`).
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from custtui.reading.connection import BookError
from custtui.segments.judging.beside import number
from custtui.segments.judging.judge import judged_on
from custtui.segments.judging.moves import Move
from custtui.store import search_beside, search_pieces
from custtui.store.codes import free_codes
from custtui.store.edit import batched_rows, stored_column
from custtui.store.preparing import judge_staged, measure_staged
from custtui.store.staged_book import StagedBook
from custtui.values.columns import TOGETHER, together
from custtui.values.registry import is_own

#: The kinds that an import makes records of, customers first: the others are theirs.
KINDS = ("customer", "contact", "follow_up", "purchase", "need", "survey", "contract")

#: So many steps of SQLite's machine, some milliseconds, lie between two looks at a wish to stop.
_STEPS = 200_000
#: So often it is worked out anew what of an import can be known before the lock.
_TRIES = 3
#: So much of the book is kept in memory, in kB. Rows come in all over its indexes: with the usual
#: 2 MB most pages would be read and written again and again.
_CACHE = 2**16
_TABLES = """
CREATE TABLE staged.changed (kind, id, columns, new, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE staged.taken_away (kind, first_id, last_id);
CREATE TABLE staged.coded (id INTEGER PRIMARY KEY);
"""


@dataclass(frozen=True, slots=True)
class _Stand:
    """What of the book decides whether that which was worked out beside it fits."""

    day: date
    newest_customer: int

    @staticmethod
    def of(connection: sqlite3.Connection) -> "_Stand":
        day = judged_on(connection)
        assert day is not None, "a book is judged when it is made"
        row = connection.execute(
            "SELECT seq FROM main.sqlite_sequence WHERE name = 'customer'"
        ).fetchone()
        return _Stand(day, int(row[0]) if row else 0)


class Staging:
    """What an import will add, change and take away. Made by `Book.staging`.

    Values given to it are clean. `book` is what the import reads: the book as it stood when
    staging began, with what is staged in it.
    """

    def __init__(self, bound: Connection) -> None:
        driver = bound.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self.bound = bound
        self.connection = driver
        #: How many new records of each kind are staged.
        self.counts = dict.fromkeys(KINDS, 0)
        self.book = StagedBook(driver)
        #: What was last worked out here stands for this.
        self.ready_for: _Stand | None = None
        self._stopped: Callable[[], bool] = lambda: False
        #: The moves that are known already.
        self.moves: tuple[Move, ...] = ()
        self._codes: Iterator[str] = iter(())
        _attach(driver)

    def stop_when(self, stopped: Callable[[], bool]) -> None:
        """Break whatever SQLite is doing here off as soon as that says so."""
        self._stopped = stopped
        self.connection.set_progress_handler(stopped, _STEPS)

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Inside, the book is read as it stands now, whatever others write; what is staged stays.

        An edit that is under way here is such a moment already.
        """
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:  # of a full disk SQLite has ended it already
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def start(self) -> None:
        """Forget what was staged; the book is read as it stands now."""
        connection = self.connection
        for (table,) in connection.execute("SELECT name FROM staged.sqlite_master").fetchall():
            connection.execute(f"DROP TABLE IF EXISTS staged.{table}")
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        for kind in KINDS:
            columns = ", ".join(_columns(connection, kind))
            connection.execute(f"CREATE TABLE staged.{kind} (id INTEGER PRIMARY KEY, {columns})")
        self.counts = dict.fromkeys(KINDS, 0)
        self.book = StagedBook(connection)

    def add_rows(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> range:
        """Add records of a kind, all with the same columns; gives their ids, -1, -2 and so on.

        Customers without a code get theirs in `get_ready`.
        """
        start = self.counts[kind]
        for batch in batched_rows(map(together, rows) if kind == "customer" else rows):
            names = list(batch[0])
            quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
            self.connection.executemany(
                f"INSERT INTO staged.{kind} ({quoted}) VALUES ({marks})",
                zip(*(stored_column(kind, name, [row[name] for row in batch]) for name in names),
                    strict=True),
            )  # fmt: skip
            self.counts[kind] += len(batch)
        return range(-start - 1, -self.counts[kind] - 1, -1)

    def change(self, kind: str, record_id: int, values: Mapping[str, Any]) -> None:
        """Change columns of one record, of the book or a staged one."""
        if any(map(is_own, values)):
            values = together(values, self.book.row_of(kind, record_id)[TOGETHER])
        new = {name: stored_column(kind, name, [value])[0] for name, value in values.items()}
        if record_id < 0:
            assigned = ", ".join(f'"{name}" = ?' for name in new)
            self.connection.execute(
                f"UPDATE staged.{kind} SET {assigned} WHERE id = ?", (*new.values(), -record_id)
            )
            return
        new = self.book.changed(kind, record_id) | new
        self.connection.execute(
            "INSERT OR REPLACE INTO staged.changed VALUES (?, ?, ?, ?)",
            (kind, record_id, " ".join(sorted(new)), json.dumps(new, ensure_ascii=False)),
        )

    def take_away(self, kind: str, first_id: int, last_id: int) -> None:
        """Delete the records of the book of that kind whose ids are in that run."""
        self.connection.execute(
            "INSERT INTO staged.taken_away VALUES (?, ?, ?)", (kind, first_id, last_id)
        )

    def is_empty(self) -> bool:
        """Whether nothing is staged."""
        others = "SELECT 1 FROM staged.changed UNION ALL SELECT 1 FROM staged.taken_away"
        return not any(self.counts.values()) and not self.connection.execute(others).fetchone()

    def has_codeless(self) -> bool:
        """Whether there is a new customer without a code."""
        without = "SELECT 1 FROM staged.customer WHERE code IS NULL LIMIT 1"
        return self.connection.execute(without).fetchone() is not None

    def get_ready(self, taken: Set[str]) -> None:
        """Work out before the lock what the book will hold when this is in it.

        New customers without a code get one that is free in the book and not among those `taken`.
        """
        without = "INSERT INTO staged.coded SELECT id FROM staged.customer WHERE code IS NULL"
        self.connection.execute(without)
        self._codes = (code for code in free_codes(self.connection) if code not in taken)
        self._give_codes("SELECT id FROM staged.coded ORDER BY id")
        self._work_out()

    def catch_up(self) -> None:
        """Work out anew what is no longer true; not again and again, where others keep writing."""
        for _try in range(_TRIES):
            with self.at_one_moment():
                if self.is_ready():
                    return
                self._work_out()

    def is_ready(self) -> bool:
        """Whether the book still is what that was worked out for."""
        return self.ready_for == _Stand.of(self.connection)

    def _work_out(self) -> None:
        self.give_other_codes()
        self.ready_for = stand = _Stand.of(self.connection)
        measure_staged(self.connection, stand.day)
        self.moves = judge_staged(self.connection, stand.day)
        search_beside.make(self.connection, stand.newest_customer)
        number(self.connection, stand.newest_customer)

    def give_other_codes(self) -> set[int]:
        """Under the lock, to new customers whose codes others have taken meanwhile; their ids."""
        lost = (
            "SELECT id FROM staged.coded JOIN staged.customer USING (id)"
            " WHERE code IN (SELECT code FROM main.customer) ORDER BY id"
        )
        return self._give_codes(lost)

    def tidy_up(self) -> None:
        """After a large import, make the search index one piece, a little at a time.

        Others may write in between. In several pieces it is as right, but slower to read.
        """
        if not search_beside.is_large_part(self.connection):
            return
        with suppress(BookError, DatabaseError, sqlite3.DatabaseError):
            may_be_more = True
            while may_be_more and not self._stopped():
                with self.bound.begin():
                    may_be_more = search_pieces.merge_on(self.connection)

    def _give_codes(self, which: str) -> set[int]:
        """Give the next codes to the new customers that a query names; gives their ids."""
        ids: list[tuple[int]] = self.connection.execute(which).fetchall()
        self.connection.executemany(
            "UPDATE staged.customer SET code = ? WHERE id = ?",
            ((next(self._codes), id_) for (id_,) in ids),
        )
        return {id_ for (id_,) in ids}


def _attach(connection: sqlite3.Connection) -> None:
    """On the disk, where everything else that is temporary is kept in memory."""
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute("ATTACH '' AS staged")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA main.cache_size = -{_CACHE}")


def temporary_folder() -> Path:
    """Where SQLite puts what it keeps on the disk for a while, by its own rule."""
    named = (os.environ.get(variable) for variable in ("SQLITE_TMPDIR", "TMPDIR"))
    usual = (*filter(None, named), "/var/tmp", "/usr/tmp", "/tmp")
    folders = (Path(each) for each in usual)
    may = os.W_OK | os.X_OK
    return next((each for each in folders if each.is_dir() and os.access(each, may)), Path("."))


def _columns(connection: sqlite3.Connection, kind: str) -> Iterator[str]:
    """The columns of a staged kind as the book's table has them, with what they hold if empty."""
    for _cid, name, form, _not_null, default, _key in connection.execute(
        f"PRAGMA main.table_info({kind})"
    ):
        if name not in ("id", "recorded"):
            yield f'"{name}" {form}' + (f" DEFAULT {default}" if default is not None else "")
