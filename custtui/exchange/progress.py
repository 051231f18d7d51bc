"""Telling how far a long piece of work is, and stopping it when asked."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from custtui.exchange.errors import ExchangeError
from custtui.values.language import _

Part = TypeVar("Part")
_ROWS_A_STEP = 250


class Cancelled(ExchangeError):
    """Somebody asked to stop; nothing was changed and nothing is left behind."""


class Progress:
    """Counts rows towards `total`; tells and listens every few of them."""

    def __init__(
        self,
        total: int,
        tell: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._total = total
        self._done = 0
        self._next_step = 0
        self._tell = tell
        self._cancelled = cancelled

    def begin(self, total: int) -> None:
        """Count from the first row again, towards `total`."""
        self._total, self._done, self._next_step = total, 0, 0

    def over(
        self, parts: Iterable[Part], rows_of: Callable[[Part], int] | None = None
    ) -> Iterator[Part]:
        """The rows, or parts of so many rows, counted as they pass.

        Raises Cancelled when asked to stop.
        """
        for part in parts:
            if self._done >= self._next_step:
                self.step()
                self._next_step = self._done + _ROWS_A_STEP
            self._done += rows_of(part) if rows_of else 1
            yield part

    def step(self) -> None:
        """Tell how far it is. Raises Cancelled when asked to stop."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled(cancelled_message())
        if self._tell is not None:
            self._tell(self._done, self._total)


def cancelled_message() -> str:
    """What Cancelled says."""
    return _("Cancelled. Nothing was changed.")
