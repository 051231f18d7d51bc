"""The next action of a follow-up in one line: `+3d 发新报价`, read as one types."""

from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from custtui.tui.theme import ACCENT, QUIET
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.still import StillInput
from custtui.values.language import _
from custtui.values.promises import split_promise
from custtui.values.spoken_days import weekday
from custtui.values.text import shown
from custtui.values.unclean import Unclean

#: In less room than this the day that was understood would leave none for what is typed.
_ROOM_FOR_BOTH = 34


class PromiseEntry(Horizontal):
    """What is to be done next and when, with the day that was understood beside it."""

    DEFAULT_CSS = """
    PromiseEntry { height: 1; width: 1fr; }
    PromiseEntry Input { width: 1fr; background: $surface; }
    PromiseEntry OneLine { width: 22; }
    """

    def __init__(self, action: str, day: str, today: date) -> None:
        super().__init__(id="promise")
        self._typed = _line(action, day)
        #: What the line stands for until it is typed over, whether it can be read or not.
        self._first = (action, day)
        self._today = today

    def compose(self) -> ComposeResult:
        yield StillInput(
            self._typed, compact=True, select_on_focus=False,
            placeholder=_("+3d send the offer, fri call, 11-25 visit"),
        )  # fmt: skip
        yield OneLine()

    def on_mount(self) -> None:
        self._show_understood()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(OneLine).display = event.size.width >= _ROOM_FOR_BOTH

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show_understood()

    def focus_text(self) -> None:
        """Put the caret into the line."""
        self.query_one(Input).focus()

    def put(self, action: str, day: str) -> None:
        """Let this promise stand in the line, whatever was typed."""
        self._typed, self._first = shown(_line(action, day)), (action, day)
        self.query_one(Input).value = self._typed

    def promised(self) -> tuple[str, str]:
        """The action and the day (ISO, or empty), as texts."""
        if self.query_one(Input).value == self._typed:
            return self._first
        day, action = self._understood()
        return action, day.isoformat() if day else ""

    def _understood(self) -> tuple[date | None, str]:
        typed = self.query_one(Input).value.strip()
        try:
            return split_promise(typed, self._today)
        except Unclean:
            return None, typed

    def _show_understood(self) -> None:
        day, action = self._understood()
        line = self.query_one(OneLine)
        if day is not None:
            line.put(Span(f"  → {day:%m-%d} {weekday(day)}", ACCENT))
        elif action:
            line.put(Span("  " + _("no day yet"), QUIET))
        else:
            line.put()


def _line(action: str, day: str) -> str:
    return " ".join(part for part in (day, action) if part)
