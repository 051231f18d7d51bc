"""A book as the screens use it: reading on a connection of its own, writing through the store."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from custtui.reading.connection import BookError, connect, may_write
from custtui.reading.dimensions import ShownDimension, dimensions
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.store import Book, Edit, Edited

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Start:
    """How the app was started. `today` tells the day in the book's time zone."""

    path: Path
    today: Callable[[], date]
    as_of: date | None = None
    read_only: bool = False
    is_demo: bool = False
    #: The settings of a book that is new: its time zone, its currency.
    settings: Mapping[str, str] = field(default_factory=dict)


class Session:
    """One book, opened by the app; writing opens the store only when it is first needed."""

    def __init__(self, start: Start) -> None:
        self.start = start
        self.path = start.path
        self.connection = connect(start.path, read_only=start.read_only)
        #: Transactions and TEMP tables are the connection's: one thread uses it at a time.
        self._one_at_a_time = threading.RLock()
        self._book: Book | None = None
        self._since = self._last_edit()
        self._version = self._data_version()
        self.dimensions: tuple[ShownDimension, ...] = dimensions(self.connection)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written: asked for, or by file modes."""
        return self.start.read_only or not may_write(self.path)

    @property
    def as_of(self) -> date:
        """The day that everything on screen stands for."""
        row = self.connection.execute("SELECT day FROM judged").fetchone()
        return date.fromisoformat(row[0])

    @property
    def since(self) -> int:
        """The last edit before this session began: undo goes no further back."""
        return self._since

    def dimension(self, key: str) -> ShownDimension | None:
        """The dimension of that key, if there is one."""
        return next((d for d in self.dimensions if d.key == key), None)

    def now(
        self,
        query: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Read at once: for queries of a few rows by their ids."""
        with self._one_at_a_time:
            return query(self.connection, *args, **kwargs)

    async def read(
        self,
        query: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Read in a thread: for what may take longer than a key press."""

        def reading() -> T:
            return self.now(query, *args, **kwargs)

        return await asyncio.to_thread(reading)

    async def write(
        self, what: str, change: Callable[["Edit"], None], cause: str = "edit"
    ) -> "Edited":
        """Make one edit in a thread; BookError where the book may not be written."""

        def make() -> "Edited":
            with self.book().edit(what, cause) as edit:
                change(edit)
            assert edit.result is not None
            return edit.result

        return await asyncio.to_thread(make)

    def book(self) -> "Book":
        """The store of this book, for writing."""
        if self.read_only:
            raise BookError(_("This book is open for reading only."))
        if self._book is None:
            from custtui.store import open_book

            self._book = open_book(self.path, self.start.today())
            self._book.stay_open()
        return self._book

    async def get_ready(self) -> None:
        """Load what the first save needs, while somebody still types."""

        def load() -> None:
            from custtui.values.pinyin import syllables

            self.book()
            syllables("张")

        await asyncio.to_thread(load)

    def judge(self) -> None:
        """Judge the view: another as-of day, or a file that this account can't roll forward."""
        wanted = self.start.as_of or (self.start.today() if self.read_only else None)
        if wanted is not None:
            from custtui.segments.judge import judge_view

            self.now(judge_view, wanted)

    def roll_forward(self, *, far: bool = False) -> "Edited | None":
        """Bring the file to today where it stands for an earlier day; None where it does not.

        A jump of over a year is only made where `far` says so.
        """
        today = self.start.today()
        if self.start.as_of is not None or self.read_only or self.as_of >= today:
            return None
        return self.book().roll_forward(today, far=far)

    def has_changed(self) -> bool:
        """Whether anybody, we too, committed since the last time this was asked."""
        version = self._data_version()
        changed, self._version = version != self._version, version
        if changed:
            self.dimensions = dimensions(self.connection)
        return changed

    def close(self) -> None:
        """Let the file go."""
        if self._book is not None:
            self._book.close()
        self.connection.close()

    def _data_version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def _last_edit(self) -> int:
        row = self.connection.execute("SELECT coalesce(max(id), 0) FROM edit").fetchone()
        return int(row[0])
