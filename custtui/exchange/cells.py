"""Cells made into values: each column cleaned as its field says, every fault noted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from custtui.exchange.mapping import Column
from custtui.exchange.tables import cell_text
from custtui.values.cleaning import clean
from custtui.values.columns import to_columns
from custtui.values.headers import normalise
from custtui.values.language import _
from custtui.values.registry import Form
from custtui.values.text import one_line
from custtui.values.unclean import Unclean

_LISTS = frozenset((Form.PHONES, Form.TAGS))
_TEXTS = frozenset((Form.TEXT, Form.LONG_TEXT))
_BARE_NUMBER = re.compile(r"[-+(]?\s*[\d.,' ]+\)?", re.ASCII)

#: From here a spreadsheet's number is no longer what was typed: digits after the 15th are lost.
_DAMAGED_FROM = 1e15
_DAMAGED_TEXT = re.compile(r"\d(?:\.\d+)?E\+\d{2,3}", re.ASCII)
_MOST_DAMAGED_TOLD = 20

_UNKNOWN = object()
_MOST_KNOWN = 5_000  #: texts remembered of one column


@dataclass(slots=True)
class Faults:
    """What is wrong with one row."""

    columns: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, column: str, reason: str) -> None:
        """Note a fault of a column; a column is named once."""
        if column and column not in self.columns:
            self.columns.append(column)
        self.reasons.append(reason)

    def __bool__(self) -> bool:
        return bool(self.reasons)


@dataclass(slots=True)
class Cleaner:
    """Cleans the rows of one file; notes the numbers that a spreadsheet has already damaged."""

    today: date
    damaged: list[str] = field(default_factory=list)
    damaged_count: int = 0
    #: Texts cleaned before and what they gave, by the place of their column: most stand many times.
    known: dict[int, dict[str, object]] = field(default_factory=dict)

    def columns(
        self, columns: Sequence[Column], line: int, cells: Sequence[object], faults: Faults
    ) -> dict[str, object]:
        """The clean values of those columns by field key, None for empty ones.

        A field that may hold a list takes all of its columns together, and so does one that
        gathers: each of its values with the header that says what it is.
        """
        values: dict[str, object] = {}
        width = len(cells)
        for column in columns:
            place = column.place
            cell = cells[place] if place < width else None
            key = column.field.key
            value: object = None
            try:
                value = self._remembered(column, line, cell)
            except Unclean as problem:
                faults.add(column.header, problem.message)
            if key in values and column.field.form in _LISTS:
                value = _together(values[key], value)
            elif column.field.gathers and _are_several(columns, column):
                value = _gathered(values.get(key), column, value, faults)
            values[key] = value
        return values

    def value(self, column: Column, line: int, cell: object) -> object:
        """The clean value of one cell; Unclean when it can't be kept."""
        form = column.field.form
        if form in _TEXTS:
            if isinstance(cell, float) and abs(cell) >= _DAMAGED_FROM:
                return self._damaged(column, line, f"{cell:.0f}")
            if isinstance(cell, str) and _DAMAGED_TEXT.fullmatch(cell.strip()):
                return self._damaged(column, line, one_line(cell))
        elif column.scale:
            cell = _scaled(cell, column.scale)
        return clean(column.field, cell, self.today)

    def _remembered(self, column: Column, line: int, cell: object) -> object:
        """The clean value, from what was cleaned before where the same text stood in the column."""
        if not isinstance(cell, str):
            return self.value(column, line, cell)
        known = self.known.setdefault(column.place, {})
        value = known.get(cell, _UNKNOWN)
        if value is _UNKNOWN:
            damaged = self.damaged_count
            value = self.value(column, line, cell)
            if len(known) < _MOST_KNOWN and damaged == self.damaged_count:
                known[cell] = value
        return value

    def notices(self) -> list[str]:
        """What to tell of numbers over 15 digits that the file holds as numbers."""
        if not self.damaged_count:
            return []
        message = _(
            "Already damaged in the file, because they were stored as numbers: {places}. They were"
            " taken as they stand there."
        )
        more = _(" and {count} more") if self.damaged_count > len(self.damaged) else ""
        more = more.format(count=self.damaged_count - len(self.damaged))
        return [message.format(places=", ".join(self.damaged) + more)]

    def _damaged(self, column: Column, line: int, text: str) -> str:
        self.damaged_count += 1
        if len(self.damaged) < _MOST_DAMAGED_TOLD:
            place = _("line {line}, {column}: {value}")
            self.damaged.append(place.format(line=line, column=column.header, value=text))
        return text


def to_row(columns: Sequence[Column], values: dict[str, object]) -> dict[str, object]:
    """The table columns of clean values."""
    row: dict[str, object] = {}
    for column in columns:
        row.update(to_columns(column.field, values[column.field.key]))
    return row


def _together(first: object, second: object) -> object:
    if first is None or second is None:
        return first if second is None else second
    lines = dict.fromkeys(f"{first}\n{second}".split("\n"))
    return "\n".join(lines)


def _are_several(columns: Sequence[Column], one: Column) -> bool:
    return sum(column.field.key == one.field.key for column in columns) > 1


def _gathered(before: object, column: Column, value: object, faults: Faults) -> object:
    """What earlier columns gave, and this one's value: `微信: zhang; QQ: 12345`."""
    if value is None:
        return before
    header = column.header.rstrip(" :：")
    if normalise(header) not in map(normalise, (column.field.english, column.field.chinese)):
        value = f"{header}: {value}"
    try:
        return clean(column.field, value if before is None else f"{before}; {value}")
    except Unclean as problem:
        faults.add(column.header, problem.message)
        return before


def _scaled(cell: object, scale: str) -> object:
    """The cell with the unit that its header names behind it, unless it names one itself."""
    text = cell_text(cell)
    return f"{text}{scale}" if _BARE_NUMBER.fullmatch(text) else cell
