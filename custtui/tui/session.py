"""A book as the screens use it: reading on a connection of its own, writing through the store."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import date
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from custtui.reading.as_reader import is_outdated, state
from custtui.reading.connection import BookError, connect
from custtui.reading.dimensions import ShownDimension, dimensions
from custtui.reading.lineage import lineage
from custtui.reading.log import is_logged
from custtui.reading.own_fields import customer_kind
from custtui.reading.permission import may_write
from custtui.reading.settings import judged_day
from custtui.reading.shared import Closed, Connections, Reading, SharedConnection
from custtui.tui.file_of_session import FileOfSession
from custtui.tui.start import Start
from custtui.values.registry import RecordKind

if TYPE_CHECKING:
    from custtui.segments.over_time.month_ends import MonthEnds, MonthLine
    from custtui.store import Book, Edit, Edited

P = ParamSpec("P")
T = TypeVar("T")

#: So many long questions are answered side by side.
_SIDE_BY_SIDE = 3
_KEPT_KILOBYTES = 400


class Session(FileOfSession):
    """One book, opened by the app; writing opens the store only when it is first needed.

    Screens read the stored state, or a view of another day: a connection of its own that was
    judged beside the file. A view is taken over when it is ready; until then they read what they
    did before.
    """

    def __init__(self, start: Start) -> None:
        self.start = start
        self.path = start.path
        #: Sees the file as it is now, whatever day is looked at; never busy with anything long.
        self._watch = SharedConnection(self._connect())
        #: For what is asked in threads of the file as it is now.
        self._readers = Connections(self._connect_for_long, _SIDE_BY_SIDE)
        #: The book on another day, for everything that the screens ask while it is looked at.
        self._view: SharedConnection | None = None
        self._book: Book | None = None
        self._opening = threading.Lock()
        self._is_open = True
        #: The day that was asked for, None for today; and that of the view that is read.
        self._asked = start.as_of
        self._viewed: date | None = None
        self._settling = asyncio.Lock()
        #: Counts the wishes for a view, so that one view answers all that came before it.
        self._wishes = self._answered = 0
        self._working_out = asyncio.Lock()
        self.month_ends: MonthEnds | None = None
        #: The customer that is shown whole although the book asks to mask, if one is.
        self.unmasked: int | None = None
        self._since = self._known_edit = self._last_edit()
        #: Whether what was seen of the book is in it no more: somebody restored a backup.
        self.was_put_back = False
        self._state = self._look()
        self.dimensions: tuple[ShownDimension, ...] = self._watch.ask(dimensions)
        self.lineage = self._watch.ask(lineage)
        self.note_files()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written: asked for, or by file modes."""
        return self.start.read_only or not may_write(self.path)

    @property
    def is_open(self) -> bool:
        """Whether somebody still looks at this book here."""
        return self._is_open

    @property
    def as_of(self) -> date:
        """The day that everything on screen stands for."""
        return self._viewed or self.as_stored(judged_day)

    @property
    def travelled_to(self) -> date | None:
        """The other day that was asked for; None where it is today's book."""
        return self._asked

    @property
    def is_elsewhen(self) -> bool:
        """Whether the screens show another day than today."""
        return self._viewed is not None and self._viewed != self.start.today()

    @property
    def since(self) -> int:
        """The last edit before this session began: undo goes no further back."""
        return self._since

    @property
    def customer_kind(self) -> RecordKind:
        """The customer as this book has it, with the fields that a department added."""
        return self.as_stored(customer_kind)

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
        while True:
            asked = self._view
            if asked is None:
                return self.as_stored(query, *args, **kwargs)
            try:
                return asked.ask(query, *args, **kwargs)
            except Closed:
                if asked is self._view:
                    raise
                # Another day was taken over while this waited for its turn: it is read of that.

    async def read(
        self,
        query: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Read in a thread: for what may take longer than a key press.

        Where the session is closed meanwhile, whoever waits ends: nobody looks at it any more.
        Whoever stops waiting cuts the question short.
        """
        reading = Reading()

        def ask() -> T:
            while True:
                asked, readers = self._view, self._readers
                try:
                    with readers.one() if asked is None else nullcontext(asked) as one:
                        return one.ask(reading.wanted(one, query), *args, **kwargs)
                except Closed:
                    # There and back again are other readers of the same day.
                    stands = asked is self._view and readers is self._readers
                    if stands or not self._is_open:
                        raise

        try:
            return await asyncio.to_thread(ask)
        except asyncio.CancelledError:
            reading.give_up()
            raise
        except Closed:
            raise asyncio.CancelledError from None

    def as_stored(
        self,
        query: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Read at once from the file as it is now, whatever day the screens show."""
        while True:
            watch = self._watch
            try:
                return watch.ask(query, *args, **kwargs)
            except Closed:
                if watch is self._watch:
                    raise
                # The file was opened anew meanwhile.

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

    async def take_back(self, edit_id: int) -> "Edited":
        """Undo one edit in a thread; BookError where newer work stands on it."""

        def undo() -> "Edited":
            book = self.book()
            from custtui.store import take_back

            return take_back(book, edit_id)

        return await asyncio.to_thread(undo)

    def book(self) -> "Book":
        """The store of this book, for writing.

        Whoever uses more of the store asks for it first: loaded in two threads at once, what it
        is made with finds the half of itself, and fails.
        """
        if refusal := self.refusal:
            raise BookError(refusal)
        with self._opening:
            if self._book is None:
                from custtui.store import open_book

                # One that is gone by now is never made anew from here.
                book = open_book(self.path, self.start.today(), may_make=False)
                book.stay_open()
                self._book = book
            return self._book

    async def get_ready(self, *, names: bool) -> None:
        """Load what the first save needs, while somebody still types; of `names` their readings."""

        def load() -> None:
            self.book()
            if names:
                from custtui.values import pinyin

                pinyin.get_ready()

        await asyncio.to_thread(load)

    def travel(self, day: date | None) -> None:
        """Ask for another day, or for today's book with None; `settle` brings it."""
        self._asked = day

    async def settle(self) -> None:
        """Bring the screens to the day that is wanted, and to what the file holds now.

        The view is judged in a thread, one after another; what is asked for meanwhile is
        answered by the next one. BookError where the file can't be read any more.
        """
        self._wishes += 1
        mine = self._wishes
        async with self._settling:
            if self._is_open and self._watch.ask(is_outdated):
                self._open_anew(await asyncio.to_thread(self._connect))
            while self._answered < mine and self._is_open:
                answers, asked = self._wishes, self._asked
                with suppress(Closed):
                    await self._bring(asked)
                if self._asked == asked:
                    self._answered = answers

    def _open_anew(self, watch: sqlite3.Connection) -> None:
        """Go over to a connection that shows the book as it is now."""
        if not self._is_open:
            watch.close()
            return
        before = (self._watch, self._readers)
        self._watch = SharedConnection(watch)
        self._readers = Connections(self._connect_for_long, _SIDE_BY_SIDE)
        for each in before:
            each.close()
        if self.month_ends is not None:
            self.month_ends.close()
            self.month_ends = None
        self._state = self._look()
        self.note_files()
        if self._viewed is None:
            self.dimensions = self._watch.ask(dimensions)

    async def _bring(self, asked: date | None) -> None:
        """Take over a view of the day asked for, or go back to the stored state."""
        today = self.start.today()
        wanted = asked
        if asked is None and self.read_only and self._watch.ask(judged_day) != today:
            wanted = today
        if wanted is not None:
            self._take_over(await asyncio.to_thread(self._judged, wanted, asked), wanted)
        elif self._viewed is not None:
            self._take_over(None, None)

    def _judged(self, wanted: date, asked: date | None) -> SharedConnection:
        """A view of that day; Closed where another day is asked for meanwhile."""
        from custtui.segments.over_time.time_travel import NotWanted, view_of

        def is_wanted() -> bool:
            return self._is_open and self._asked == asked

        try:
            view = view_of(self.path, wanted, read_only=self.read_only, is_wanted=is_wanted)
        except NotWanted:
            raise Closed from None
        return SharedConnection(view)

    def _take_over(self, view: SharedConnection | None, day: date | None) -> None:
        if view is not None and not self._is_open:
            view.close()
            raise Closed
        self.dimensions = (view or self._watch).ask(dimensions)
        before: SharedConnection | Connections = self._view or self._readers
        if self._view is None:
            self._readers = Connections(self._connect_for_long, _SIDE_BY_SIDE)
        self._view, self._viewed = view, day
        # What is still being read of it is cut short, and read anew of the other.
        before.close()

    async def settle_month_ends(self) -> bool:
        """Work out the last month-ends in a thread; whether anything came of it that is new."""
        async with self._working_out:
            if not self._is_open:
                return False
            return await asyncio.to_thread(self._settle_month_ends)

    def _settle_month_ends(self) -> bool:
        if self.month_ends is None:
            from custtui.segments.over_time.month_ends import MonthEnds

            self.month_ends = MonthEnds(self.path, read_only=self.read_only)
        may_keep = self._asked is None and not self.read_only
        return self.month_ends.settle(self.as_of, may_keep=may_keep)

    def month_line(self, customer_id: int) -> "MonthLine | None":
        """The segments of a customer at the last month-ends; None while they are not known."""
        return self.month_ends.line(customer_id, self.as_of) if self.month_ends else None

    def roll_forward(self, *, far: bool = False) -> "Edited | None":
        """Bring the file to today where it stands for an earlier day; None where it does not.

        A jump of over a year is only made where `far` says so.
        """
        today = self.start.today()
        if self._asked is not None or self.read_only or self.as_of >= today:
            return None
        return self.book().roll_forward(today, far=far)

    def has_changed(self) -> bool:
        """Whether anybody, we too, committed since the last time this was asked.

        Or whether the book may be written now, or may no more.
        """
        now = self._look()
        changed, self._state = now != self._state, now
        if changed and self._viewed is None:
            self.dimensions = self._watch.ask(dimensions)
        if changed:
            # Also a restored book never gives the number of an edit again.
            self.was_put_back |= not self._watch.ask(is_logged, self._known_edit)
            self._known_edit = self._last_edit()
        return changed

    def stop(self) -> None:
        """Let what is being worked out end soon."""
        self._is_open = False
        if self.month_ends is not None:
            self.month_ends.stop()

    def close(self) -> None:
        """Let the file go; what is still being read is cut short."""
        self.stop()
        if self._book is not None:
            self._book.close()
        if self.month_ends is not None:
            self.month_ends.close()
        if self._view is not None:
            self._view.close()
        self._readers.close()
        self._watch.close()

    def _connect(self) -> sqlite3.Connection:
        return connect(self.path, read_only=self.start.read_only)

    def _connect_for_long(self) -> sqlite3.Connection:
        """What reads through whole tables keeps little of them: the next one reads others."""
        connection = self._connect()
        connection.execute(f"PRAGMA cache_size = -{_KEPT_KILOBYTES}")
        return connection

    def _look(self) -> tuple[object, ...]:
        return self.read_only, *self._watch.ask(state, self.path)

    def _last_edit(self) -> int:
        return self._watch.ask(_number, "SELECT coalesce(max(id), 0) FROM edit")


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
