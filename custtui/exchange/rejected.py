"""The file of rejected rows: beside the input, with line, column and reason before each row."""

import csv
import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from custtui.exchange.foreign_fields import REJECTED
from custtui.exchange.imported import Rejection
from custtui.exchange.tables import cell_text
from custtui.values.language import _, current

#: Written before text that a spreadsheet would run as a formula.
_GUARD = "'"
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
#: A number is no formula, and stays what it is.
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?", re.ASCII)
_TOLD = 100


class RejectedRows:
    """Counts and keeps what an import rejects, and writes it to `FILE.rejected.csv`.

    The file has a temporary name until `keep` gives it its own; only its owner may read it.
    Without a `path` nothing is written.
    """

    def __init__(self, path: Path | None, headers: Sequence[str]) -> None:
        self.count = 0
        self.told: list[Rejection] = []
        self.path: Path | None = None
        self.notices: list[str] = []
        self._path = path
        self._headers = headers
        self._temporary: Path | None = None
        self._file: Any = None
        self._writer: Any = None

    def add(self, rejection: Rejection, cells: Sequence[object]) -> None:
        """Note a rejected row and its cells as they stand in the file."""
        self.count += 1
        if len(self.told) < _TOLD:
            self.told.append(rejection)
        if self._path is None:
            return
        try:
            if self._writer is None:
                self._open(self._path)
            marks = (rejection.line, "; ".join(rejection.columns), "; ".join(rejection.reasons))
            self._writer.writerow([guarded(cell_text(each)) for each in (*marks, *cells)])
        except OSError as error:
            self._give_up(error)

    def keep(self) -> None:
        """Give the file its name: what is in it is on the disk then."""
        if self._file is None or self._path is None or self._temporary is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._temporary.replace(self._path)
            self.path = self._path
        except OSError as error:
            self._give_up(error)

    def drop(self) -> None:
        """Take the temporary file away, if one is left."""
        if self._file is not None:
            with suppress(OSError):  # what it still held can't be written; it is not wanted
                self._file.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)

    def _open(self, path: Path) -> None:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        self._temporary = Path(name)
        self._file = open(handle, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115 - closed by keep or drop
        self._writer = csv.writer(self._file)
        marks = [field.label(current()) for field in REJECTED.fields]
        self._writer.writerow([*marks, *map(guarded, self._headers)])

    def _give_up(self, error: OSError) -> None:
        """Tell that the file can't be written; good rows are not stopped by it."""
        message = _("The rejected rows could not be written to {path}: {reason}.")
        self.notices.append(message.format(path=self._path, reason=error.strerror))
        self.drop()
        self._path = self._temporary = self._file = None


def rejected_path(path: Path) -> Path:
    """Where the rejected rows of a file go: `FILE.rejected.csv` beside it."""
    return path.with_name(f"{path.name}.rejected.csv")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: those that would be have a ' before them."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return _GUARD + text
    return text


def unguarded(cell: object) -> object:
    """The cell of a file of rejected rows as it stood in the first file."""
    if isinstance(cell, str) and cell.startswith(_GUARD) and guarded(cell[1:]) == cell:
        return cell[1:]
    return cell
