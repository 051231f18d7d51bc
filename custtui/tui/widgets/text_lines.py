"""Lines to read that scroll: laid out anew whenever the width changes."""

from collections.abc import Callable, Sequence

from textual.strip import Strip

from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span

#: The lines in so many cells.
LayOut = Callable[[int], Sequence[Line]]


class TextLines(LineList):
    """Lines made for the width there is."""

    has_head = False

    def __init__(self) -> None:
        super().__init__()
        self._lay_out: LayOut = lambda width: ()
        self._lines: Sequence[Line] = ()
        self._made_for = 0

    def show(self, lay_out: LayOut) -> None:
        """Show these lines."""
        self._lay_out = lay_out
        self._make()
        self.rows_changed()

    def render_line(self, y: int) -> Strip:
        # Whatever comes first, the text or the size: what is drawn was made for this width.
        if self._made_for != self.size.width:
            self._make()
            self.call_later(self.rows_changed)
        return super().render_line(y)

    @property
    def row_count(self) -> int:
        return len(self._lines)

    def row_line(self, index: int, width: int) -> Line:
        return (Span(" "), *self._lines[index])

    def _make(self) -> None:
        self._made_for = self.size.width
        self._lines = self._lay_out(max(20, self.size.width - 2))
