"""Cells made into values: each column cleaned as its field says, every fault noted."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

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

_MOST_KNOWN = 5_000  #: cells remembered of one column
_LONGEST_KNOWN = 50  #: characters of a text that is remembered


class Faults:
    """What is wrong with one row."""

    __slots__ = ("columns", "reasons")

    def __init__(self) -> None:
        self.columns: tuple[str, ...] = ()
        self.reasons: tuple[str, ...] = ()

    def add(self, column: str, reason: str) -> None:
        """Note a fault of a column; a column is named once."""
        if column and column not in self.columns:
            self.columns = (*self.columns, column)
        self.reasons = (*self.reasons, reason)

    def __bool__(self) -> bool:
        return bool(self.reasons)


@dataclass(slots=True)
class Cleaner:
    """Cleans the cells of one file; notes the numbers that a spreadsheet has already damaged."""

    today: date
    line: int = 0  #: that the cells stand in
    damaged: list[str] = field(default_factory=list)
    damaged_count: int = 0

    def value_of(self, column: Column) -> Callable[[object], object]:
        """What gives the clean value of a cell in that column; Unclean when it can't be kept."""
        if column.field.form in _TEXTS:
            return partial(self._text, column)
        if column.scale:
            return lambda cell: clean(column.field, _scaled(cell, column.scale), self.today)
        return partial(clean, column.field, today=self.today)

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

    def _text(self, column: Column, cell: object) -> object:
        if isinstance(cell, str):
            if "E+" in cell and _DAMAGED_TEXT.fullmatch(cell.strip()):
                return self._damaged(column, one_line(cell))
        elif isinstance(cell, float) and abs(cell) >= _DAMAGED_FROM:
            return self._damaged(column, f"{cell:.0f}")
        return clean(column.field, cell, self.today)

    def _damaged(self, column: Column, text: str) -> str:
        self.damaged_count += 1
        if len(self.damaged) < _MOST_DAMAGED_TOLD:
            place = _("line {line}, {column}: {value}")
            self.damaged.append(place.format(line=self.line, column=column.header, value=text))
        return text


class Known(dict[object, object]):
    """The clean values of one column by their cells: most cells stand in it many times.

    A cell that is not yet known is cleaned when it is asked for; Unclean when it can't be kept.
    """

    def __init__(self, column: Column, cleaner: Cleaner) -> None:
        self._value_of = cleaner.value_of(column)

    def __missing__(self, cell: object) -> object:
        value = self._value_of(cell)
        if len(self) < _MOST_KNOWN and _may_be_kept(cell):
            self[cell] = value
        return value


class RowCleaner:
    """Cleans some columns of one file, row after row."""

    def __init__(self, columns: Sequence[Column], cleaner: Cleaner) -> None:
        self._cleaner = cleaner
        self._columns = [
            (
                column.place,
                column.field.key,
                Known(column, cleaner),
                column,
                _joint(columns, column),
            )
            for column in columns
        ]
        self._width = max((column.place + 1 for column in columns), default=0)
        fields = {column.field.key: column.field for column in columns}
        #: The fields whose column does not just hold the clean value.
        self._other_columns = [
            field
            for key, field in fields.items()
            if field.columns != (key,) or field.when_empty is not None
        ]

    def values(self, line: int, cells: Sequence[object], faults: Faults) -> dict[str, object]:
        """The clean values of the columns by field key, None for empty ones.

        A field that may hold a list takes all of its columns together, and so does one that
        gathers: each of its values with the header that says what it is.
        """
        self._cleaner.line = line
        if len(cells) < self._width:
            cells = [*cells, *[None] * (self._width - len(cells))]
        values: dict[str, object] = {}
        for place, key, known, column, joint in self._columns:
            try:
                value = known[cells[place]]
            except Unclean as problem:
                faults.add(column.header, problem.message)
                value = None
            if joint is not None:
                value = joint(values.get(key), column, value, faults)
            values[key] = value
        return values

    def row(self, values: dict[str, object]) -> dict[str, object]:
        """Such values, made the table columns that hold them."""
        for each in self._other_columns:
            values.update(to_columns(each, values.pop(each.key)))
        return values


def _may_be_kept(cell: object) -> bool:
    """Whether what a cell gave is what it gives again.

    Numbers are not kept, for 1, 1.0 and True are one to a dict; nor are texts that may be damaged
    numbers, each of which is told.
    """
    if isinstance(cell, str):
        return len(cell) <= _LONGEST_KNOWN and "E+" not in cell
    return cell is None or isinstance(cell, date)


#: How a value joins what earlier columns of the same field gave.
_Joint = Callable[[object, Column, object, Faults], object]


def _joint(columns: Sequence[Column], one: Column) -> _Joint | None:
    """How the values of that column join those of its field's others; None where there are none."""
    if sum(column.field.key == one.field.key for column in columns) == 1:
        return None
    if one.field.form in _LISTS:
        return _together
    return _gathered if one.field.gathers else None


def _together(first: object, _column: Column, second: object, _faults: Faults) -> object:
    if first is None or second is None:
        return first if second is None else second
    lines = dict.fromkeys(f"{first}\n{second}".split("\n"))
    return "\n".join(lines)


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
