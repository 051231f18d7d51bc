"""Cells: each value in the type that a spreadsheet has for it, text never as anything but text."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from custtui.values.language import _
from custtui.values.text import clean, width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_CHARACTERS = 32_767  #: of a cell, counted in UTF-16 units, as spreadsheets do
_FIRST_DAY = date(1900, 1, 1)  #: the first that a spreadsheet knows


class Look(Enum):
    """What a column holds, and the number format that it is shown in."""

    TEXT = ""
    CODE = "@"  #: digits that are no number: codes, phones; stay text when edited
    DAY = "yyyy-mm-dd"  #: a date, or ISO text
    MONEY = "#,##0.00"  #: minor units
    QUANTITY = "General"  #: thousandths
    COUNT = "0"
    DECIMAL = "0.00"
    PART = "0.0%"


class Cells:
    """Writes the cells of one workbook, and counts the texts that it had to shorten."""

    def __init__(self, workbook: "Workbook") -> None:
        self.shortened = 0
        self._formats = {
            look: workbook.add_format({"num_format": look.value}) for look in Look if look.value
        }
        # A quote prefix keeps `=1+1` text even after somebody has edited the cell.
        self._guarded = workbook.add_format({"quote_prefix": True})
        self.heading = workbook.add_format(
            {"bold": True, "bg_color": "#E9EEF2", "bottom": 1, "bottom_color": "#9AA7B0"}
        )
        self.label = workbook.add_format({"bold": True})

    def writer(self, look: Look) -> "Callable[[Worksheet, int, int, Any], None]":
        """What writes a value of this look at a row and a column; None is not for writing."""
        match look:
            case Look.TEXT:
                return self._write_text
            case Look.CODE:
                return self._write_code
            case Look.DAY:
                return self._write_day
            case Look.MONEY:
                return self._number_writer(look, 100)
            case Look.QUANTITY:
                return self._number_writer(look, 1000)
            case _:
                return self._number_writer(look, 1)

    def write_text(
        self, sheet: "Worksheet", row: int, column: int, text: str, format_: "Format | None"
    ) -> None:
        """Write text as text; what a cell can't hold is cut off with a mark, and counted."""
        fitting = clean(text)
        if not fits(fitting):
            self.shortened += 1
            fitting = shorten(fitting)
        # xlsxwriter takes a text in these marks for finished XML and would write it unescaped.
        if fitting.startswith("<r>") and fitting.endswith("</r>"):
            fitting += " "
        sheet.write_string(row, column, fitting, format_)

    def _write_text(self, sheet: "Worksheet", row: int, column: int, text: str) -> None:
        if text:
            format_ = self._guarded if text[0] in _ACTING else None
            self.write_text(sheet, row, column, text, format_)

    def _write_code(self, sheet: "Worksheet", row: int, column: int, text: str) -> None:
        if text:
            self.write_text(sheet, row, column, text, self._formats[Look.CODE])

    def _write_day(self, sheet: "Worksheet", row: int, column: int, day: date | str) -> None:
        known = date.fromisoformat(day) if isinstance(day, str) else day
        if known < _FIRST_DAY:
            self._write_text(sheet, row, column, known.isoformat())
        else:
            sheet.write_datetime(row, column, known, self._formats[Look.DAY])

    def _number_writer(self, look: Look, over: int) -> "Callable[[Worksheet, int, int, Any], None]":
        """Integers are divided once, so each float is the nearest to the exact amount."""
        format_ = self._formats[look]

        def write(sheet: "Worksheet", row: int, column: int, number: int | float) -> None:
            sheet.write_number(row, column, number / over, format_)

        return write


#: What a spreadsheet takes for the start of a formula when somebody edits the cell.
_ACTING = frozenset("=+-@")


def fits(text: str) -> bool:
    """Whether a cell can hold the text."""
    return 2 * len(text) <= MOST_CHARACTERS or _units(text) <= MOST_CHARACTERS


def shorten(text: str) -> str:
    """As much of the text as a cell can hold, with a mark at its end that more was there."""
    mark = _("… [cut: too long for a cell]")
    room = MOST_CHARACTERS - _units(mark)
    kept = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + mark


def shown_width(look: Look, value: object) -> int:
    """The columns of Latin letters that the value takes; Chinese takes two each."""
    match look:
        case Look.TEXT | Look.CODE:
            return max(map(width, cast(str, value)[:500].split("\n")))
        case Look.DAY:
            return 10
        case Look.MONEY:
            return len(f"{cast(int, value) / 100:,.2f}")
        case Look.QUANTITY:
            return len(f"{cast(int, value) / 1000:.10g}")
        case Look.COUNT:
            return len(str(value))
        case Look.DECIMAL | Look.PART:
            return len(f"{cast(float, value):.2f}")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
