"""How far a long command is: one line on stderr, where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from custtui.cli.printing import complain
from custtui.values.language import _

_CLEAR = "\r\x1b[K"


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """What to tell rows done and all rows, None where nobody would see it; its line is cleared."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    last = -1

    def tell(done: int, total: int) -> None:
        nonlocal last
        percent = min(100, 100 * done // total) if total else 0
        if percent != last:
            last = percent
            line = _("{percent} % of {total} rows").format(percent=percent, total=f"{total:,}")
            sys.stderr.write(f"{_CLEAR}{line}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()


class ToldOnce:
    """Whoever typed a command that waits for its turn to write: told once for what."""

    def __init__(self) -> None:
        self._is_told = False

    def waits(self, why: str) -> None:
        if not self._is_told:
            self._is_told = True
            complain(why)

    def has_had_enough(self) -> bool:
        return False
