"""The floor of every screen: the least that a Textual app with a cursor does.

`python -m tests.benchmarks.trivial`: one widget on the line API over the whole screen, lines of
plain text, and a cursor that a key moves, by a binding: two lines are painted anew.
"""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

READY = "ready to go"
_CURSOR = Style(reverse=True)


class Lines(Widget, can_focus=True):
    """Lines of text, and a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)"), Binding("up", "move(-1)"),
    ]  # fmt: skip
    cursor = 0

    def render_line(self, y: int) -> Strip:
        text = f"{READY} {y}".ljust(self.size.width)
        return Strip([Segment(text, _CURSOR if y == self.cursor else None)], self.size.width)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        before, self.cursor = self.cursor, (self.cursor + by) % self.size.height
        for y in (before, self.cursor):
            self.refresh(Region(0, y, self.size.width, 1))


class Trivial(App[None]):
    """An app of one widget."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Lines()


if __name__ == "__main__":
    Trivial().run()
