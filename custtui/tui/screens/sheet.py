"""A sheet of lines to read, where the status strip has no room for them."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from custtui.tui.commands import PAGE, bindings
from custtui.tui.screens.page import Page
from custtui.tui.theme import STRONG, TEXT
from custtui.tui.widgets.frame import HeaderLine, StatusStrip
from custtui.tui.widgets.lines import Line, Span, wrapped
from custtui.tui.widgets.paper import Paper

_PADDING = 2


class Sheet(Page):
    """A heading, and the lines below it; esc leaves."""

    scope = PAGE
    BINDINGS = bindings(PAGE)
    CSS = "Sheet VerticalScroll { padding: 1 2; }"

    def __init__(self, heading: str, texts: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._texts = texts

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        with VerticalScroll():
            yield Paper()
        yield StatusStrip()
        yield self.footer()

    def on_mount(self) -> None:
        self.show_frame()
        self.query_one(VerticalScroll).focus()
        self._show()

    def on_resize(self) -> None:
        self._show()

    def _show(self) -> None:
        room = max(20, self.size.width - 2 * _PADDING)
        lines: list[Line] = [(Span(self._heading, STRONG),), ()]
        for text in self._texts:
            lines += wrapped(text, room, TEXT)
        self.query_one(Paper).put(lines)

    def action_leave(self) -> None:
        self.dismiss()
