"""Work that goes on while keys are pressed: how far it is, the wish to stop it, what came of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from textual.app import App

Outcome = TypeVar("Outcome")
#: Names of work that others ask about.
IMPORT, RESTORE = "import", "restore"

_UNDER_WAY: WeakKeyDictionary[App[Any], dict[str, "Running[Any]"]] = WeakKeyDictionary()


class Running(Generic[Outcome]):
    """Shared by the work, in a thread or a process, and by whatever screen shows it.

    `outcome` is what came of it, or the error that ended it; None while it goes on.
    """

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.outcome: Outcome | Exception | None = None
        self._stop = threading.Event()

    def tell(self, done: int, total: int) -> None:
        """Called by the work: so many rows of so many."""
        self.done, self.total = done, total

    def stop(self) -> None:
        """Ask the work to end; it does so at its next step."""
        self._stop.set()

    def stopped(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()


@contextmanager
def under_way(app: App[Any], what: str, running: Running[Outcome]) -> Iterator[None]:
    """Inside, `found_running` finds it; when the app ends meanwhile, it is asked to end too."""
    kept = _UNDER_WAY.setdefault(app, {})
    kept[what] = running
    try:
        yield
    finally:
        running.stop()
        del kept[what]


def found_running(app: App[Any], what: str) -> Running[Any] | None:
    """The work of that name that goes on in this app, if there is one."""
    return _UNDER_WAY.get(app, {}).get(what)
