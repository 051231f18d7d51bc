"""Cells: each value in the type that a spreadsheet has for it, text never as anything but text."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from custtui.values.impossible import NoNumber, stored_day
from custtui.values.language import _
from custtui.values.text import clean, width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    Cell = tuple[str | int | float, Format | None]

MOST_CHARACTERS = 32_767  #: of a cell, counted in UTF-16 units, as spreadsheets do
#: Names, choices and segments recur in most rows: they are made fit for a cell once. Longer texts
#: hardly recur, and remembering them takes memory.
_TEXTS, _SHORT = 4096, 60
_DAYS = 8192  #: more than 20 years of them


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
        self._known_text = lru_cache(_TEXTS)(self.text)
        self._known_day = lru_cache(_DAYS)(self._day)

    def of(self, look: Look, values: Iterable[Any]) -> "list[Cell | None]":
        """A column's values as cells: what each is to hold, and its format; None is left empty."""
        match look:
            case Look.TEXT:
                return self._texts(values)
            case Look.CODE:
                format_ = self._formats[look]
                return [cell and (cell[0], format_) for cell in self._texts(values)]
            case Look.DAY:
                day = self._known_day
                return [None if value is None else day(value) for value in values]
            case Look.MONEY:
                return self._numbers(look, values, 100)
            case Look.QUANTITY:
                return self._numbers(look, values, 1000)
            case _:
                return self._numbers(look, values, 1)

    def writer(self, look: Look, sheet: "Worksheet") -> Callable[..., object]:
        """What writes the cells of a column on a sheet: at a row and a column, what `of` gives.

        Chosen once for a column, so that no cell is asked for its type.
        """
        writer: Callable[..., object] = sheet.write_number
        if look in (Look.TEXT, Look.CODE):
            writer = sheet.write_string
        elif look is Look.DAY:
            writer = _day_writer(sheet)
        elif look in _OF_OWN_FIELDS:
            writer = _number_writer(sheet)
        return writer

    def _texts(self, values: Iterable[Any]) -> "list[Cell | None]":
        known, new = self._known_text, self.text
        return [
            (known(text) if len(text) <= _SHORT else new(text)) if text else None for text in values
        ]

    def text(self, text: str) -> "Cell":
        """The cell of a text; what it can't hold is cut off with a mark, and counted."""
        fitting = clean(text)
        if not fits(fitting):
            self.shortened += 1
            fitting = shorten(fitting)
        # xlsxwriter takes a text in these marks for finished XML and would write it unescaped.
        if fitting.startswith("<r>") and fitting.endswith("</r>"):
            fitting += " "
        return fitting, self._guarded if fitting[:1] in _ACTING else None

    def _day(self, day: date | str) -> "Cell":
        """A date is a number in a date's format: 1 is 1900-01-01; earlier days have none.

        Spreadsheets believe that there was a 29 February 1900: it is 60, later days count one more.
        """
        known = stored_day(day) if isinstance(day, str) else day
        number = (known - date(1899, 12, 31)).days
        if number < 1:  # or no day at all, which is left as it stands
            return self.text(known.isoformat())[0], None
        return number if number < 60 else number + 1, self._formats[Look.DAY]

    def _numbers(self, look: Look, values: Iterable[Any], over: int) -> "list[Cell | None]":
        """Integers are divided once, so each float is the nearest to the exact amount."""
        format_, values = self._formats[look], list(values)
        try:
            return [None if value is None else (value / over, format_) for value in values]
        except TypeError:  # what is no number is left as it stands
            return [
                None if value is None
                else self.text(value) if isinstance(value, str)
                else (value / over, format_)
                for value in values
            ]  # fmt: skip


#: What a spreadsheet takes for the start of a formula when somebody edits the cell.
_ACTING = frozenset("=+-@")


#: Numbers of fields that a department added: only these may hold what is no number.
_OF_OWN_FIELDS = (Look.MONEY, Look.QUANTITY)


def _number_writer(sheet: "Worksheet") -> Callable[..., object]:
    """Writes numbers, and texts where another program wrote some."""
    write_number, write_string = sheet.write_number, sheet.write_string

    def write(row: int, column: int, number: Any, format_: "Format | None") -> None:
        if isinstance(number, str):
            write_string(row, column, number, format_)
        else:
            write_number(row, column, number, format_)

    return write


def _day_writer(sheet: "Worksheet") -> Callable[..., object]:
    """Writes days: numbers in a format, and texts without one where a day has no number."""
    write_number, write_string = sheet.write_number, sheet.write_string

    def write(row: int, column: int, day: Any, format_: "Format | None") -> None:
        if format_ is None:
            write_string(row, column, day)
        else:
            write_number(row, column, day, format_)

    return write


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
    if isinstance(value, NoNumber):
        look = Look.TEXT
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
