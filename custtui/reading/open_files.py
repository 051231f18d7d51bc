"""Whether the path of a book still leads to the file that was opened.

A file that is deleted or replaced stays open for those who have it: they would go on writing into
what nobody sees any more. So does the log of pages that SQLite keeps beside it (`-wal`, `-shm`).
They are told apart by their number on the device. Only `stat` is used: to open and close a book in
another way than by SQLite would give up its locks.
"""

from enum import Enum
from pathlib import Path
from typing import NamedTuple

from custtui.reading.connection import BookError
from custtui.values.language import _

BESIDE = ("-wal", "-shm")


class Moved(BookError):
    """The path of an open book leads elsewhere by now: nothing may be written into what is open."""


class Standing(Enum):
    """Where the path of an open book leads to."""

    SAME = "same"
    GONE = "gone"  #: nothing is there
    REPLACED = "replaced"  #: another file is there
    PARTED = "parted"  #: the same file, but what SQLite keeps beside it is gone or another


class Identity(NamedTuple):
    """The number of a file, which no other file has while anybody has it open."""

    device: int
    number: int


def identity_of(path: Path) -> Identity | None:
    """The file that is at this path now; None where none is, or where it can't be asked for."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Identity(found.st_dev, found.st_ino)


def beside(path: Path, ending: str) -> Path:
    """The path of what SQLite keeps beside a book."""
    return path.with_name(path.name + ending)


class OpenFiles:
    """The files of one open book. Made when it has just been opened and read from.

    `holds` False: what SQLite keeps beside it comes and goes without us.
    """

    def __init__(self, path: Path, *, holds: bool = True) -> None:
        self.path = path
        self._holds = holds
        self._book = identity_of(path)
        self._beside: dict[str, Identity] = {}
        self._note_beside()

    def standing(self) -> Standing:
        """Where the path leads to now."""
        book = identity_of(self.path)
        if book is None:
            return Standing.GONE
        if book != self._book:
            return Standing.REPLACED
        self._note_beside()
        found = {ending: identity_of(beside(self.path, ending)) for ending in self._beside}
        return Standing.SAME if found == self._beside else Standing.PARTED

    def left_beside(self) -> list[Path]:
        """What is still beside the path and belongs to the file that was opened, not to another."""
        paths = {ending: beside(self.path, ending) for ending in self._beside}
        return [p for ending, p in paths.items() if identity_of(p) == self._beside[ending]]

    def refuse_if_moved(self) -> None:
        """Moved, with a sentence that says what happened and what to do, unless it is the same."""
        standing = self.standing()
        if standing is not Standing.SAME:
            raise Moved(told(standing, self.path))

    def _note_beside(self) -> None:
        """What SQLite makes with the first reading; once there, it stays for as long as we read."""
        for ending in BESIDE if self._holds else ():
            found = identity_of(beside(self.path, ending))
            if ending not in self._beside and found is not None:
                self._beside[ending] = found


def told(standing: Standing, path: Path) -> str:
    """The sentence for a path that leads elsewhere, short enough for one line of a form."""
    match standing:
        case Standing.GONE:
            message = _("{name} is gone: moved or deleted. Put it back, then save again.")
        case Standing.REPLACED:
            message = _("Another file is at {name} now: not saved. Save again to write into it.")
        case Standing.PARTED:
            message = _("What SQLite keeps beside {name} is gone: not saved. Save again.")
        case Standing.SAME:
            return ""
    return message.format(name=path.name)
