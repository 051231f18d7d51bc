"""The standards table: dimensions and their segments, what each asks for, and its members."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rich.cells import cell_len

from custtui.segments.standards import Standard
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT, badge
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.values.language import _
from custtui.values.money import format_money

BADGE_WIDTH = 5
_NONE = "–"


@dataclass(frozen=True, slots=True)
class _Widths:
    dimension: int
    name: int
    standard: int
    customers: int = 6
    share: int = 6
    amount: int = 13


class StandardsTable(LineList):
    """One row a segment; the name of a dimension stands on its first row."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Standard] = ()

    def show(self, rows: Sequence[Standard]) -> None:
        """Show these rows; the cursor stays on the segment that it was on."""
        stood = self.standard
        self._rows = rows
        if stood is not None:
            here = (stood.dimension, stood.segment)
            same = [i for i, row in enumerate(rows) if (row.dimension, row.segment) == here]
            self.cursor = same[0] if same else min(self.cursor, max(0, len(rows) - 1))
        self.rows_changed()

    @property
    def standard(self) -> Standard | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def head_line(self, width: int) -> Line:
        sizes = _widths(width)
        labels = (
            fit(_("Dimension"), sizes.dimension),
            fit(_("Customer type"), BADGE_WIDTH + sizes.name),
            fit(_("Standard"), sizes.standard),
            fit(_("Count"), sizes.customers, right=True),
            fit(_("Share"), sizes.share, right=True),
            fit(_("Amount, 12 m."), sizes.amount, right=True),
        )
        return (Span(" " + " ".join(labels), QUIET),)

    def row_line(self, index: int, width: int) -> Line:
        row, sizes = self._rows[index], _widths(width)
        is_first = index == 0 or self._rows[index - 1].dimension != row.dimension
        name = fit(row.dimension_name if is_first else "", sizes.dimension)
        amount = format_money(row.amount_12m, places=False)
        return (
            Span(f" {name} ", ACCENT),
            *self._name_spans(row, sizes.name),
            Span(fit(row.standard, sizes.standard) + " ", TEXT),
            Span(fit(f"{row.customers:,}", sizes.customers, right=True) + " ", STRONG),
            Span(fit(share_text(row.share), sizes.share, right=True) + " ", QUIET),
            Span(fit(amount, sizes.amount, right=True) + " ", TEXT),
        )

    def _name_spans(self, row: Standard, width: int) -> tuple[Span, ...]:
        """Badge and name; in a dimension without badges the name has the room of both."""
        style = STRONG if row.segment else QUIET
        if any(each.badge for each in self._rows if each.dimension == row.dimension):
            return (*badge_spans(row.badge, row.colour), Span(fit(row.name, width) + " ", style))
        return (Span(fit(row.name, BADGE_WIDTH + width) + " ", style),)


def badge_spans(text: str, colour: str) -> tuple[Span, Span]:
    """A badge and the space behind it, five cells together; a segment without one is all space."""
    if not text:
        return Span(""), Span(" " * BADGE_WIDTH)
    label = f" {fit(text, min(2, cell_len(text)))} "
    return Span(label, badge(colour)), Span(" " * (BADGE_WIDTH - cell_len(label)))


def share_text(share: Fraction | None) -> str:
    """A share as a percentage to one place."""
    return _NONE if share is None else f"{float(share):.1%}"


def _widths(width: int) -> _Widths:
    """The standard takes the room that is left; long names get more where there is more."""
    dimension, name = (12, 20) if width >= 92 else (9, 11)
    fixed = 1 + dimension + 1 + BADGE_WIDTH + name + 1 + 1 + (6 + 1) + (6 + 1) + (13 + 1)
    return _Widths(dimension, name, max(4, width - fixed))
