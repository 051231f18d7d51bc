"""Keys one after another: what is typed ahead goes where it would have gone when typed slowly.

Textual hands each key to the field that has the caret and lets it bubble up through queues, so a
key that follows at once (over a slow line whole words arrive at once) may be handled before it:
ctrl+s before the last digits of an amount, or letters before the form that `p` opens is there.
Here a key waits until the one before it has bubbled up to the app and a new screen is ready.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from textual import events
from textual.dom import DOMNode
from textual.driver import Driver
from textual.message_pump import MessagePump

from custtui.tui.discreet import Discreet
from custtui.tui.widgets.line_list import LineList
from custtui.values.language import _
from custtui.values.text import LIMITS, harmless

#: After so long the next key goes on whatever the one before it still does.
_LONGEST_WAIT_SECONDS = 3.0


@runtime_checkable
class Complaining(Protocol):
    """A screen that says itself what is wrong: the status strip is not on it."""

    def complain(self, problem: str) -> None:
        """Say it."""


class KeysInOrder(Discreet):
    """An app that handles one key, or one paste, at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._busy_since: float | None = None

    def get_driver_class(self) -> type[Driver]:
        textuals = super().get_driver_class()
        if textuals.__name__ != "LinuxDriver":  # another was asked for, or this is no Unix
            return textuals
        from custtui.tui.terminal_driver import TerminalDriver

        return TerminalDriver

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if isinstance(event, events.Paste):
            event.text = harmless(event.text)
            if len(event.text) > LIMITS.long_text:
                self.refuse_paste()
                return
        self._waiting.append(event)
        busy_since = self._busy_since
        if busy_since is None or time.monotonic() - busy_since >= _LONGEST_WAIT_SECONDS:
            await self._release()

    def refuse_paste(self) -> None:
        """Say that more was pasted than any field takes; none of it was taken."""
        message = _("More than {limit} characters were pasted: nothing of it was taken in.")
        told = message.format(limit=f"{LIMITS.long_text:,}")
        if isinstance(self.screen, Complaining):
            self.screen.complain(told)
        else:
            self.say(told, wrong=True)

    def say(self, text: str, *, wrong: bool = False, hint: str = "") -> None:
        """Put one sentence on the status strip, where there is one."""

    @property
    def has_handled_all(self) -> bool:
        """Whether every key that came has gone its way, and no new screen is still to come."""
        return self._busy_since is None and not self._waiting

    async def _handle(self, event: events.Key | events.Paste) -> None:
        self._busy_since = time.monotonic()
        screen = self.screen
        start: DOMNode = self.focused or screen
        path: list[MessagePump] = [node for node in start.ancestors_with_self if node is not self]
        await super().on_event(event)
        # Once for the key itself, up to the app, whose bindings it may meet; once more for the
        # messages that these made a field post. What a list posts goes before the next key anyway.
        way = [*path, self] if isinstance(start, LineList) else [*path, self, *path]
        self._go_along(way, lambda: self._when_ready(screen))

    def _go_along(self, path: list[MessagePump], done: Callable[[], object]) -> None:
        """Go the way that the key bubbles, one queue after another, then call `done`."""
        for place, node in enumerate(path):
            rest = path[place + 1 :]
            if node.is_running and node.call_later(self._go_along, rest, done):
                return
        self.call_later(done)

    def _when_ready(self, screen: object) -> None:
        """Let the next key go; where another screen came up, once it has its caret."""
        if self.screen is screen:
            self.call_later(self._release)
        else:
            self._go_along([self.screen], self._release)

    async def _release(self) -> None:
        self._busy_since = None
        if self._waiting:
            await self._handle(self._waiting.popleft())
