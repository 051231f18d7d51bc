"""A real pseudo-terminal with a real terminal's reading of it: what a person would see."""

import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

from tests.terminal import forking

_PATIENCE_SECONDS = 30.0

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B",
    "right": "\x1b[C", "left": "\x1b[D", "pgdn": "\x1b[6~", "pgup": "\x1b[5~", "end": "\x1b[F",
    "home": "\x1b[H", "backspace": "\x7f", "f1": "\x1bOP", "f2": "\x1bOQ", "f4": "\x1bOS",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f11": "\x1b[23~", "f12": "\x1b[24~",
    "ctrl+a": "\x01", "ctrl+e": "\x05", "ctrl+k": "\x0b", "ctrl+p": "\x10", "ctrl+q": "\x11",
    "ctrl+s": "\x13", "ctrl+u": "\x15", "ctrl+y": "\x19", "ctrl+z": "\x1a",
}  # fmt: skip


class Terminal:
    """custtui on a pseudo-terminal of so many columns and rows, or a `shell` that starts it."""

    def __init__(
        self,
        arguments: list[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        python: str = sys.executable,
        become: Callable[[], None] = lambda: None,
        shell: Sequence[str] = (),
    ) -> None:
        """`become` is done in the new process before the program, to be another account say."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""
        self.attributes_before: list[object] = []
        self.pid, self._terminal = forking.begin(
            shell or [python, "-m", "custtui", *arguments],
            columns=columns,
            rows=rows,
            left_out=("LC_", "LANG"),
            environment=environment or {},
            become=become,
        )
        self.attributes_before = termios.tcgetattr(self._terminal)
        self._is_open = True

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.exit_status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hang_up()

    def resize(self, columns: int, rows: int) -> "Terminal":
        """The window gets another size; the program is told."""
        self._screen.resize(rows, columns)
        forking.resize(self._terminal, columns, rows)
        return self

    def hang_up(self) -> None:
        """The window is closed, the line is cut."""
        if self._is_open:
            self._is_open = False
            os.close(self._terminal)

    def kill(self, sent: signal.Signals) -> "Terminal":
        """Send the program a signal."""
        os.kill(self.pid, sent)
        return self

    @property
    def attributes(self) -> list[object]:
        """How the terminal is set, as `stty` tells it; `attributes_before` is how it was."""
        return termios.tcgetattr(self._terminal)

    exit_status: int | None = None

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line; a wide character's second cell is left out."""
        rows, columns = range(self._screen.lines), range(self._screen.columns)
        buffer = self._screen.buffer
        return ["".join(buffer[y][x].data for x in columns).rstrip() for y in rows]

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.lines)

    def line(self, part: str) -> str:
        """The first line that holds `part`."""
        return next((line for line in self.lines if part in line), "")

    def press(self, *keys: str) -> "Terminal":
        """Press keys by name; a single character is itself. Each is read before the next one."""
        for key in keys:
            os.write(self._terminal, KEYS.get(key, key).encode())
            # A terminal parts esc from what follows by time; so the answer is awaited.
            self._read(0.05 if key == "esc" else 0.01)
        return self

    def type(self, text: str) -> "Terminal":
        """Type text as it is."""
        os.write(self._terminal, text.encode())
        self._read(0.01)
        return self

    def write(self, data: bytes) -> "Terminal":
        """Send bytes as they are, and read nothing."""
        os.write(self._terminal, data)
        return self

    def send(self, data: bytes) -> "Terminal":
        """Send bytes as they are, however many, while what is drawn is read."""
        while data:
            if select.select([], [self._terminal], [], 0.01)[1]:
                data = data[os.write(self._terminal, data[:1024]) :]
            self._read(0)
        return self

    @property
    def megabytes(self) -> float:
        """What the process has in memory."""
        return forking.megabytes(self.pid)

    def wait_without_reading(self, seconds: float) -> "Terminal":
        """A terminal that stands still for a while: what the program draws piles up."""
        select.select([], [], [], seconds)
        return self

    def see(self, *parts: str) -> "Terminal":
        """Wait until all of these stand on the screen; fails with what stands there instead."""
        return self.until(lambda: all(part in self.text for part in parts), f"see {parts}")

    def see_no(self, part: str) -> "Terminal":
        """Wait until this stands on the screen no longer."""
        return self.until(lambda: part not in self.text, f"see no {part!r}")

    def until(self, holds: Callable[[], bool], what: str) -> "Terminal":
        """Wait until something holds."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"did not {what}; the screen:\n{self.text}")
            self._read(0.05)
        return self

    def ends(self) -> int:
        """Wait until the program has ended; its exit status."""
        self.until(self.has_ended, "end")
        self._read(0)
        assert self.exit_status is not None
        return self.exit_status

    def has_ended(self) -> bool:
        """Whether the program has ended."""
        if self.exit_status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit_status = os.waitstatus_to_exitcode(status)
        return self.exit_status is not None

    def _read(self, seconds: float) -> None:
        if not self._is_open:
            select.select([], [], [], min(seconds, 0.01))
            return
        while select.select([self._terminal], [], [], seconds)[0]:
            try:
                data = os.read(self._terminal, 1 << 16)
            except OSError:
                return
            if not data:
                return
            self.output += data
            self._stream.feed(data)
            seconds = 0


def program(book: Path, *arguments: str, language: str = "en") -> list[str]:
    """The arguments that open the app on a book."""
    return ["--db", str(book), "--lang", language, *arguments]
