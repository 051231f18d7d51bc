"""An app that keeps to itself what it had in hand when an error of its own ended it.

Textual prints the traceback of such an error with the values of all variables, and prints it on the
screen that stays. Here one sentence is printed, and the log says which lines of code it was.
"""

import asyncio
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.worker import WorkerFailed

from custtui.values.crash_log import CRASHED, Noted, lines_of, note, note_lines


class Crash(Exception):
    """What is told of an error; Textual prints what has a `__rich__` as it is."""

    def __init__(self, noted: Noted) -> None:
        super().__init__(noted.kind)
        self._told = noted.told

    def __rich__(self) -> RenderableType:
        return Text(f"custtui: {self._told}")


class Discreet(App[None]):
    """An app that prints nothing of its data when it fails."""

    def __init__(self) -> None:
        super().__init__()
        self._has_crashed = False

    def on_load(self) -> None:
        # What is wrong in a task that nobody waits for is printed by asyncio, message and all.
        asyncio.get_running_loop().set_exception_handler(_note_task)

    def _handle_exception(self, error: Exception) -> None:
        """Note the first error and end the app; Textual has no public place to say so."""
        if isinstance(error, WorkerFailed):
            failed = error.error
            error = failed if isinstance(failed, Exception) else error
        if self._exception is None:  # whoever drives the app in a test is given the error itself
            self._exception = error
            self._exception_event.set()
        if not self._has_crashed:
            self._has_crashed = True
            super()._handle_exception(Crash(note(error)))
        self._return_code = CRASHED

    def panic(self, *renderables: RenderableType) -> None:
        if not all(isinstance(each, Crash) for each in renderables):
            told = () if self._has_crashed else (Crash(_note_rendered(renderables)),)
            self._has_crashed, renderables = True, told
        super().panic(*renderables)
        self._return_code = CRASHED


def _note_rendered(renderables: tuple[RenderableType, ...]) -> Noted:
    """Note an error that is only there as what was to be printed of it."""
    from rich.traceback import Traceback  # with all that colours code

    lines = []
    for each in renderables:
        for stack in each.trace.stacks if isinstance(each, Traceback) else ():
            frames = [(frame.filename, frame.lineno, frame.name) for frame in stack.frames]
            lines += [stack.exc_type, *lines_of(frames)]
    return note_lines(lines[0] if lines else "panic", lines or ["panic"])


def _note_task(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if isinstance(error, Exception):
        note(error)
