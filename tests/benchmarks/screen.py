"""A program on a real pseudo-terminal, and the times of its repaints as a person sees them.

A latency is the time from writing a key to the terminal to reading the last byte that comes before
the program is quiet: outside the program, with everything between the key and the picture in it.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.terminal import forking

COLUMNS, ROWS = 140, 45
#: A program that has written nothing for so long has painted all there is.
_QUIET_SECONDS = 0.05
_PATIENCE_SECONDS = 60.0

UP, DOWN, END, HOME = "\x1b[A", "\x1b[B", "\x1b[F", "\x1b[H"
PAGE_DOWN, PAGE_UP = "\x1b[6~", "\x1b[5~"
ESCAPE, ENTER, SAVE, BACKSPACE = "\x1b", "\r", "\x13", "\x7f"


@dataclass(frozen=True, slots=True)
class Repaint:
    """What came after a key: milliseconds to its last byte, and how many bytes."""

    milliseconds: float
    bytes: int


class Screen:
    """A program, `python ARGUMENTS`, on a pseudo-terminal of 140×45."""

    def __init__(self, arguments: Sequence[str], *, home: Path | None = None) -> None:
        self.output = bytearray()
        self._begun = time.perf_counter()
        self.pid, self._terminal = forking.begin(
            [sys.executable, *arguments],
            columns=COLUMNS,
            rows=ROWS,
            # As a person starts it: compiled once, and in no language of this machine.
            left_out=("LC_", "LANG", "PYTHON"),
            environment={"COLORTERM": "truecolor", **({"HOME": str(home)} if home else {})},
        )

    def __enter__(self) -> "Screen":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def shows(self, text: str) -> float:
        """Wait until the program has written this text; milliseconds since it was started."""
        wanted, end = text.encode(), time.perf_counter() + _PATIENCE_SECONDS
        while wanted not in self.output:
            if time.perf_counter() > end or not self._read(1.0):
                if time.perf_counter() <= end:
                    continue
                raise AssertionError(f"no {text!r} came; the end of the output: {self.tail!r}")
        return (time.perf_counter() - self._begun) * 1000

    def rests(self, seconds: float = 0.3) -> float:
        """Wait until nothing is written for so long; when the last byte came, since the start."""
        last = time.perf_counter()
        while self._read(seconds):
            last = time.perf_counter()
        return (last - self._begun) * 1000

    def press(self, key: str, quiet: float = _QUIET_SECONDS) -> Repaint:
        """Write a key and wait for its last byte."""
        self._read(0)
        before, begun = len(self.output), time.perf_counter()
        os.write(self._terminal, key.encode())
        last, patience = begun, _PATIENCE_SECONDS
        while self._read(patience):
            last, patience = time.perf_counter(), quiet
        assert last > begun, f"{key!r} paints something"
        return Repaint((last - begun) * 1000, len(self.output) - before)

    def type(self, text: str) -> None:
        """Write text, and wait until it is painted."""
        os.write(self._terminal, text.encode())
        self.rests()

    def echoes(self, key: str, text: str) -> float:
        """Write a key; milliseconds until this text was written after it."""
        before, begun = len(self.output), time.perf_counter()
        os.write(self._terminal, key.encode())
        while text.encode() not in self.output[before:]:
            if not self._read(_PATIENCE_SECONDS):
                raise AssertionError(f"no {text!r} after {key!r}; at the end: {self.tail!r}")
        return (time.perf_counter() - begun) * 1000

    @property
    def tail(self) -> bytes:
        """The last that was written."""
        return bytes(self.output[-2000:])

    @property
    def megabytes(self) -> float:
        """What the process has in memory."""
        return forking.megabytes(self.pid)

    def _read(self, seconds: float) -> bool:
        """Take what is written within so many seconds; whether anything was."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        self.output += os.read(self._terminal, 1 << 20)
        return True


def custtui(book: Path, *arguments: str) -> list[str]:
    """The arguments of Python that open the app on a book."""
    return ["-m", "custtui", "--db", str(book), "--lang", "zh", *arguments]
