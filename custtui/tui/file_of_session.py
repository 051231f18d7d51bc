"""The file that a session has open: whether it may be written, and what may have become of it."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from custtui.reading.as_reader import CopyReader
from custtui.reading.connection import BookError, check_form
from custtui.reading.lineage import Lineage
from custtui.reading.open_files import OpenFiles
from custtui.reading.permission import why_not_writable
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.tui.start import Start

P = ParamSpec("P")
T = TypeVar("T")


class FileOfSession(ABC):
    """What a session knows of its file, beside what stands in it."""

    start: "Start"
    path: Path
    #: The files as they were opened.
    files: OpenFiles
    #: Which book the file is a state of.
    lineage: Lineage | None
    #: What was found to be wrong inside of the file since; nothing is written then.
    damage = ""

    @abstractmethod
    def as_stored(
        self,
        query: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Read at once from the file as it is now."""

    def note_files(self) -> None:
        """Note which files are open, right after they were opened."""
        self.files = self.as_stored(_files, self.path)

    @property
    def refusal(self) -> str:
        """Why nothing can be written, and what to do; empty where all can be."""
        if self.start.read_only:
            return _("This book is open for reading only: --read-only was given.")
        try:
            self.files.refuse_if_moved()
        except BookError as error:
            return str(error)
        return why_not_writable(self.path, self.path.name) or self.damage

    def refuse_newer(self) -> None:
        """BookError where a newer custtui has changed the form of the file meanwhile."""
        self.as_stored(check_form, self.path)

    def empty_log(self) -> bool:
        """Bring what was committed into the file that is open, whatever stands at its path now.

        False where somebody still reads what was before it, or it may not be written.
        """
        return not self.start.read_only and self.as_stored(_emptied)


def _files(connection: sqlite3.Connection, path: Path) -> OpenFiles:
    # A private copy holds nothing of what lies beside the book: others may take it away.
    return OpenFiles(path, holds=not isinstance(connection, CopyReader))


def _emptied(connection: sqlite3.Connection) -> bool:
    _busy, pages, brought = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return bool(pages == brought)
