"""A customer at a glance, beside the list."""

from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip

from custtui.tui.theme import EDGE
from custtui.tui.widgets.drawn import DrawnLines
from custtui.tui.widgets.lines import Line, Span, strip_of

if TYPE_CHECKING:
    from custtui.tui.widgets.card_lines import Glance


class Card(DrawnLines):
    """The card of one customer, or nothing."""

    DEFAULT_CSS = "Card { background: $background; }"

    def __init__(self) -> None:
        super().__init__()
        self._glance: Glance | None = None
        self._lines: list[Line] = []

    def show(self, glance: "Glance | None") -> None:
        """Show that customer, or nobody."""
        self._glance = glance
        before, self._lines = self._lines, self._made()
        for y, (old, new) in enumerate(zip_longest(before, self._lines)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def on_resize(self) -> None:
        self._lines = self._made()
        self.refresh()

    def _made(self) -> list[Line]:
        if self._glance is None:
            return []
        from custtui.tui.widgets.card_lines import card_lines

        return card_lines(self._glance, self.size.width - 3)

    def render_line(self, y: int) -> Strip:
        inner = self._lines[y] if y < len(self._lines) else ()
        return strip_of((Span("│ ", EDGE), *inner), self.size.width)
