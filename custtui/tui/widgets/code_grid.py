"""The codes of a score dimension as a grid: a row for each R and F, a column for each M."""

from collections.abc import Mapping

from rich.style import Style

from custtui.segments.editing.codes import all_codes, takers
from custtui.segments.rules import Scores
from custtui.tui.theme import GROUND, LOUD, QUIET, TEXT, badge
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.values.language import _

_HERE = Style(reverse=True, bold=True)
_LABEL_WIDTH = 8
_WIDEST_COLUMN = 22


class CodeGrid(LineList):
    """Which segment takes which code; arrows go from code to code."""

    def __init__(self) -> None:
        super().__init__()
        self._steps = 0
        self._takers: Mapping[str, tuple[str, ...]] = {}
        self._names: Mapping[str, str] = {}
        self._colours: Mapping[str, str] = {}
        self._codes: tuple[str, ...] = ()
        self.column = 0

    def show(self, dimension: Scores) -> None:
        """Show the codes of this dimension; the cursor stays on its code."""
        self._steps = dimension.steps
        self._codes = all_codes(dimension.steps)
        self._takers = takers(dimension)
        self._names = {segment.key: str(segment.name) for segment in dimension.segments}
        self._colours = {segment.key: segment.colour for segment in dimension.segments}
        self.rows_changed()

    @property
    def code(self) -> str:
        """The code under the cursor."""
        return self._codes[self.cursor * self._steps + self.column]

    def go_to(self, code: str) -> None:
        """Put the cursor on that code."""
        self.cursor, self.column = divmod(self._codes.index(code), self._steps)
        self._column_moved()

    def next_code(self, wanted: list[str]) -> None:
        """Go on to the next of these codes, round from the end to the beginning."""
        here = self._codes.index(self.code)
        order = [*self._codes[here + 1 :], *self._codes[: here + 1]]
        self.go_to(next(code for code in order if code in wanted))

    def move_column(self, steps: int) -> None:
        """So many columns to the right."""
        self.column = max(0, min(self.column + steps, self._steps - 1))
        self._column_moved()

    def _column_moved(self) -> None:
        self.refresh()
        self.post_message(self.CursorMoved(self))

    @property
    def row_count(self) -> int:
        return self._steps**2

    def head_line(self, width: int) -> Line:
        column = self._column(width)
        labels = [fit(f"M{score}", column) for score in range(self._steps, 0, -1)]
        return (Span(" " * _LABEL_WIDTH + "".join(labels), QUIET),)

    def row_line(self, index: int, width: int) -> Line:
        first = index * self._steps
        code, column = self._codes[first], self._column(width)
        spans = [Span(fit(f" R{code[0]} F{code[1]}", _LABEL_WIDTH), QUIET)]
        for place in range(self._steps):
            keys = self._takers.get(self._codes[first + place], ())
            style = TEXT if len(keys) == 1 else LOUD
            is_here = index == self.cursor and place == self.column
            text = fit(self._told(keys), max(0, column - 2))
            spans += [
                self._colour(keys),
                Span(text, style + _HERE if is_here else style),
                Span(" "),
            ]
        return tuple(spans)

    def _told(self, keys: tuple[str, ...]) -> str:
        return " + ".join(self._names[key] for key in keys) or _("nobody")

    def _colour(self, keys: tuple[str, ...]) -> Span:
        """The colour of the one segment that takes a code, beside its name."""
        colour = badge(self._colours[keys[0]]).bgcolor if len(keys) == 1 else None
        return Span("▎", Style(color=colour, bgcolor=GROUND)) if colour else Span(" ")

    def _column(self, width: int) -> int:
        return max(2, min(_WIDEST_COLUMN, (width - _LABEL_WIDTH) // max(1, self._steps)))
