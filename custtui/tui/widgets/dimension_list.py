"""The dimensions of the standards table: name, kind, how many are classified, what a draft does."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from custtui.segments.drafting.draft import Draft
from custtui.segments.rules import ByField, Conditions, Dimension, Scores, Share
from custtui.segments.standards import Counted
from custtui.tui.theme import LOUD, QUIET, STRONG, TEXT
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.values.language import _

CHANGED, ADDED, REMOVED = "•", "+", "−"
_KIND = 7
_KIND_FROM = 26
_LEAST_COUNT = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """One row. `key` is None for all dimensions together; `count` while nobody has counted."""

    key: str | None
    name: str
    kind: str = ""
    count: int | None = None
    mark: str = ""

    @property
    def is_removed(self) -> bool:
        """Whether the draft takes it away."""
        return self.mark == REMOVED


class DimensionList(LineList):
    """All dimensions together first, then one by one; last those that a draft takes away."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Listed] = ()

    def show(self, rows: Sequence[Listed]) -> None:
        """Show these; the cursor stays on its dimension, at first on the first one."""
        is_first = not self._rows
        stood = self.listed
        self._rows = rows
        if is_first:
            self.cursor = min(1, max(0, len(rows) - 1))
        elif stood is not None:
            self.go_to(stood.key)
        self.rows_changed()

    def go_to(self, key: str | None) -> None:
        """Put the cursor on that dimension, where it is listed."""
        for place, row in enumerate(self._rows):
            if row.key == key:
                self.cursor = place

    @property
    def listed(self) -> Listed | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def head_line(self, width: int) -> Line:
        name, kind, count = self._widths(width)
        labels = fit(_("Dimension"), name) + (" " + fit(_("Kind"), kind) if kind else "")
        return (Span("  " + labels + " " + fit(_("Count"), count, right=True), QUIET),)

    def row_line(self, index: int, width: int) -> Line:
        row = self._rows[index]
        name, kind, count = self._widths(width)
        number = "" if row.count is None else f"{row.count:,}"
        spans = [
            Span(fit(row.mark, 1) + " ", LOUD),
            Span(fit(row.name, name), QUIET if row.is_removed else STRONG),
        ]
        if kind:
            spans.append(Span(" " + fit(row.kind, kind), QUIET))
        return (*spans, Span(" " + fit(number, count, right=True) + " ", TEXT))

    def _widths(self, width: int) -> tuple[int, int, int]:
        """Of name, kind and number; a narrow list has no kinds."""
        counts = [cell_len(f"{row.count:,}") for row in self._rows if row.count is not None]
        count = max([_LEAST_COUNT, *counts])
        kind = _KIND if width >= _KIND_FROM else 0
        return max(4, width - 4 - count - (kind + 1 if kind else 0)), kind, count


def listed(draft: Draft, counted: Counted | None) -> list[Listed]:
    """The rows of a draft, or of the rules in force where nothing is changed."""
    rows = [Listed(None, _("All"), count=counted.customers if counted else None)]
    for dimension in draft.now.dimensions:
        count = counted.classified(draft.now, dimension.key) if counted else None
        mark = CHANGED if dimension.key in draft.changed else ""
        if dimension.key in draft.added:
            mark = ADDED
        name, kind = str(dimension.name), kind_text(dimension)
        rows.append(Listed(dimension.key, name, kind, count, mark))
    for dimension in draft.removed:
        rows.append(Listed(dimension.key, str(dimension.name), kind_text(dimension), 0, REMOVED))
    return rows


def kind_text(dimension: Dimension) -> str:
    """The kind of a dimension in one short word."""
    match dimension:
        case Conditions(tags=True):
            return _("Tags")
        case Conditions():
            return _("Rules")
        case Share():
            return _("Shares")
        case Scores():
            return _("Scores")
        case ByField():
            return _("Field")
