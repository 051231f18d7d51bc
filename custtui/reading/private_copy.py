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
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

_PREFIX = "custtui-reading-"
_NAME = "book.db"
_AT_ONCE = 1 << 22
#: So long a copy that is not locked may still be in the making.
_MAKING_SECONDS = 60


class PrivateCopy:
    """Files of a book, copied by their descriptors; `path` is a book that stands for itself."""

    def __init__(self, parts: Mapping[str, int]) -> None:
        """Copy the parts, by what their names end in: "" is the book, "-wal" what goes into it.

        OSError where there is no room; sqlite3.DatabaseError where it is no database.
        """
        _take_away_left_copies()
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX)
        # The lock tells others that this copy is in use, until the process ends in whatever way.
        self._lock = os.open(self._folder.name, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.path = Path(self._folder.name) / _NAME
        try:
            for ending, source in parts.items():
                _copy(source, self.path.with_name(_NAME + ending))
            with closing(sqlite3.connect(self.path)) as copy:
                copy.execute("PRAGMA synchronous = OFF")
                # Nothing beside it: what -wal held is in it then, and it can be read as it is.
                copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        except BaseException:
            self.remove()
            raise

    def remove(self) -> None:
        """Take the files away; whoever has them open reads on."""
        self._folder.cleanup()
        os.close(self._lock)


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
