"""Reading a book that this account may not write: no trace beside it, and nobody waits for it.

Measured with SQLite 3.40, opened read-only in the plain way: whoever may write the folder but not
the book leaves files beside it that shut its owner out; where the folder is closed and no -wal
stands, it can't be opened at all. So:

- while both files stand beside it, as they do while anybody has the book open who may write it,
  it is read where it lies, with all that is in -wal, and no file is ever made (`readonly_shm`);
- else nobody writes, and a private copy of it is read. While it is made the book is held, so that
  whoever comes to write is noticed: the files that a writer makes can't be gone again.

What is read so does not follow the book by itself in every case: `state` and `is_outdated` tell.
"""

import os
import sqlite3
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from custtui.reading.permission import SHM, WAL

if TYPE_CHECKING:
    from custtui.reading.private_copy import PrivateCopy

_TRIES = 5
_JOURNAL = "-journal"


class _Stamp(NamedTuple):
    """A file at one moment: which it is, how large, when it was written last."""

    device: int
    number: int
    size: int
    written: int


class _Files(NamedTuple):
    """A book and what stands beside it; None is a file that is not there."""

    book: _Stamp | None
    wal: _Stamp | None
    has_shm: bool
    #: What a program that keeps no -wal goes back by, where it was killed in an edit.
    journal: _Stamp | None

    @property
    def is_open(self) -> bool:
        """Whether it can be read where it lies."""
        return self.wal is not None and self.has_shm

    @property
    def which_book(self) -> tuple[int, int] | None:
        """Another one where the book was replaced; None where there is none."""
        return None if self.book is None else (self.book.device, self.book.number)


class _Reader(sqlite3.Connection):
    """Knows the book that it reads, and how its files stood when it was opened."""

    path: Path
    files: _Files


class Follower(_Reader):
    """Reads the book where it lies."""


class CopyReader(_Reader):
    """Reads a private copy of the book."""


#: The newest copy of each book, and what it was made of; all connections to it share it.
_newest: dict[Path, tuple[_Files, "PrivateCopy"]] = {}

#: What a connection shows has changed where this is another than before.
State = tuple[object, ...]


def open_as_reader(path: Path) -> sqlite3.Connection:
    """A connection that reads the book as it is now; sqlite3.Error or OSError where it can't."""
    if sys.platform == "win32":
        return _plain(path)
    from custtui.reading.held import held

    with held(path) as book:
        for _try in range(_TRIES):
            files = _look(path)
            if files.is_open:
                _let_copy_go(path)
                return _follow(path, files)
            copy = _read_copy(path, book, files)
            if copy is not None:
                return copy
    raise TimeoutError


def state(connection: sqlite3.Connection, path: Path) -> State:
    """What changes whenever anybody commits to the book; cheap enough to ask twice a second.

    `PRAGMA data_version` tells it, but not of a copy; and of a book that nobody who may write it
    has open, SQLite takes every look for a change.
    """
    if isinstance(connection, _Reader):
        newest = connection.execute("SELECT max(id) FROM edit").fetchone()
        return (*newest, _look(path))
    return tuple(connection.execute("PRAGMA data_version").fetchone())


def is_outdated(connection: sqlite3.Connection) -> bool:
    """Whether the book has changed in a way that this connection will never show."""
    if not isinstance(connection, _Reader):
        return False
    files = _look(connection.path)
    if isinstance(connection, CopyReader):
        return files.is_open or files != connection.files
    return files.which_book != connection.files.which_book


def set_apart(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A connection for one long reading, in place of this one, which is closed where need be.

    While a reader who follows a book reads on and on, what is written can't all go into it, and
    -wal grows; of a copy nobody notices.
    """
    if not isinstance(connection, Follower):
        return connection
    from custtui.reading.private_copy import of_what_is_read

    try:
        copy = of_what_is_read(connection)
        try:
            return copy.open(sqlite3.Connection)
        finally:
            # What is open is read on without a name; nothing of it is left, whatever happens.
            copy.remove()
    finally:
        connection.close()


def _plain(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def _follow(path: Path, files: _Files) -> Follower:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&readonly_shm=1",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        factory=Follower,
    )
    try:
        # From its first look on it holds the book itself, for as long as it is open.
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    connection.path, connection.files = path, files
    return connection


def _look(path: Path) -> _Files:
    wal = _stamp(path.with_name(path.name + WAL))
    has_shm = path.with_name(path.name + SHM).exists()
    return _Files(_stamp(path), wal, has_shm, _stamp(path.with_name(path.name + _JOURNAL)))


def _stamp(path: Path) -> _Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return _Stamp(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _read_copy(path: Path, book: int, files: _Files) -> CopyReader | None:
    """A connection to a copy of these files; None where somebody changed them meanwhile."""
    known, copy = _newest.get(path, (None, None))
    if copy is None or known != files:
        made = _copied(path, book, files)
        if _look(path) != files:
            made.remove()
            return None
        _let_copy_go(path)
        copy = made
        _newest[path] = files, copy
    connection = copy.open(CopyReader)
    connection.path, connection.files = path, files
    return connection


def _let_copy_go(path: Path) -> None:
    """Whoever still reads it reads on; nobody else will."""
    _files, copy = _newest.pop(path, (None, None))
    if copy is not None:
        copy.remove()


def _copied(path: Path, book: int, files: _Files) -> "PrivateCopy":
    from custtui.reading.private_copy import of_files

    # Without what stands beside it, it would lack edits, or hold the half of one.
    beside = {WAL: files.wal, _JOURNAL: files.journal}
    with ExitStack() as opened:
        parts = {"": book}
        for ending in (ending for ending, stamp in beside.items() if stamp is not None):
            parts[ending] = os.open(path.with_name(path.name + ending), os.O_RDONLY)
            opened.callback(os.close, parts[ending])
        return of_files(parts)
