"""Who is importing into a book and how far it is, as told in the file `BOOK-importing` beside it.

It counts while the process that imports keeps a lock on it, which its end takes away, however it
ends: a file that was left behind says nothing. It is no part of the book, for every write there
makes all who have it open read again.
"""

import os
import sys
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from custtui.values.text import one_line

#: Whether it is we ourselves, on this way through the program, who announce an import.
ANNOUNCES: ContextVar[bool] = ContextVar("announces", default=False)
MOST_BYTES = 2_000


class Announcement(NamedTuple):
    """An import under way: whose, of which file, so many rows done of about so many."""

    account: str
    file: str
    done: int
    total: int
    process: int
    machine: str

    @property
    def percent(self) -> int:
        """How far it is; 99 until it is over."""
        return min(99, 100 * self.done // self.total) if self.total > 0 else 0


def announced_beside(book: Path) -> Path:
    """Where it is announced."""
    return book.with_name(f"{book.name}-importing")


def announced(book: Path) -> Announcement | None:
    """The import that goes on; None where none does, or where it can't be read."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        # Not by a link: to open the book itself, and close it, would give up SQLite's locks.
        file = os.open(announced_beside(book), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(os.read(file, MOST_BYTES))
    except OSError:
        return None
    finally:
        os.close(file)  # which lets go of the lock
    return None


def _read(told: bytes) -> Announcement | None:
    import json

    try:
        found = json.loads(told)
        return Announcement(
            account=one_line(str(found["account"])),
            file=one_line(str(found["file"])),
            done=int(found["done"]),
            total=int(found["total"]),
            process=int(found["process"]),
            machine=one_line(str(found["machine"])),
        )
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
