"""Files as rows: whatever the format, lines of cells with their real numbers in the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from custtui.exchange import delimited, workbooks
from custtui.exchange.errors import ExchangeError
from custtui.values.language import _
from custtui.values.text import clean


class Line(NamedTuple):
    """One row of a file: its line number counted from 1, its cells, and what broke it, if so."""

    number: int
    cells: Sequence[object]
    problem: str = ""

    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        for cell in self.cells:
            if cell.strip() if isinstance(cell, str) else cell is not None:
                return False
        return not self.problem


@dataclass(slots=True)
class Table:
    """The rows of one file, or of one sheet of it.

    `lines` starts anew from the first line each time it is called. `expected` is about how many
    rows there are. `strict` files have no cells beyond their headers but by mistake.
    """

    path: Path
    expected: int
    strict: bool
    notices: tuple[str, ...]
    _reader: Callable[[], Iterator[tuple[int, Sequence[object], str]]]

    def lines(self) -> Iterator[Line]:
        """Every row in order, blank ones too where the format tells them."""
        return map(Line._make, self._reader())

    def close(self) -> None:
        """Let the rows go: a workbook's sheet takes more memory than all that is made of it."""
        self._reader = lambda: iter(())


def open_table(path: Path, sheet: str | None = None, preferred: tuple[str, ...] = ()) -> Table:
    """The table in a CSV file or a workbook (.xlsx, .xls, .ods), told apart by their first bytes.

    `sheet` names the sheet of a workbook; else one called as in `preferred` is taken, else the
    first that is shown. ExchangeError when there is no such file or sheet, or it can't be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
        if start.startswith(workbooks.FIRST_BYTES):
            book = workbooks.read(path, sheet, preferred)
            return Table(path, book.height, False, book.notices, book.rows)
        if sheet is not None:
            message = _("{path} is a text file: it has no sheets, leave --sheet out.")
            raise ExchangeError(message.format(path=path))
        text = delimited.inspect(path)
    except OSError as error:
        message = _("{path} can't be read: {reason}.")
        raise ExchangeError(message.format(path=path, reason=error.strerror)) from error
    return Table(path, text.line_ends, True, text.notices, text.rows)


def cell_text(cell: object) -> str:
    """A cell as a person would type it, without characters that act on a terminal."""
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
