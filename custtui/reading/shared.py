"""A connection that several threads use: one at a time, and gone only when nobody uses it.

Python's sqlite3 lets two threads into one connection at once where it is told so, and then:

- it asks SQLite for columns and names while it holds the interpreter's lock, and SQLite answers
  when the other thread's statement has ended; where that statement calls a function of ours, it
  waits for the interpreter's lock in turn. Both wait for ever, and the whole process with them;
- a statement that somebody has not read to its end keeps tables from being dropped;
- a thread that reads while another one closes reads freed memory.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Closed(Exception):
    """The connection was closed, before or while something was read: nobody wants the answer."""


class SharedConnection:
    """Takes over a connection, which nobody may use in another way any more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # A query may ask through here again.
        self._one_at_a_time = threading.RLock()
        self._is_closed = False

    def ask(
        self,
        query: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What the query gives for this connection, from any thread; Closed where that is gone."""
        with self._one_at_a_time:
            if self._is_closed:
                raise Closed
            try:
                return query(self._connection, *args, **kwargs)
            except sqlite3.OperationalError as error:
                if self._is_closed:
                    raise Closed from error
                raise

    def cut_short(self) -> None:
        """End the statement that runs now, if one does: it fails with SQLITE_INTERRUPT."""
        # Whoever closes it at this moment ends the statement too.
        with suppress(sqlite3.ProgrammingError):
            self._connection.interrupt()

    def close(self) -> None:
        """Let the file go; what is being read is cut short and ends as Closed."""
        if self._is_closed:
            return
        self._is_closed = True
        self._connection.interrupt()
        with self._one_at_a_time:
            self._connection.close()


class Connections:
    """Several connections to one file: a short question need not wait for a long one.

    They are opened as they are needed, at most so many; where all are in use, one waits.
    """

    def __init__(self, open_one: Callable[[], sqlite3.Connection], most: int) -> None:
        self._open_one = open_one
        self._most = most
        self._all: list[SharedConnection] = []
        self._free: list[SharedConnection] = []
        self._changed = threading.Condition()
        self._is_closed = False

    @contextmanager
    def one(self) -> Iterator[SharedConnection]:
        """One that nobody else uses inside; Closed where they are gone."""
        connection = self._take()
        try:
            yield connection
        finally:
            with self._changed:
                self._free.append(connection)
                self._changed.notify()

    def close(self) -> None:
        """Let the file go; what is being read is cut short and ends as Closed."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        for connection in self._all:
            connection.close()

    def _take(self) -> SharedConnection:
        with self._changed:
            while not self._is_closed:
                if self._free:
                    return self._free.pop()
                if len(self._all) < self._most:
                    connection = SharedConnection(self._open_one())
                    self._all.append(connection)
                    return connection
                self._changed.wait()
        raise Closed


class Reading:
    """One reading in a thread, which may be given up from another one."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._asks: SharedConnection | None = None
        self._is_wanted = True

    def wanted(
        self, shared: SharedConnection, query: Callable[Concatenate[sqlite3.Connection, P], T]
    ) -> Callable[Concatenate[sqlite3.Connection, P], T]:
        """The query for that connection; Closed where it is given up before its turn comes."""

        def ask(connection: sqlite3.Connection, /, *args: P.args, **kwargs: P.kwargs) -> T:
            with self._changing:
                if not self._is_wanted:
                    raise Closed
                self._asks = shared
            try:
                return query(connection, *args, **kwargs)
            finally:
                with self._changing:
                    self._asks = None

        return ask

    def give_up(self) -> None:
        """Nobody wants the answer any more."""
        # Under the lock: whoever gets the connection next is never cut short for us.
        with self._changing:
            self._is_wanted = False
            if self._asks is not None:
                self._asks.cut_short()
