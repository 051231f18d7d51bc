"""While others write: who that is, on screen, and how to stop waiting for one's turn."""

import asyncio
import os
import platform
import threading
from collections.abc import Awaitable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar, runtime_checkable

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.worker import Worker

from custtui.reading.announced import Announcement, announced
from custtui.reading.waiting import waited_for_by
from custtui.tui.theme import ACCENT, QUIET, TEXT
from custtui.tui.widgets.frame import FewLines, OneLine
from custtui.tui.widgets.lines import Span
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp

T = TypeVar("T")

#: A little longer than a writer waits before it says so.
_MOMENT_SECONDS = 0.5
#: The group of what saves a form or a draft: one at a time in an app.
SAVING = "saving"


def is_saving(app: App[None]) -> bool:
    """Whether a form or a draft is being saved: it is not saved once more, nor left, meanwhile."""
    return any(worker.group == SAVING and not worker.is_finished for worker in app.workers)


async def for_a_moment(saving: Worker[None]) -> None:
    """Let the next key wait until this is saved; where that takes longer, keys go on meanwhile."""
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(saving.wait()), _MOMENT_SECONDS)


async def waited_for(app: "CusttuiApp", work: Awaitable[T]) -> T:
    """What comes of work that writes; that it waits for its turn is said, and can be ended."""
    waiting = _OnScreen(app)
    with waited_for_by(waiting):
        try:
            return await work
        finally:
            waiting.end()


class _OnScreen:
    """Whoever sits before the screen, as `reading.waiting` tells a waiter, in another thread."""

    def __init__(self, app: "CusttuiApp") -> None:
        self._app = app
        self._loop = asyncio.get_running_loop()
        self._enough = threading.Event()
        self._screen: WaitForTurn | None = None

    def waits(self, why: str) -> None:
        self._loop.call_soon_threadsafe(self._show, why)

    def has_had_enough(self) -> bool:
        return self._enough.is_set()

    def end(self) -> None:
        """It is over, or nobody waits for it any more."""
        self._enough.set()
        stack = self._app.screen_stack if self._app.is_running else []
        while self._screen in stack:
            self._app.pop_screen()
            stack = self._app.screen_stack

    def _show(self, why: str) -> None:
        if self._enough.is_set() or not self._app.is_running:
            return
        if self._screen is None:
            self._screen = WaitForTurn(why, self._enough)
            self._app.push_screen(self._screen)
        else:
            self._screen.tell(why)


class WaitForTurn(ModalScreen[None]):
    """Stands before a form whose saving waits until others have written; esc ends the waiting."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop")]
    DEFAULT_CSS = """
    WaitForTurn { align: center middle; background: $background; }
    WaitForTurn > Vertical { width: 72; max-width: 96%; height: auto; padding: 1 2; }
    """

    def __init__(self, why: str, enough: threading.Event) -> None:
        super().__init__()
        self._why = why
        self._enough = enough

    def compose(self) -> ComposeResult:
        with Vertical():
            yield FewLines(id="why")
            yield OneLine()
            yield OneLine(id="keys")

    def on_mount(self) -> None:
        self.tell(self._why)
        self.query_one("#keys", OneLine).put(
            Span("esc ", ACCENT), Span(_("Do not wait; what is typed stays"), QUIET)
        )

    def tell(self, why: str) -> None:
        """What is waited for now."""
        self._why = why
        for line in self.query("#why").results(FewLines):
            line.put(Span(why, TEXT))

    def action_stop(self) -> None:
        """Nothing is saved, and the form stands as before."""
        self._enough.set()


def follow_others(app: "CusttuiApp") -> None:
    """Show which import of somebody else goes on, and that it is over."""
    found = announced(app.session.path)
    if found and (found.process, found.machine) == (os.getpid(), platform.node()):
        found = None
    if found != app.others_import:
        app.others_import = found
        for page in app.pages():
            page.show_frame()
        app.tell_forms()


@runtime_checkable
class ToldOver(Protocol):
    """A screen that hides the status strip, and tells itself what is said meanwhile."""

    def show_told(self) -> None:
        """Show what the strip says by now."""


def import_told(others: Announcement) -> str:
    """Who is importing what, and how far it is."""
    message = _("{account} is importing {file}, {percent} %")
    return message.format(account=others.account, file=others.file, percent=others.percent)
