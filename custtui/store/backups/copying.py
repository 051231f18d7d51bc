"""A whole copy of a book, in portions: nobody waits for it, and it ends whatever others write."""

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from custtui.reading.connection import APPLICATION_ID, BookError, open_file
from custtui.reading.connection import unreadable as reading_failed
from custtui.values.language import _

_PAGES_AT_ONCE = 1_024
_SECONDS_BETWEEN_LOOKS = 0.1
_COUNTED = ("customer", "change", "edit")


class Halted(Exception):
    """The work was given up: whoever asked for it goes away."""


class Damaged(BookError):
    """What should be copied is damaged, or no database at all."""


def _unheard(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


class Halt:
    """Whoever asked for a work: may wish to stop it at any moment, and is told how far it is.

    `is_halted` may be asked from another thread; `tell` hears of pages done, of all pages.
    """

    def __init__(
        self,
        is_halted: Callable[[], bool] = lambda: False,
        tell: Callable[[int, int], None] = _unheard,
    ) -> None:
        self._is_halted = is_halted
        self.tell = tell

    def check(self) -> None:
        """Halted where the work was given up."""
        if self._is_halted():
            raise Halted

    @contextmanager
    def busy(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Inside, one long question to this connection is cut short when the work is given up."""
        is_over = threading.Event()

        def watch() -> None:
            while not is_over.wait(_SECONDS_BETWEEN_LOOKS):
                if self._is_halted():
                    connection.interrupt()

        watching = threading.Thread(target=watch, daemon=True)
        watching.start()
        try:
            yield
        except sqlite3.OperationalError:
            self.check()
            raise
        finally:
            is_over.set()
            watching.join()
        self.check()


def copy_pages(
    source: sqlite3.Connection, target: Path, halt: Halt, *, pause_seconds: float = 0.0
) -> None:
    """Write every page that `source` sees into the empty file `target`, and flush it.

    `source` is in a read transaction: it sees one moment of the book however long this takes, in
    portions with pauses for others to have the disk. Without that, SQLite would begin again
    whenever somebody else writes. The copy needs no file beside it to be read.
    """

    def after_each(_status: int, remaining: int, total: int) -> None:
        halt.tell(total - remaining, total)
        halt.check()
        if pause_seconds:
            time.sleep(pause_seconds)  # nothing is waited for: the disk is others' meanwhile

    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        # It is thrown away where it is not finished: it needs no journal, and is flushed at once.
        for setting in ("locking_mode = EXCLUSIVE", "synchronous = OFF", "journal_mode = OFF"):
            copy.execute(f"PRAGMA {setting}")
        source.backup(copy, pages=_PAGES_AT_ONCE, progress=after_each)
        copy.execute("PRAGMA journal_mode = DELETE")
    flush(target)


def flush(path: Path) -> None:
    """See that a file, or that a folder lists what it does, is on the disk."""
    if sys.platform == "win32" and path.is_dir():
        return  # there a folder can't be opened
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        # Some network disks can't flush a folder; a file has to be.
        if not path.is_dir():
            raise
    finally:
        os.close(handle)


def counts(connection: sqlite3.Connection) -> tuple[int, ...]:
    """What a copy is compared by: its form, and how many rows the largest tables have."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return (
        version,
        *(
            connection.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0]
            for table in _COUNTED
        ),
    )


def verify(
    path: Path,
    halt: Halt,
    *,
    named: Path | None = None,
    expected: tuple[int, ...] | None = None,
    whole: bool = False,
) -> int:
    """Read a file again: a book, sound, with as much in it; gives its number of customers.

    With `whole`, indexes are compared with their tables too, which takes several times as long.
    Damaged where it is not sound: `named` is the file that is spoken of, where it is another one.
    """
    named = named or path
    check = "integrity_check" if whole else "quick_check"
    try:
        with closing(open_file(path)) as copy:
            (application,) = copy.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                raise Damaged(_("{path} is no customer book.").format(path=named))
            with halt.busy(copy):
                (found,) = copy.execute(f"PRAGMA {check}(1)").fetchone()
            if found != "ok":
                raise Damaged(_("{path} is damaged: {reason}.").format(path=named, reason=found))
            counted = counts(copy)
    except (sqlite3.DatabaseError, UnicodeDecodeError, OSError) as error:
        raise unreadable(named, error) from error
    if expected is not None and counted != expected:
        raise Damaged(_("The copy of {path} does not hold all of it.").format(path=named))
    return counted[1]


def unreadable(path: Path, error: Exception) -> BookError:
    """What is told of a file that SQLite can't read; Damaged where it will never be able to."""
    told = reading_failed(path, error)
    return Damaged(str(told)) if is_damage(error) else told


def is_damage(error: Exception) -> bool:
    """Whether it is the file itself that is wrong: not a lock, not a disk that is full."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if code == sqlite3.SQLITE_IOERR_SHORT_READ:
            return True
        # The lower byte is the kind of error. The general one is a table that is not there.
        return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
    # Of a damaged file even SQLite's own words may be no text.
    return isinstance(error, UnicodeDecodeError)


def remove_quietly(path: Path) -> None:
    """Take a file away with what SQLite may have left beside it."""
    for name in (path.name, *(f"{path.name}-{end}" for end in ("journal", "wal", "shm"))):
        with suppress(OSError):
            path.with_name(name).unlink()
