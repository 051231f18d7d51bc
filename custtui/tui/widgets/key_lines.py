"""All keys of a screen that has no help of its own, in as many lines as they need."""

from rich.cells import cell_len
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from custtui.tui.commands import applying, key_name
from custtui.tui.theme import ACCENT, QUIET
from custtui.tui.widgets.lines import Line, Span, strip_of
from custtui.values.language import _


class KeyLines(Widget):
    """The commands of a scope in the order of their places in the footer."""

    DEFAULT_CSS = "KeyLines { height: auto; width: 100%; background: $background; }"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self._scope = scope

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        lines = self._lines(self.size.width)
        return strip_of(lines[y] if y < len(lines) else (), self.size.width)

    def _lines(self, width: int) -> list[Line]:
        commands = sorted(
            (each for each in applying((self._scope,)) if each.footer), key=lambda c: c.footer
        )
        lines: list[Line] = [()]
        used = 0
        for command in commands:
            spans = (
                Span(f" {key_name(command.keys[0])} ", ACCENT),
                Span(f"{_(command.label)} ", QUIET),
            )
            length = sum(cell_len(span.text) for span in spans)
            if used and used + length > width:
                lines.append(())
                used = 0
            lines[-1] += spans
            used += length
        return lines
