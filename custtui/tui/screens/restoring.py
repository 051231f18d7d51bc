"""While a backup is put in the place of the book: how far it is, and the way to stop it."""

import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from custtui.tui.restoring import RunningRestore
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT, WRONG
from custtui.tui.widgets.frame import FewLines, OneLine
from custtui.tui.widgets.lines import Span
from custtui.values.language import _, mark, plural

_SECONDS_BETWEEN_LOOKS = 0.1
_BAR = 30
_STEPS = {
    "check": mark("1 of 4: the backup is read whole"),
    "prepare": mark("2 of 4: it is copied beside the book"),
    "save": mark("3 of 4: what is there now is backed up"),
    "put_in": mark("4 of 4: it takes the place of the book"),
}


class Restoring(ModalScreen[None]):
    """Nothing can be edited meanwhile: it would go out of sight at once.

    esc stops it, with nothing changed; where it is too late for that, it is done.
    """

    #: What is opened over it would be closed with it.
    allows_palette = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop"),
        Binding("enter", "close"),
    ]
    DEFAULT_CSS = """
    Restoring { align: center middle; background: $background; }
    Restoring > Vertical { width: 72; max-width: 96%; height: auto; padding: 1 2; }
    """

    def __init__(self, running: RunningRestore) -> None:
        super().__init__()
        self._restore = running
        self._problem, self._is_unchanged = "", True
        self._begun = time.monotonic()

    def compose(self) -> ComposeResult:
        with Vertical():
            yield FewLines(id="what")
            yield OneLine(id="bar")
            yield OneLine(id="keys")

    def on_mount(self) -> None:
        self.set_interval(_SECONDS_BETWEEN_LOOKS, self._show)
        self._show()

    def fail(self, problem: str, *, is_unchanged: bool) -> None:
        """It did not come to it, as far as is known: this is why. Stays until it was read."""
        self._problem, self._is_unchanged = problem, is_unchanged
        self._show()

    def leave(self) -> None:
        """It is over."""
        while self in self.app.screen_stack:
            self.app.pop_screen()

    def _show(self) -> None:
        if not self.is_mounted:
            return
        what, bar, keys = self.query_one(FewLines), *self.query(OneLine)
        if self._problem:
            what.put(Span(self._problem, WRONG))
            bar.put()
            back = _("Back; nothing was changed") if self._is_unchanged else _("Back")
            keys.put(Span("esc ", ACCENT), Span(back, QUIET))
            return
        running = self._restore
        told = _("The backup of {moment} is restored …").format(moment=running.moment)
        what.put(Span(told, STRONG))
        bar.put(*self._bar(), right=self._elapsed())
        keys.put(Span("esc ", ACCENT), Span(_("Stop; then nothing is changed"), QUIET))
        if running.stopped():
            keys.put(Span(_("It is being stopped …"), QUIET))

    def _elapsed(self) -> tuple[Span, ...]:
        """For how long it goes on, once that is felt: not every step can say how far it is."""
        seconds = int(time.monotonic() - self._begun)
        told = plural("{count} s", "{count} s", seconds).format(count=seconds)
        return (Span(told, QUIET),) if seconds else ()

    def _bar(self) -> tuple[Span, ...]:
        running = self._restore
        step = _(_STEPS[running.step]) if running.step else ""
        if not running.total:
            return (Span(step, TEXT),)
        filled = _BAR * min(running.done, running.total) // running.total
        return (
            Span("━" * filled, ACCENT),
            Span("─" * (_BAR - filled) + "  ", QUIET),
            Span(step, TEXT),
        )

    def action_stop(self) -> None:
        """Ask it to stop; what went wrong is read, and left."""
        if self._problem:
            self.dismiss()
        else:
            self._restore.stop()
            self._show()

    def action_close(self) -> None:
        if self._problem:
            self.dismiss()
