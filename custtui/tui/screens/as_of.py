"""Asking for a day to look at, understood as one types."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from custtui.tui.theme import ACCENT, QUIET, WRONG
from custtui.tui.widgets.frame import OneLine, title
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.still import StillInput
from custtui.values.language import _
from custtui.values.past_days import parse_past_day
from custtui.values.spoken_days import ago, spoken_day
from custtui.values.unclean import Unclean


class AsOf(ModalScreen[date | None]):
    """Gives the day that was typed, today where nothing was; None on esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave")]
    DEFAULT_CSS = """
    AsOf { align: center middle; background: $background; }
    AsOf > Vertical { width: 72; max-width: 96%; height: auto; padding: 1 2; }
    AsOf Input { margin: 1 0; background: $panel; }
    """

    def __init__(self, heading: str, today: date, day: date | None = None) -> None:
        super().__init__()
        self._heading = heading
        self._today = today
        self._day = day

    def compose(self) -> ComposeResult:
        with Vertical():
            yield OneLine(id="heading")
            yield StillInput(compact=True, select_on_focus=False)
            yield OneLine(id="understood")
            yield OneLine()
            yield OneLine(id="examples")

    def on_mount(self) -> None:
        self.query_one("#heading", OneLine).put(title(self._heading, 60))
        examples = _("2026-06-30, -3m, 3 months ago, month end, last friday, today")
        self.query_one("#examples", OneLine).put(Span(examples, QUIET))
        self.query_one(Input).focus()
        self._show()

    def on_input_changed(self) -> None:
        self._show()

    def on_input_submitted(self) -> None:
        try:
            self.dismiss(self._understood())
        except Unclean:
            self._show()

    def _understood(self) -> date:
        typed = self.query_one(Input).value
        return parse_past_day(typed, self._today) if typed.strip() else self._today

    def _show(self) -> None:
        """The day that enter takes, or why it takes none."""
        line = self.query_one("#understood", OneLine)
        try:
            day = self._understood()
        except Unclean as problem:
            line.put(Span(str(problem), WRONG))
            return
        spans = [Span(f"→ {spoken_day(day)}", ACCENT)]
        if day != self._today:
            spans.append(Span(f"  {ago(day, self._today)}", QUIET))
        elif self._day is not None:
            now = _("back to today; now {day}").format(day=self._day.isoformat())
            spans.append(Span(f"  {now}", QUIET))
        line.put(*spans)

    def action_leave(self) -> None:
        self.dismiss(None)
