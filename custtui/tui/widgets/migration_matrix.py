"""The migration matrix: a row a segment, its customers before and after, and where they go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style

from custtui.segments.drafting.migration import Cell, Migration
from custtui.segments.rules import ByField, Rules, segments_of
from custtui.segments.sentences import segment_name
from custtui.segments.standing import Members
from custtui.tui.theme import ACCENT, LOUD, QUIET, STRONG, TEXT
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.tui.widgets.standards_table import BADGE_WIDTH, badge_spans
from custtui.values.language import _
from custtui.values.money import format_money

_NOBODY = "·"
_HERE = Style(reverse=True, bold=True)
_ARROW = " → "
_CHANGE = 7
_AMOUNT = 13
_LEAST_COLUMN = 7
_WIDEST_COLUMN = 16
_LEAST_COUNT = 5


@dataclass(frozen=True, slots=True)
class Named:
    """How a segment is shown."""

    name: str
    badge: str = ""
    colour: str = ""


def names_of(
    rules: Rules, migration: Migration, before: Rules | None = None
) -> Mapping[str, Named]:
    """How the segments of a migration are shown, by key; those that are gone as they were."""
    known = (rules,) if before is None else (rules, before)
    return {
        each.segment: _name(migration.dimension, each.segment, known) for each in migration.after
    }


def _name(dimension: str, segment: str, rules: Sequence[Rules]) -> Named:
    for each in rules:
        if any(d.key == dimension for d in each.dimensions):
            whole = each.dimension(dimension)
            if isinstance(whole, ByField) or segment in {s.key for s in segments_of(whole)}:
                part = each.segment(dimension, segment)
                name = segment_name(each, dimension, segment)
                return Named(name, part.badge, part.colour)
    # Several tags at once, where a draft makes one segment of them.
    names = [_name(dimension, tag, rules).name for tag in segment.split() if tag != segment]
    return Named(", ".join(names) or segment or _("none"))


@dataclass(frozen=True, slots=True)
class _Layout:
    name: int  #: with the badge
    count: int
    is_amount_shown: bool
    first: int  #: the first column of cells that is shown
    columns: int
    column: int  #: the width of a column of cells


class MigrationMatrix(LineList):
    """What a draft or time does to a dimension; arrows go from cell to cell."""

    def __init__(self) -> None:
        super().__init__()
        self._names: Mapping[str, Named] = {}
        self._migration: Migration | None = None
        self._is_tags = False
        self._rows: list[tuple[Members, Members]] = []
        self.column = 0

    def show(self, migration: Migration, names: Mapping[str, Named], *, tags: bool) -> None:
        """Show this one; the cursor stays on its cell where that is still there."""
        stood = self.cell
        self._migration, self._names, self._is_tags = migration, names, tags
        every = list(zip(migration.before, migration.after, strict=True))
        self._rows = [pair for pair in every if pair[0].customers or pair[1].customers] or every
        self.column = min(self.column, max(0, self._column_count - 1))
        if stood is not None:
            self._go_to(stood)
        self.styles.height = len(self._rows) + 1
        self.rows_changed()

    def go_to_largest(self) -> None:
        """Put the cursor on the cell from which most customers move."""
        if self._migration is not None and self._migration.movers:
            movers = self._migration.movers
            self._go_to(max(movers, key=lambda cell: len(movers[cell])))
            self._column_moved()

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor."""
        if self.cursor >= len(self._rows) or self.column >= self._column_count:
            return None
        return self._cells(self._rows[self.cursor][0].segment)[self.column]

    def next_column(self) -> None:
        """One cell to the right."""
        self.column = min(self.column + 1, max(0, self._column_count - 1))
        self._column_moved()

    def previous_column(self) -> None:
        """One cell to the left."""
        self.column = max(0, self.column - 1)
        self._column_moved()

    @property
    def row_count(self) -> int:
        return len(self._rows)

    @property
    def _column_count(self) -> int:
        return 3 if self._is_tags else len(self._rows)

    def _cells(self, segment: str) -> list[Cell]:
        if self._is_tags:
            return [(segment, segment), (None, segment), (segment, None)]
        return [(segment, before.segment) for before, _after in self._rows]

    def _go_to(self, cell: Cell) -> None:
        for place, (before, _after) in enumerate(self._rows):
            cells = self._cells(before.segment)
            if cell in cells:
                self.cursor, self.column = place, cells.index(cell)

    def _column_moved(self) -> None:
        self.refresh()
        self.post_message(self.CursorMoved(self))

    def head_line(self, width: int) -> Line:
        layout = self._layout(width)
        last = layout.first + layout.columns
        labels = [
            fit(_("Customers: before"), layout.name + layout.count, right=True),
            _ARROW,
            fit(_("after"), layout.count, right=True),
            " " * _CHANGE,
            fit(_("Amount, 12 m."), _AMOUNT, right=True) if layout.is_amount_shown else "",
            _ARROW if layout.first == 0 else " ‹ ",
            *(
                fit(label, layout.column - 1, right=True) + " "
                for label in self._column_labels()[layout.first : last]
            ),
        ]
        more = "›" if last < self._column_count else ""
        return (Span(" " + "".join(labels), QUIET), Span(more, ACCENT))

    def _column_labels(self) -> Sequence[str]:
        if self._is_tags:
            return (_("stay"), _("come"), _("go"))
        return [self._named(before.segment).name for before, _after in self._rows]

    def row_line(self, index: int, width: int) -> Line:
        before, after = self._rows[index]
        layout, named = self._layout(width), self._named(before.segment)
        change = after.customers - before.customers
        amount = format_money(after.amount_12m, places=False)
        spans = [
            Span(" "),
            *self._name_spans(named, layout.name),
            Span(fit(f"{before.customers:,}", layout.count, right=True), TEXT),
            Span(_ARROW, QUIET),
            Span(fit(f"{after.customers:,}", layout.count, right=True), STRONG),
            Span(fit(f"{change:+,}" if change else "", _CHANGE, right=True), LOUD),
            Span(fit(amount, _AMOUNT, right=True) if layout.is_amount_shown else "", TEXT),
            Span(" " * len(_ARROW)),
        ]
        cells = self._cells(before.segment)
        for place in range(layout.first, min(layout.first + layout.columns, len(cells))):
            spans += self._cell_spans(
                cells[place], layout.column, is_here=(index, place) == self._here
            )
        return tuple(spans)

    def _name_spans(self, named: Named, width: int) -> tuple[Span, ...]:
        if any(each.badge for each in self._names.values()):
            badge = badge_spans(named.badge, named.colour)
            return (*badge, Span(fit(named.name, width - BADGE_WIDTH), STRONG))
        return (Span(fit(named.name, width), STRONG),)

    @property
    def _here(self) -> tuple[int, int] | None:
        return (self.cursor, self.column) if self.has_focus else None

    def _cell_spans(self, cell: Cell, width: int, *, is_here: bool) -> list[Span]:
        count = self._migration.cells.get(cell, 0) if self._migration else 0
        text = fit(f"{count:,}" if count else _NOBODY, width - 1, right=True)
        style = LOUD if count and cell[0] != cell[1] else QUIET
        return [Span(text, style + _HERE if is_here else style), Span(" ")]

    def _named(self, segment: str) -> Named:
        return self._names.get(segment, Named(segment))

    def _layout(self, width: int) -> _Layout:
        """All columns where they fit, else without the amounts, else those round the cursor."""
        name = 25 if width >= 100 else 15
        largest = max((max(b.customers, a.customers) for b, a in self._rows), default=0)
        count = max(_LEAST_COUNT, len(f"{largest:,}"))
        fixed = 1 + name + 2 * count + 2 * len(_ARROW) + _CHANGE
        longest = max(map(cell_len, self._column_labels()), default=0) + 1
        for column in (min(max(longest, _LEAST_COLUMN), _WIDEST_COLUMN), _LEAST_COLUMN):
            if fixed + _AMOUNT + self._column_count * column <= width:
                return _Layout(name, count, True, 0, self._column_count, column)
        column = _LEAST_COLUMN
        columns = max(1, min(self._column_count, (width - fixed - 1) // column))
        first = max(0, min(self.column - columns // 2, self._column_count - columns))
        return _Layout(name, count, False, first, columns, column)
