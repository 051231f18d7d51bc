"""A row of a customers file: the customer it speaks of, with the records of an old sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from custtui.exchange.cells import Cleaner, Faults, RowCleaner
from custtui.exchange.mapping import Column, Layout, is_row_number
from custtui.exchange.old_figures import people_and_revenue, without_about
from custtui.exchange.old_sheet import OldSheet, Summary
from custtui.exchange.tables import Line, cell_text
from custtui.values.cleaning import clean
from custtui.values.language import current
from custtui.values.registry import CUSTOMER
from custtui.values.text import one_line
from custtui.values.unclean import Unclean

#: Columns that rows fill even where the file has no column of that name.
_ALWAYS = ("code", "name", "annual_revenue", "address", "tags", "note")


@dataclass(slots=True)
class Candidate:
    """A customer as a row of the file gives it."""

    line: int
    row: dict[str, object]  #: every table column that the file fills
    summary: Summary
    headers: dict[str, str]  #: the header of each table column
    #: Tags and lines of the note that join those in the book instead of taking their place.
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def code(self) -> str | None:
        """The code that the file gives it."""
        return _text(self.row["code"])

    @property
    def name(self) -> str | None:
        """The name that the file gives it."""
        return _text(self.row["name"])

    def full_row(self) -> dict[str, object]:
        """The columns of a new customer: its own, with what joins them."""
        row = dict(self.row)
        row["tags"] = joined(row["tags"], self.tags)
        row["note"] = joined(row["note"], self.notes)
        return row


class CustomerReader:
    """Reads the rows of one customers file."""

    def __init__(self, layout: Layout, cleaner: Cleaner, day: date) -> None:
        # Whether a name is missing shows only when it is known that the customer is a new one.
        own = [
            replace(column, field=replace(column.field, required=False)) for column in layout.own
        ]
        self._cleaner = RowCleaner(own, cleaner)
        self._size = layout.column("employees")
        self._others = [
            (place, header) for place, header in layout.others if not is_row_number(header)
        ]
        self._width = len(layout.headers)
        self._sheet = OldSheet(layout.foreign, cleaner, day)
        self._headers = {key: column.header for column in own for key in column.field.columns}
        self._empty: dict[str, object] = dict.fromkeys((*self._headers, *_ALWAYS))

    def read(self, line: Line, faults: Faults) -> Candidate:
        """The customer of a row; what can't be kept goes into `faults`."""
        cells, revenue = self._with_size_apart(line.cells)
        values = self._cleaner.values(line.number, cells, faults)
        candidate = Candidate(
            line=line.number,
            row=self._empty | self._cleaner.row(values),
            summary=self._sheet.summary(line.number, cells, faults),
            headers=self._headers,
        )
        candidate.tags = candidate.summary.tags
        candidate.notes = [*candidate.summary.notes, *self._other_lines(line.cells)]
        self._take_revenue(candidate, revenue, line, faults)
        self._take_addresses(candidate, faults)
        if candidate.notes:
            try:
                clean(CUSTOMER.field("note"), joined(candidate.row["note"], candidate.notes))
            except Unclean as problem:
                faults.add("", problem.message)
        return candidate

    def _with_size_apart(self, cells: Sequence[object]) -> tuple[Sequence[object], str]:
        """The cells with only people in the size column, and the yearly revenue it held."""
        if self._size is None or self._size.place >= len(cells):
            return cells, ""
        people, revenue = people_and_revenue(cells[self._size.place])
        if people == cells[self._size.place]:
            return cells, revenue
        parted = list(cells)
        parted[self._size.place] = people
        return parted, revenue

    def _take_revenue(self, candidate: Candidate, revenue: str, line: Line, faults: Faults) -> None:
        if not revenue:
            return
        assert self._size is not None
        try:
            amount = clean(CUSTOMER.field("annual_revenue"), without_about(revenue))
        except Unclean as problem:
            faults.add(self._size.header, problem.message)
            return
        if candidate.row["annual_revenue"] in (None, amount):
            candidate.row["annual_revenue"] = amount
        else:
            candidate.notes.append(_note_line(self._size, line))

    def _take_addresses(self, candidate: Candidate, faults: Faults) -> None:
        """The address among the contact details is the customer's, where it has none of its own."""
        field_ = CUSTOMER.field("address")
        for written in candidate.summary.addresses:
            try:
                address = clean(field_, written)
            except Unclean as problem:
                faults.add("", problem.message)
                continue
            if candidate.row["address"] in (None, address):
                candidate.row["address"] = address
            else:
                candidate.notes.append(f"{field_.label(current())}: {address}")

    def _other_lines(self, cells: Sequence[object]) -> list[str]:
        """The cells of columns that nobody knows, as lines of the note."""
        lines = []
        beyond = ((place, "") for place in range(self._width, len(cells)))
        for place, header in (*self._others, *beyond):
            text = one_line(cell_text(cells[place])) if place < len(cells) else ""
            if text:
                lines.append(f"{header}: {text}" if header else text)
        return lines


def joined(text: object, lines: Sequence[str]) -> str | None:
    """A text with those lines added that it lacks; None when there is none at all."""
    if not lines:
        return str(text) if text else None
    present = str(text).split("\n") if text else []
    lacking = [line for line in dict.fromkeys(lines) if line not in present]
    return "\n".join([*present, *lacking]) or None


def _note_line(column: Column, line: Line) -> str:
    return f"{column.header}: {one_line(cell_text(line.cells[column.place]))}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)
