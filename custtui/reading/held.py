"""Holding a book so that nobody takes away the files that SQLite keeps beside it.

Whoever is the last to close a book writes what is in `-wal` into it and deletes `-wal` and `-shm`;
for that SQLite asks for the exclusive lock of the book. A shared lock of our own keeps that from
happening while we look which of them stand; nobody who reads or writes waits for it.

POSIX lets go of all locks of a process on a file as soon as the process closes any descriptor of
it, SQLite's own locks too. So a descriptor is opened once for each file, and never closed; and the
lock is one that belongs to the descriptor, where the system has such locks (Linux), so that it
can be let go alone.
"""

import fcntl
import os
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Where SQLite's shared lock lies in a file ("SHARED_FIRST" in its os.h), and how long it is.
_SHARED_FIRST, _SHARED_LENGTH = 0x40000002, 510
_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.01

_descriptors: dict[tuple[int, int], int] = {}
_one_at_a_time = threading.RLock()


@contextmanager
def held(path: Path) -> Iterator[int]:
    """The descriptor of the book, whose files are not taken away inside; OSError where it can't.

    Nobody may close the descriptor. TimeoutError where others keep the book locked for seconds.
    """
    with _one_at_a_time:
        descriptor = _descriptor(path)
        _lock(descriptor, fcntl.F_RDLCK)
        try:
            yield descriptor
        finally:
            if sys.platform == "linux":
                _lock(descriptor, fcntl.F_UNLCK)


def _descriptor(path: Path) -> int:
    status = path.stat()
    known = _descriptors.get((status.st_dev, status.st_ino))
    if known is not None:
        return known
    descriptor = os.open(path, os.O_RDONLY)
    opened = os.fstat(descriptor)
    # Where the file was replaced just now, it may be one that is open already.
    return _descriptors.setdefault((opened.st_dev, opened.st_ino), descriptor)


def _lock(descriptor: int, kind: int) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            if sys.platform == "linux":
                wanted = struct.pack("hhqqi", kind, os.SEEK_SET, _SHARED_FIRST, _SHARED_LENGTH, 0)
                fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, wanted)
            else:
                shared = fcntl.LOCK_SH | fcntl.LOCK_NB
                fcntl.lockf(descriptor, shared, _SHARED_LENGTH, _SHARED_FIRST)
        except (BlockingIOError, PermissionError) as error:
            if time.monotonic() > end:
                raise TimeoutError from error
            time.sleep(_PAUSE_SECONDS)  # the call that waits (F_OFD_SETLKW) knows no limit
        else:
            return
