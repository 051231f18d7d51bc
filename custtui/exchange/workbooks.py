"""Workbooks in: .xlsx, .xls, .ods by python-calamine, once their size is known to be bearable."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from custtui.exchange.errors import ExchangeError
from custtui.values.language import _

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What a workbook begins with: a zip archive, or the container of the old Office.
FIRST_BYTES = (_ZIP, _OLD_OFFICE)

MOST_BYTES = 1 << 30  #: of a workbook unpacked
#: Cells between a sheet's first and last: calamine takes 32 bytes for each, empty or not, and ends
#: the process when they can't be had.
MOST_CELLS = 50_000_000
_CHUNK = 1 << 20
_LONGEST_TAG = 200
#: A cell beyond column Z or a row beyond 999, in a tag that holds something.
_FAR = re.compile(rb"""r=["'](?:([A-Z]{2,3})[0-9]{1,7}|([0-9]{4,7}))["'](?:[^>]*[^/])?>""")
_NEAR_ROWS, _NEAR_COLUMNS = 999, 26


@dataclass(frozen=True, slots=True)
class Workbook:
    """One sheet of a workbook."""

    sheet: "CalamineSheet"
    notices: tuple[str, ...]

    @property
    def height(self) -> int:
        """The number of the sheet's last row."""
        return self.sheet.total_height

    def rows(self) -> Iterator[tuple[int, Sequence[object], str]]:
        """The number of each row, its cells, and nothing that broke it."""
        for number, cells in enumerate(self.sheet.iter_rows(), start=1):
            yield number, cells, ""


def read(path: Path, sheet: str | None, preferred: tuple[str, ...]) -> Workbook:
    """The named sheet of a workbook, else the first called as in `preferred`, else the first shown.

    ExchangeError when there is no such sheet, when the file is damaged or asks for a password, and
    when it is too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        _refuse_the_unbearable(path)
        workbook = CalamineWorkbook.from_path(path)
        name, notices = _chosen(workbook, sheet, preferred, path)
        return Workbook(workbook.get_sheet_by_name(name), notices)
    except PasswordError as error:
        message = _("{path} asks for a password: save it without one.")
        raise ExchangeError(message.format(path=path)) from error
    except (CalamineError, zipfile.BadZipFile) as error:
        message = _("{path} can't be read as a workbook: {reason}. Save it as .xlsx again.")
        raise ExchangeError(message.format(path=path, reason=error)) from error


def _chosen(
    workbook: "CalamineWorkbook", sheet: str | None, preferred: tuple[str, ...], path: Path
) -> tuple[str, tuple[str, ...]]:
    """The sheet to read, and what to tell where another could have been meant."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    names = [each.name for each in workbook.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
    listed = ", ".join(names)
    if sheet is not None:
        if sheet in names:
            return sheet, ()
        message = _("{path} has no sheet called {sheet}; it has: {names}.")
        raise ExchangeError(message.format(path=path, sheet=sheet, names=listed))
    shown = [
        each.name
        for each in workbook.sheets_metadata
        if each.name in names and each.visible is SheetVisibleEnum.Visible
    ]
    if not names:
        raise ExchangeError(_("{path} has no sheet with rows.").format(path=path))
    chosen = next((name for name in preferred if name in names), (shown or names)[0])
    if len(shown) < 2:
        return chosen, ()
    message = _("The sheet {sheet} was read, of {names}; --sheet names another.")
    return chosen, (message.format(sheet=chosen, names=listed),)


def _refuse_the_unbearable(path: Path) -> None:
    """ExchangeError for a workbook that says it is too large, or that is larger than it says."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        declared = sum(part.file_size for part in archive.infolist())
        if declared > MOST_BYTES:
            message = _(
                "{path} would take {size} MiB unpacked; at most {limit} MiB are read. Save the"
                " sheet as CSV and import that."
            )
            sizes = {"size": declared >> 20, "limit": MOST_BYTES >> 20}
            raise ExchangeError(message.format(path=path, **sizes))
        for part in archive.infolist():
            if part.filename.endswith(".xml"):
                _refuse_the_sparse(archive, part, path)


def _refuse_the_sparse(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> None:
    """Read a part whole, which checks its declared size and sum; measure it if it is a sheet.

    ExchangeError for a sheet that spans more cells than can be held, whatever it has in them.
    """
    is_sheet = part.filename.startswith("xl/worksheets/")
    rows, columns = _NEAR_ROWS, _NEAR_COLUMNS
    rest = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            if not is_sheet:
                continue
            data = rest + chunk
            for far_column, far_row in _FAR.findall(data):
                rows = max(rows, int(far_row or 0))
                columns = max(columns, _column_number(far_column))
            rest = data[-_LONGEST_TAG:]
    if rows * columns > MOST_CELLS:
        message = _(
            "A sheet of {path} reaches to row {rows} and column {columns}: more than can be read."
            " Delete the stray cells far out, or save the sheet as CSV."
        )
        raise ExchangeError(message.format(path=path, rows=rows, columns=columns))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
