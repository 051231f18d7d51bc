"""A writer's wait for its turn: how long it lasts, and who is told."""

import time
from pathlib import Path

from custtui.reading.connection import BookError
from custtui.reading.waiting import others_import, waiter, why_given_up, why_waiting
from custtui.values.language import _

#: So long nobody is told; so long one waits, and while somebody says that it is an import.
_MOMENT_SECONDS = 0.4
_PATIENCE_SECONDS, _PATIENCE_WITH_IMPORTS_SECONDS = 5.0, 60.0
_SECONDS_BETWEEN_TOLD = 0.25


class Turn:
    """One wait for the lock of a book, which begins now and lasts so long at most."""

    def __init__(self, book: Path, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._book = book
        self._patience = patience_seconds
        self._begun = time.monotonic()
        self._next = self._begun + _MOMENT_SECONDS

    def still_waits(self) -> None:
        """It is not our turn yet. BookError when that has taken too long, or is not wanted."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _SECONDS_BETWEEN_TOLD
        others, who = others_import(self._book), waiter()
        patience = self._patience if others is None else _PATIENCE_WITH_IMPORTS_SECONDS
        if now - self._begun > patience:
            raise BookError(why_given_up(others))
        if who is None:
            return
        if who.has_had_enough():
            raise BookError(_("Nothing was changed: you did not wait for your turn to write."))
        who.waits(why_waiting(others))
