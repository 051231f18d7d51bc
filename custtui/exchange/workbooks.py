"""Workbooks in: .xlsx, .xls, .ods by python-calamine, once their size is known to be bearable."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from custtui.exchange.errors import ExchangeError
from custtui.exchange.workbook_sizes import refuse_the_unbearable
from custtui.values.language import _

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What a workbook begins with: a zip archive, or the container of the old Office.
FIRST_BYTES = (_ZIP, _OLD_OFFICE)


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
    try:
        refuse_the_unbearable(path, sheet, preferred)
    except zipfile.BadZipFile as error:
        raise _damaged(path, error) from error
    return opened(path, sheet, preferred)


def opened(path: Path, sheet: str | None, preferred: tuple[str, ...]) -> Workbook:
    """`read` without asking first whether the sheet can be held: it may end the process."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_path(path)
        name, notices = _chosen(workbook, sheet, preferred, path)
        return Workbook(workbook.get_sheet_by_name(name), notices)
    except PasswordError as error:
        message = _("{path} asks for a password: save it without one.")
        raise ExchangeError(message.format(path=path)) from error
    except CalamineError as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, reason: Exception) -> ExchangeError:
    message = _("{path} can't be read as a workbook: {reason}. Save it as .xlsx again.")
    return ExchangeError(message.format(path=path, reason=reason))


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
