"""What SQLite says when a file fails, in the words of people: what is wrong, what to do.

One table for reading and writing. A code that it lacks is told in SQLite's own words.
"""

import sqlite3
from typing import NamedTuple

from custtui.values.language import _, mark


class Fault(NamedTuple):
    """One kind of failure of the file: a stable name, and the sentence that tells it."""

    name: str
    sentence: str


_FULL = Fault("full", mark("the disk is full. Make room there, then do it again"))
_NO_MORE = Fault(
    "no_more",
    mark(
        "the disk takes no more: it may be full, or your share of it. Make room there, then do it"
        " again; if there is room, look after the disk"
    ),
)
_READ_ONLY = Fault(
    "read_only", mark("it may only be read by this account. Ask its owner to let you write")
)
_MOVED = Fault(
    "moved", mark("the file was moved, deleted or replaced while it was open. Open it again")
)
_BUSY = Fault("busy", mark("somebody else is writing to it just now. Try again in a moment"))
_NO_LOCKS = Fault(
    "no_locks",
    mark(
        "its disk can't lock files, as many network drives can't. Put the file on a disk of this"
        " computer, or run custtui on the computer that has the disk"
    ),
)
_DISK = Fault(
    "disk",
    mark(
        "the disk did not read or write what it was told to. Look after the disk, copy the file to"
        " another one, then run custtui doctor"
    ),
)
_DAMAGED = Fault(
    "damaged", mark("the file is damaged. custtui doctor says what, a backup brings it back")
)
_CUT_OFF = Fault(
    "cut_off",
    mark("the file ends too early: something cut it off. A backup brings it back"),
)
_NO_BOOK = Fault("no_book", mark("the file is no database. A backup may bring the book back"))
_CLOSED = Fault("closed", mark("the file, or its folder, can't be opened by this account"))
_LARGE = Fault("large", mark("that is more than a book can hold in one place"))
_MEMORY = Fault("memory", mark("this computer has no memory left for it"))

#: By extended error code, then by primary one.
FAULTS: dict[int, Fault] = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_READONLY_DBMOVED: _MOVED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_AUTH: _CLOSED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _NO_LOCKS,
    sqlite3.SQLITE_NOLFS: _NO_LOCKS,
    sqlite3.SQLITE_IOERR: _DISK,
    # A quota, or a limit on files, is told so; a full disk where SQLite begins a file beside it.
    sqlite3.SQLITE_IOERR_WRITE: _NO_MORE,
    sqlite3.SQLITE_IOERR_SHMSIZE: _FULL,
    sqlite3.SQLITE_IOERR_LOCK: _NO_LOCKS,
    sqlite3.SQLITE_IOERR_UNLOCK: _NO_LOCKS,
    sqlite3.SQLITE_IOERR_RDLOCK: _NO_LOCKS,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK: _NO_LOCKS,
    sqlite3.SQLITE_IOERR_SHMLOCK: _NO_LOCKS,
    sqlite3.SQLITE_IOERR_SHMMAP: _NO_LOCKS,
    sqlite3.SQLITE_IOERR_SHMOPEN: _NO_LOCKS,
    sqlite3.SQLITE_IOERR_SHORT_READ: _CUT_OFF,
    sqlite3.SQLITE_IOERR_NOMEM: _MEMORY,
    sqlite3.SQLITE_NOMEM: _MEMORY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _NO_BOOK,
    sqlite3.SQLITE_TOOBIG: _LARGE,
}
_PRIMARY = 0xFF


def fault_of(error: BaseException) -> Fault | None:
    """The kind of failure; None where it is none of the file itself, or none that is known."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    return FAULTS.get(code) or FAULTS.get(code & _PRIMARY)


def reason_of(error: BaseException) -> str:
    """Why it failed and what to do, as a clause without a full stop."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    fault = fault_of(error)
    # Of a damaged file even SQLite's own words may be no text.
    return _(fault.sentence) if fault is not None else str(error)
