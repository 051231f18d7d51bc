"""One question before what is hard to reverse; enter and esc are the safe answers."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from custtui.tui.theme import ACCENT, QUIET, TEXT
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span, wrapped
from custtui.tui.widgets.paper import Paper
from custtui.values.language import _

_WIDTH, _PADDING, _LEAST = 72, 2, 12


class Ask(ModalScreen[bool]):
    """Gives True for yes (`y`), False for no (`n`, esc, enter)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)"),
        Binding("n,escape,enter", "answer(False)"),
    ]
    DEFAULT_CSS = """
    Ask { align: center middle; background: $background; }
    Ask > Vertical { width: 72; max-width: 96%; height: auto; padding: 1 2; }
    """

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Paper(id="question")
            yield OneLine()
            yield OneLine(id="answers")

    def on_mount(self) -> None:
        self._put_question()
        self.query_one("#answers", OneLine).put(
            Span("y ", ACCENT), Span(f"{self._yes}   ", QUIET),
            Span("esc ", ACCENT), Span(_("No"), QUIET),
        )  # fmt: skip

    def on_resize(self) -> None:
        self._put_question()

    def _put_question(self) -> None:
        room = min(_WIDTH, self.app.size.width * 96 // 100) - 2 * _PADDING
        self.query_one("#question", Paper).put(wrapped(self._question, max(_LEAST, room), TEXT))

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)
