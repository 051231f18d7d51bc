"""A restore in a process of its own: for a program that has the book open itself.

`restore` may not run where anything else has the book open, and its long steps would stall keys.
"""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from custtui.reading.connection import BookError
from custtui.store.backups.child import Child, answer, take_request
from custtui.store.backups.copying import Halt, Halted
from custtui.store.backups.restoring import Restored, Step, restore
from custtui.values.language import _


class Unanswered(BookError):
    """The process ended without saying what came of it."""


#: Told a step, and of its pages those done and all; 0 of 0 where that is not known.
Told = Callable[[Step, int, int], None]
_SECONDS_BETWEEN_TOLD = 0.1


def restore_aside(path: Path, file: Path, today: date, halt: Halt, tell: Told) -> Restored:
    """As `restore`, whoever has the book open in this process.

    Halted where it was given up in time, and nothing is changed. What was given up too late is
    done, and told as done. BookError, and nothing is changed, where something does not allow it;
    Unanswered where it may have been done or not.
    """
    request = {"book": str(path), "backup": str(file), "today": today.isoformat()}
    try:
        child = Child(__name__, request)
    except OSError as error:
        message = _("The restore could not be started: {reason}.")
        raise BookError(message.format(reason=error.strerror)) from error
    outcome: dict[str, Any] = {}
    for outcome in child.answers(halt):
        if "step" in outcome:
            tell(Step(outcome["step"]), outcome["done"], outcome["total"])
    match outcome:
        case {"halted": True}:
            raise Halted
        case {"error": str(reason)}:
            raise BookError(reason)
        case {"customers": int(customers), "replaced": replaced, "was_damaged": bool(damaged)}:
            return Restored(customers, Path(replaced) if replaced else None, damaged)
    # Its last step changes all of the book or nothing, but it did not say whether it came to that.
    message = _(
        "The restore ended without a word (exit status {status}). The book is whole: look at what"
        " it holds, and restore again if it is not what you wanted."
    )
    raise Unanswered(message.format(status=child.status))


class _Telling:
    """Tells the program that asked each step, and now and then how far it is."""

    def __init__(self) -> None:
        self._step = Step.CHECK
        self._last = 0.0

    def begun(self, step: Step) -> None:
        self._step = step
        self._say(0, 0)

    def pages(self, done: int, total: int) -> None:
        if time.monotonic() - self._last >= _SECONDS_BETWEEN_TOLD:
            self._say(done, total)

    def _say(self, done: int, total: int) -> None:
        self._last = time.monotonic()
        answer({"step": self._step, "done": done, "total": total})


def main() -> int:
    """Answer one request; 0 when the backup stands in the place of the book."""
    request, is_over = take_request()
    telling = _Telling()
    try:
        done = restore(
            Path(request["book"]),
            Path(request["backup"]),
            date.fromisoformat(request["today"]),
            halt=Halt(is_over.is_set, telling.pages),
            begun=telling.begun,
        )
    except Halted:
        answer({"halted": True})
        return 1
    except BookError as error:
        answer({"error": str(error)})
        return 1
    replaced = str(done.replaced) if done.replaced else None
    answer({"customers": done.customers, "replaced": replaced, "was_damaged": done.was_damaged})
    return 0
