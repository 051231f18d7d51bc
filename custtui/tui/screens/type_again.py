"""A question that a single key would answer too easily: something has to be typed again."""

from collections.abc import Collection
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from custtui.tui.theme import ACCENT, QUIET, TEXT, WRONG
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span, wrapped
from custtui.tui.widgets.paper import Paper
from custtui.tui.widgets.still import StillInput
from custtui.values.language import _
from custtui.values.text import one_line

_WIDTH, _PADDING = 72, 2


class TypeAgain(ModalScreen[bool]):
    """Gives True once one of the `wanted` texts was typed and enter pressed; False on esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave")]
    DEFAULT_CSS = """
    TypeAgain { align: center middle; background: $background; }
    TypeAgain > Vertical { width: 72; max-width: 96%; height: auto; padding: 1 2; }
    TypeAgain Input { margin: 1 0; background: $panel; }
    """

    def __init__(self, question: str, asked: str, wanted: Collection[str]) -> None:
        super().__init__()
        self._question = question
        self._asked = asked
        self._wanted = frozenset(filter(None, map(one_line, wanted)))

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Paper(id="question")
            yield OneLine()
            yield OneLine(id="asked")
            yield StillInput(compact=True, select_on_focus=False)
            yield OneLine(id="answers")

    def on_mount(self) -> None:
        room = min(_WIDTH, self.app.size.width * 96 // 100) - 2 * _PADDING
        self.query_one("#question", Paper).put(wrapped(self._question, max(20, room), TEXT))
        self.query_one("#asked", OneLine).put(Span(self._asked, QUIET))
        self.query_one(Input).focus()
        self._show("")

    def on_input_changed(self) -> None:
        self._show("")

    def on_input_submitted(self) -> None:
        if one_line(self.query_one(Input).value) in self._wanted:
            self.dismiss(True)
        else:
            self._show(_("That is neither."))

    def _show(self, wrong: str) -> None:
        self.query_one("#answers", OneLine).put(
            Span("enter ", ACCENT), Span(_("Erase for good") + "   ", QUIET),
            Span("esc ", ACCENT), Span(_("No") + "   ", QUIET),
            Span(wrong, WRONG),
        )  # fmt: skip

    def action_leave(self) -> None:
        self.dismiss(False)
