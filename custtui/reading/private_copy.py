"""A copy of a book that only this process reads, in a folder that nobody else may enter.

It goes when it is replaced or the process ends; one that a killed process left is taken away by
the next one of the same account.
"""

import fcntl
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

C = TypeVar("C", bound=sqlite3.Connection)

_PREFIX = "custtui-reading-"
_NAME = "book.db"
_AT_ONCE = 1 << 22
#: So long a copy that is not locked may still be in the making.
_MAKING_SECONDS = 60


class PrivateCopy:
    """A copy of a book; `path` is a file that stands for itself and that nobody writes."""

    def __init__(self, fill: Callable[[Path], None]) -> None:
        """`fill` makes the book, and what may stand beside it, at the path that it is given.

        OSError where there is no room; sqlite3.DatabaseError where it is no database.
        """
        _take_away_left_copies()
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX)
        # The lock tells others that this copy is in use, until the process ends in whatever way.
        self._lock = os.open(self._folder.name, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.path = Path(self._folder.name) / _NAME
        try:
            fill(self.path)
            with closing(sqlite3.connect(self.path)) as copy:
                copy.execute("PRAGMA synchronous = OFF")
                # Nothing beside it: what -wal held is in it then, and it can be read as it is.
                copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        except BaseException:
            self.remove()
            raise

    def open(self, factory: type[C]) -> C:
        """A connection that reads it."""
        return sqlite3.connect(
            f"{self.path.as_uri()}?mode=ro&immutable=1",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            factory=factory,
        )

    def remove(self) -> None:
        """Take the files away; whoever has them open reads on."""
        self._folder.cleanup()
        os.close(self._lock)


def of_files(parts: Mapping[str, int]) -> PrivateCopy:
    """A copy of files by their descriptors, named by what stands behind the name of the book."""

    def fill(path: Path) -> None:
        for ending, source in parts.items():
            _copy(source, path.with_name(path.name + ending))

    return PrivateCopy(fill)


def of_what_is_read(connection: sqlite3.Connection) -> PrivateCopy:
    """A copy of the book as that connection sees it now, whoever writes meanwhile."""

    def fill(path: Path) -> None:
        with closing(sqlite3.connect(path)) as copy:
            copy.execute("PRAGMA synchronous = OFF")
            connection.backup(copy)

    return PrivateCopy(fill)


def _copy(source: int, target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as copy:
        offset = 0
        while block := os.pread(source, _AT_ONCE, offset):
            copy.write(block)
            offset += len(block)


def _take_away_left_copies() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        # What belongs to others, or is just going, is not for us.
        with suppress(OSError):
            status = folder.lstat()
            if status.st_uid == os.geteuid() and status.st_mtime < time.time() - _MAKING_SECONDS:
                _take_away_if_left(folder)


def _take_away_if_left(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)
