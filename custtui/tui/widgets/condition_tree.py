"""A condition as lines: groups with what they join below them, comparisons as sentences."""

from rich.cells import cell_len

from custtui.segments.editing.trees import Path, Placed, walk
from custtui.segments.rules import All, AnyOf, Comparison, Condition, Rules
from custtui.segments.sentences import compared
from custtui.tui.theme import ACCENT, QUIET, TEXT
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.values.language import _

_INDENT = "│ "


class ConditionTree(LineList):
    """One row a part, each below the group that it stands in.

    `without` is what stands there while there is no condition.
    """

    has_head = False

    def __init__(self, rules: Rules, without: str) -> None:
        super().__init__()
        self._rules = rules
        self._without = without
        self._rows: list[tuple[Path, Condition]] = []

    def show(self, placed: Placed) -> None:
        """Show this condition with the cursor on that part."""
        self._rows = list(walk(placed.condition))
        paths = [path for path, _part in self._rows]
        self.cursor = paths.index(placed.path) if placed.path in paths else 0
        self.rows_changed()

    @property
    def path(self) -> Path:
        """The way to the part under the cursor."""
        return self._rows[self.cursor][0] if self._rows else ()

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def row_line(self, index: int, width: int) -> Line:
        path, part = self._rows[index]
        indent = " " + _INDENT * len(path)
        match part:
            case Comparison():
                text, style = compared(self._rules, part), TEXT
            case All():
                text, style = _("ALL of these:"), ACCENT
            case AnyOf():
                text, style = _("ANY of these:"), ACCENT
        return (Span(indent, QUIET), Span(fit(text, max(0, width - cell_len(indent))), style))

    def empty_line(self) -> str:
        return self._without
