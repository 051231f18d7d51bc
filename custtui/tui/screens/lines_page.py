"""A screen that is one sheet of lines to read."""

from abc import abstractmethod

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from custtui.tui.screens.page import Page
from custtui.tui.widgets.lines import Line
from custtui.tui.widgets.paper import Paper

_PADDING, _NARROWEST = 2, 20


class LinesPage(Page):
    """Lines under each other, as many as there are; subclasses give them once it has a size."""

    DEFAULT_CSS = "LinesPage VerticalScroll { padding: 1 2; }"

    def body(self) -> ComposeResult:
        with VerticalScroll():
            yield Paper()

    def on_mount(self) -> None:
        self.show_frame()
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        self.show_lines()

    @abstractmethod
    def show_lines(self) -> object:
        """Put what is to be read, at every new width again."""

    def put(self, lines: list[Line]) -> None:
        """Show these lines."""
        self.query_one(Paper).put(lines)

    @property
    def room(self) -> int:
        """How many cells wide a line may be."""
        return max(_NARROWEST, self.size.width - 2 * _PADDING)
