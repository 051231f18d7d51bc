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
from collections.abc import Callable
from contextlib import suppress
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
