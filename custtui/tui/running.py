"""A piece of work in a thread: how far it is, and the wish to stop it."""

import threading


class Running:
    """Shared by the thread that works and the screen that shows it; both only set plain values."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self._stop = threading.Event()

    def tell(self, done: int, total: int) -> None:
        """Called by the work: so many rows of so many."""
        self.done, self.total = done, total

    def stop(self) -> None:
        """Ask the work to end; it does so at its next step."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()
