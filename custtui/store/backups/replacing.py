"""Another content for a file that others have open: seen by all of them, or by nobody."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from custtui.reading.connection import settle
from custtui.store.backups.copying import Halt
from custtui.store.turn import Turn

_PAGES_AT_ONCE = 1_024
_PATIENCE_SECONDS = 30.0
_SECONDS_BETWEEN_TRIES = 0.05


class Changed(Exception):
    """Somebody wrote into the file meanwhile."""


def replace_inside(path: Path, source: Path, may_go_on: Callable[[], None], halt: Halt) -> None:
    """Write the content of `source` into the database at `path`, as one transaction.

    A new file under the old name would leave whoever has the old one open writing into what is no
    longer there. `may_go_on` is asked when the write lock is held and nothing is written yet; what
    it raises takes all back, as Halted does. Who waits for the lock is told why; BookError when it
    is too long.
    """
    turn = Turn(path, _PATIENCE_SECONDS)
    is_asked = False

    def after_each(status: int, remaining: int, total: int) -> None:
        nonlocal is_asked
        halt.tell(total - remaining, total)
        if status != sqlite3.SQLITE_DONE:  # then all of it is committed
            halt.check()
        if status == sqlite3.SQLITE_OK and not is_asked:
            is_asked = True
            may_go_on()
        elif status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            turn.still_waits()

    with closing(_open(source)) as new, closing(_open(path)) as live:
        settle(live)
        live.execute("PRAGMA journal_mode = WAL")
        new.execute("BEGIN")
        (pages,) = new.execute("PRAGMA page_count").fetchone()
        # The first portion is never the last one: what ends it is asked in between.
        at_once = max(1, min(_PAGES_AT_ONCE, pages // 2))
        new.backup(live, pages=at_once, progress=after_each, sleep=_SECONDS_BETWEEN_TRIES)


def data_version(connection: sqlite3.Connection) -> int:
    """A number that is another one when somebody else has committed since."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, isolation_level=None)
