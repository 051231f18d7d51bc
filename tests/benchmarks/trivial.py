"""The floor of every screen: the least that a Textual app can do. `python -m …trivial`.

One widget on the line API over the whole screen; each key changes one of its lines.
"""

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

READY = "ready to go"


class Lines(Widget, can_focus=True):
    """Lines of text, one of them counting the keys."""

    keys = 0

    def render_line(self, y: int) -> Strip:
        text = f"{READY} {self.keys}" if y == 0 else f"line {y}"
        return Strip([Segment(text.ljust(self.size.width))], self.size.width)

    def on_key(self, event: events.Key) -> None:
        self.keys += 1
        event.stop()
        self.refresh(Region(0, 0, self.size.width, 1))


class Trivial(App[None]):
    """An app of one widget."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Lines()


if __name__ == "__main__":
    Trivial().run()
