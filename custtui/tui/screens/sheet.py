"""A sheet of lines to read, where the status strip has no room for them."""

from collections.abc import Sequence

from custtui.tui.commands import PAGE, bindings
from custtui.tui.screens.lines_page import LinesPage
from custtui.tui.theme import STRONG, TEXT
from custtui.tui.widgets.lines import Line, Span, wrapped


class Sheet(LinesPage):
    """A heading, and the lines below it; esc leaves."""

    scope = PAGE
    BINDINGS = bindings(PAGE)

    def __init__(self, heading: str, texts: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._texts = texts

    def show_lines(self) -> None:
        lines: list[Line] = [(Span(self._heading, STRONG),), ()]
        for text in self._texts:
            lines += wrapped(text, self.room, TEXT)
        self.put(lines)
