"""Records of a customer as rows: whatever kind, a few columns and the text that grows."""

from collections.abc import Sequence
from dataclasses import dataclass

from custtui.tui.theme import QUIET, TEXT
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a record list; width 0 takes the room that is left."""

    label: str
    width: int
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: which record it is, if it is one, and its cells."""

    kind: str
    record_id: int
    cells: tuple[Span, ...]


class RecordList(LineList):
    """Rows that are all in memory: those of one customer, of one table."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: Sequence[Column] = ()
        self._rows: Sequence[Row] = ()
        self._empty = ""

    def show(self, columns: Sequence[Column], rows: Sequence[Row], empty: str) -> None:
        """Show these rows; the cursor stays on the record that it was on."""
        stood = self.row
        self._columns, self._rows, self._empty = columns, rows, empty
        if stood is not None:
            identity = (stood.kind, stood.record_id)
            same = [i for i, row in enumerate(rows) if (row.kind, row.record_id) == identity]
            self.cursor = same[0] if same else min(self.cursor, max(0, len(rows) - 1))
        self.rows_changed()

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def empty_line(self) -> str:
        return self._empty

    def head_line(self, width: int) -> Line:
        return self._laid([Span(c.label, QUIET) for c in self._columns], width)

    def row_line(self, index: int, width: int) -> Line:
        return self._laid(self._rows[index].cells, width)

    def _laid(self, cells: Sequence[Span], width: int) -> Line:
        fixed = sum(c.width + 1 for c in self._columns if c.width)
        room = max(4, width - 2 - fixed)
        spans = [Span(" ", TEXT)]
        for column, cell in zip(self._columns, cells, strict=False):
            text = fit(cell.text, column.width or room, right=column.right)
            spans += [Span(text, cell.style), Span(" ", TEXT)]
        return tuple(spans)
