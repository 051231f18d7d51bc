"""The standards table: dimensions and their segments, what each asks for, and its members."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rich.cells import cell_len

from custtui.segments.standards import Standard
from custtui.tui.theme import ACCENT, LOUD, QUIET, STRONG, TEXT, badge
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.values.language import _
from custtui.values.money import format_money

BADGE_WIDTH = 5
_NONE = "–"
_NOT_COUNTED = "…"
_LEAST_STANDARD = 11
_SHARE = 6
#: From so many cells on, a column of texts is worth having.
_LEAST_TEXT = 16


@dataclass(frozen=True, slots=True)
class _Widths:
    """Cells of each column; 0 where there is no room for it."""

    dimension: int
    indicator: int
    standard: int
    name: int
    description: int
    strategy: int
    customers: int
    change: int
    share: int
    amount: int


class StandardsTable(LineList):
    """One row a segment; where all dimensions are shown, its dimension stands on its first row."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Standard] = ()
        self._has_dimensions = False
        self._empty = ""
        self._sizes: dict[int, _Widths] = {}

    def show(self, rows: Sequence[Standard], *, dimensions: bool, empty: str = "") -> None:
        """Show these rows; the cursor stays on the segment that it was on."""
        stood = self.standard
        self._rows, self._has_dimensions, self._empty = rows, dimensions, empty
        self._sizes.clear()
        if stood is not None:
            self.go_to(stood.dimension, stood.segment)
        self.rows_changed()

    def go_to(self, dimension: str, segment: str) -> None:
        """Put the cursor on that segment, else on the first of its dimension."""
        here = [i for i, row in enumerate(self._rows) if row.dimension == dimension]
        same = [i for i in here if self._rows[i].segment == segment]
        self.cursor = (same or here or [min(self.cursor, max(0, len(self._rows) - 1))])[0]

    @property
    def standard(self) -> Standard | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def empty_line(self) -> str:
        return self._empty

    def head_line(self, width: int) -> Line:
        sizes = self._widths(width)
        labels = (
            (_("Dimension"), sizes.dimension, False),
            (_("Customer type"), BADGE_WIDTH + sizes.name, False),
            (_("Indicator"), sizes.indicator, False),
            (_("Standard"), sizes.standard, False),
            (_("Features"), sizes.description, False),
            (_("Strategy"), sizes.strategy, False),
            (_("Count"), sizes.customers, True),
            ("+/−", sizes.change, True),
            (_("Share"), sizes.share, True),
            (_("Amount, 12 m."), sizes.amount, True),
        )
        shown = (fit(label, size, right=right) for label, size, right in labels if size)
        return (Span(" " + " ".join(shown), QUIET),)

    def row_line(self, index: int, width: int) -> Line:
        row, sizes = self._rows[index], self._widths(width)
        is_first = index == 0 or self._rows[index - 1].dimension != row.dimension
        is_counted = row.customers is not None
        amount = format_money(row.amount_12m, places=False) if is_counted else ""
        cells = (
            (row.dimension_name if is_first else "", sizes.dimension, ACCENT, False),
            (row.indicator, sizes.indicator, QUIET, False),
            (row.standard, sizes.standard, TEXT, False),
            (row.description, sizes.description, QUIET, False),
            (row.strategy, sizes.strategy, QUIET, False),
            (f"{row.customers:,}" if is_counted else _NOT_COUNTED, sizes.customers, STRONG, True),
            (change_text(row), sizes.change, LOUD, True),
            (share_text(row.share), sizes.share, QUIET, True),
            (amount, sizes.amount, TEXT, True),
        )
        spans = [
            Span(fit(text, size, right=right) + " ", style)
            for text, size, style, right in cells
            if size
        ]
        name = 1 if sizes.dimension else 0
        doubtful = Span("!", LOUD) if row.warnings else Span(" ")
        return (doubtful, *spans[:name], *self._name_spans(row, sizes.name), *spans[name:])

    def _name_spans(self, row: Standard, width: int) -> tuple[Span, ...]:
        """Badge and name; in a dimension without badges the name has the room of both."""
        style = STRONG if row.segment else QUIET
        if any(each.badge for each in self._rows if each.dimension == row.dimension):
            return (*badge_spans(row.badge, row.colour), Span(fit(row.name, width) + " ", style))
        return (Span(fit(row.name, BADGE_WIDTH + width) + " ", style),)

    def _widths(self, width: int) -> _Widths:
        if width not in self._sizes:
            self._sizes[width] = self._measured(width)
        return self._sizes[width]

    def _measured(self, width: int) -> _Widths:
        """Badge, name, standard and count always; the others as long as there is room."""
        counts = [f"{row.customers:,}" for row in self._rows if row.customers is not None]
        amounts = [format_money(row.amount_12m, places=False) for row in self._rows]
        customers = max([6, *map(len, counts)])
        is_drafted = any(row.was is not None for row in self._rows)
        dimension = (12 if width >= 92 else 8) if self._has_dimensions else 0
        name = 16 if width >= 92 else 11
        room = width - 1 - (dimension + 1 if dimension else 0) - (BADGE_WIDTH + name + 1)
        room -= customers + 1 + _LEAST_STANDARD + 1
        wanted = ((6 if is_drafted else 0), max([13, *map(len, amounts)]), _SHARE)
        change, amount, share = _as_room_allows(room, wanted)
        room -= sum(size + 1 for size in (change, amount, share) if size)
        longest = max((cell_len(row.standard) for row in self._rows), default=0)
        indicator, description, strategy, standard = _of_texts(room, longest)
        return _Widths(
            dimension, indicator, standard, name, description, strategy, customers, change, share,
            amount,
        )  # fmt: skip


def _as_room_allows(room: int, wanted: Sequence[int]) -> list[int]:
    """The sizes of these columns, 0 from the first on that does not fit."""
    given = []
    for size in wanted:
        fits = size and size + 1 <= room
        given.append(size if fits else 0)
        room -= size + 1 if fits else 0
    return given


def _of_texts(room: int, longest: int) -> tuple[int, int, int, int]:
    """Indicator, features, strategy, standard: columns as long as each is worth reading.

    The standard gets no more than its `longest` text; what it leaves is the strategy's.
    """
    for count in (3, 2, 1):
        each = room // (count + 1)
        if each >= _LEAST_TEXT:
            given = [each - 1 if place < count else 0 for place in range(3)]
            standard = _LEAST_STANDARD + room - sum(size + 1 for size in given if size)
            idle = max(0, standard - max(_LEAST_STANDARD, longest))
            strategy, indicator, description = given
            return indicator, description, strategy + idle, standard - idle
    return 0, 0, 0, _LEAST_STANDARD + max(0, room)


def badge_spans(text: str, colour: str) -> tuple[Span, Span]:
    """A badge and the space behind it, five cells together; a segment without one is all space."""
    if not text:
        return Span(""), Span(" " * BADGE_WIDTH)
    label = f" {fit(text, min(2, cell_len(text)))} "
    return Span(label, badge(colour)), Span(" " * (BADGE_WIDTH - cell_len(label)))


def share_text(share: Fraction | None) -> str:
    """A share as a percentage to one place."""
    return _NONE if share is None else f"{float(share):.1%}"


def change_text(row: Standard) -> str:
    """By how many a draft would change a segment; empty where it would not."""
    if row.was is None or row.customers is None or row.customers == row.was:
        return ""
    return f"{row.customers - row.was:+,}"
