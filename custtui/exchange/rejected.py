"""The file of rejected rows: beside the input, with line, column and reason before each row."""

import csv
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from custtui.exchange.foreign_fields import REJECTED, are_of_rejected_rows
from custtui.exchange.imported import Rejection
from custtui.exchange.tables import cell_text
from custtui.exchange.whole_file import whole_file
from custtui.values.language import _, current

#: Written before text that a spreadsheet would run as a formula.
_GUARD = "'"
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
#: A number is no formula, and stays what it is.
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?", re.ASCII)
_TOLD = 100
_LONGEST_HEAD = 1_000  #: characters of a first line that our columns are looked for in


class RejectedRows:
    """Counts and keeps what an import rejects, to be written to `FILE.rejected.csv` at its end.

    Without a `path` nothing is written.
    """

    def __init__(self, path: Path | None, headers: Sequence[str]) -> None:
        self.count = 0
        self.told: list[Rejection] = []
        self.path: Path | None = None  #: of the file, once it is written
        self.notices: list[str] = []
        self._target = path
        self._headers = headers
        self._rows: TextIO | None = None
        self._files = ExitStack()

    def add(self, rejection: Rejection, cells: Sequence[object]) -> None:
        """Note a rejected row and its cells as they stand in the file."""
        self.count += 1
        if len(self.told) < _TOLD:
            self.told.append(rejection)
        if self._target is None:
            return
        marks = (rejection.line, "; ".join(rejection.columns), "; ".join(rejection.reasons))
        try:
            if self._rows is None:
                labels = [field.label(current()) for field in REJECTED.fields]
                self._rows = self._files.enter_context(_unnamed_file())
                self._write([*labels, *self._headers])
            self._write([*marks, *cells])
        except OSError as error:
            self._give_up(error)

    def keep(self) -> None:
        """Write the file, if anything was rejected; what is in it is on the disk then.

        If nothing was, one that an earlier import left is removed: its rows are rejected no more.
        """
        if self._target is None:
            return
        if self._rows is None:
            self._remove_old(self._target)
            return
        try:
            with (
                whole_file(self._target) as part,
                part.open("w", encoding="utf-8", newline="") as file,
            ):
                self._rows.seek(0)
                shutil.copyfileobj(self._rows, file)
        except OSError as error:
            self._give_up(error)
        else:
            self.path = self._target

    def drop(self) -> None:
        """Forget the rows."""
        self._files.close()

    def _remove_old(self, path: Path) -> None:
        """Remove what stands in the place of the file, if it is a file of ours."""
        try:
            if not _is_ours(path):
                return
            path.unlink()
        except OSError as error:
            message = _("The older file of rejected rows {path} could not be removed: {reason}.")
            self.notices.append(message.format(path=path, reason=error.strerror))
        else:
            message = _("The older file of rejected rows {path} was removed: no row is rejected.")
            self.notices.append(message.format(path=path))

    def _write(self, cells: Sequence[object]) -> None:
        assert self._rows is not None
        csv.writer(self._rows).writerow([guarded(cell_text(cell)) for cell in cells])

    def _give_up(self, error: OSError) -> None:
        """Tell that the file can't be written; good rows are not stopped by it."""
        message = _("The rejected rows could not be written to {path}: {reason}.")
        self.notices.append(message.format(path=self._target, reason=error.strerror))
        self._target = None


@contextmanager
def _unnamed_file() -> Iterator[TextIO]:
    """A file that is gone when closed; it starts with the mark by which spreadsheets know UTF-8."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as file:
        file.write("\ufeff")
        yield file


def _is_ours(path: Path) -> bool:
    """Whether a file begins as ours do."""
    if path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            headers = next(csv.reader([file.readline(_LONGEST_HEAD)]), [])
    except (UnicodeDecodeError, csv.Error):
        return False
    return are_of_rejected_rows(headers)


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
