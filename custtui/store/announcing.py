"""Telling others of an import that takes longer than a moment, as `reading.announced` reads it."""

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from custtui.reading.announced import ANNOUNCES, MOST_BYTES, announced_beside
from custtui.store.file_modes import give_mode, mode_with
from custtui.values.account import account_name

#: An import that is over sooner is not announced; and so long lies between two words of it.
_MOMENT_SECONDS = 0.5
_LONGEST_NAME = 300  #: characters


class Announcing:
    """Announces the import of a file into a book as it goes on; `with` it, until its end.

    Where it can't be announced the import goes on all the same: somebody else's is told already, or
    the folder is full or closed.
    """

    def __init__(self, book: Path, name: str) -> None:
        self._book = book
        self._name = name[:_LONGEST_NAME]
        self._file: int | None = None
        self._next = time.monotonic() + _MOMENT_SECONDS

    def __enter__(self) -> "Announcing":
        self._before = ANNOUNCES.set(True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        ANNOUNCES.reset(self._before)
        if self._file is not None:
            with suppress(OSError):
                announced_beside(self._book).unlink()
            os.close(self._file)

    def tell(self, done: int, total: int) -> None:
        """So many rows of about so many."""
        now = time.monotonic()
        if now < self._next or sys.platform == "win32":
            return
        self._next = now + _MOMENT_SECONDS
        with suppress(OSError):
            if self._file is None:
                self._file = _locked(self._book)
            if self._file is not None:
                self._write(self._file, done, total)

    def _write(self, file: int, done: int, total: int) -> None:
        told = {
            "account": account_name(),
            "file": self._name,
            "done": done,
            "total": total,
            "process": os.getpid(),
            "machine": platform.node(),
        }
        # The name of a file may hold bytes that are no text.
        text = json.dumps(told, ensure_ascii=False).encode(errors="replace")
        # All at once and always as long, so that nobody reads the half of it.
        os.pwrite(file, text.ljust(MOST_BYTES), 0)


def telling(
    announcing: Announcing, tell: Callable[[int, int], None] | None
) -> Callable[[int, int], None]:
    """What tells others, and the one who imports."""

    def both(done: int, total: int) -> None:
        announcing.tell(done, total)
        if tell is not None:
            tell(done, total)

    return both


def _locked(book: Path) -> int | None:
    """The file, with the lock by which it counts; None where somebody else has it."""
    if sys.platform == "win32":
        return None
    import fcntl

    path = announced_beside(book)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever had it before may have removed it just now.
        if os.fstat(file).st_ino == path.stat().st_ino:
            give_mode(file, mode_with(book, book.absolute().parent))
            return file
    except OSError:  # among them: it is locked
        pass
    os.close(file)
    return None
