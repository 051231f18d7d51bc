"""An end that comes from outside: a signal, or a terminal that is gone. It takes under a second.

The app is asked to end in order. Where it does not soon, since an import works, or since nobody
reads what it draws, the process ends at once: a book loses nothing by that, for what is not
committed was never there. The terminal is put back as it was either way.
"""

import os
import select
import signal
import socket
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from custtui.tui.wiping import drawn_to, wiped

Attributes = list[Any]  # as termios gives them: numbers, and a list of bytes

#: What a closed window, `kill`, and a key that the app did not take send.
_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
#: So long the app may take to end by itself, and the terminal to take what puts it back.
_IN_ORDER_SECONDS, _TERMINAL_SECONDS = 0.5, 0.1
_BY_SIGNAL = 128
#: Textual draws in a thread of this name.
_DRAWS = "textual-output"
#: What stood there before may be back already: it is not what is to be emptied.
_OTHER_SCREEN = b"\x1b[?2026l\x1b[?1049h"
#: Off: synchronized drawing, bracketed paste, mouse, focus, reports of size, keys of kitty, the
#: other screen; on: line wrap, the cursor.
_PUT_BACK = (
    b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    b"\x1b[?1004l\x1b[?2048l\x1b[<u\x1b[m\x1b[?1049l\x1b[?25h"
)


class Ending:
    """Waits in a thread for what ends the app; `with` it the signals are its own."""

    def __init__(self) -> None:
        self._ends: Callable[[int], object] | None = None
        self._at_last: Callable[[], object] | None = None
        self._stirs: Callable[[], object] | None = None
        self._status: int | None = None
        self._lock = threading.Lock()
        self._attributes = _terminal_attributes()

    def begun(
        self,
        ends: Callable[[int], object],
        at_last: Callable[[], object],
        stirs: Callable[[], object],
    ) -> None:
        """The app runs: `ends` asks it, from this thread, to end with that exit status.

        `at_last` is called where it does not end by itself, before the process does. `stirs`
        wakes it: another signal came, whose handler the main thread is to carry out.
        """
        with self._lock:
            self._ends, self._at_last, self._stirs = ends, at_last, stirs
            status = self._status
        if status is not None:
            ends(status)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Inside, signals and the terminal are watched."""
        reader, writer = socket.socketpair()
        writer.setblocking(False)
        # The handlers do nothing: who hears of a signal is the thread, whatever the main one does.
        before = {each: signal.signal(each, _heard) for each in _SIGNALS}
        wakes = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        threading.Thread(target=self._watch, args=(reader,), daemon=True, name="ending").start()
        try:
            yield
        finally:
            if self._status is None:
                signal.set_wakeup_fd(wakes)
                for each, handler in before.items():
                    signal.signal(each, handler)
                writer.close()

    def _watch(self, reader: socket.socket) -> None:
        came = self._wait(reader)
        if came is None:
            return
        with self._lock:
            self._status = _BY_SIGNAL + came
            ends = self._ends
        if ends is not None:
            with suppress(RuntimeError):  # its loop has ended
                ends(self._status)
        # Whoever ends in order takes this thread along.
        threading.Event().wait(_IN_ORDER_SECONDS)
        self._end_at_once()

    def _wait(self, reader: socket.socket) -> int | None:
        """The signal that came, be it in other words; None where the app has ended by itself."""
        waiting = select.poll()
        waiting.register(reader, select.POLLIN)
        # Asked for nothing it still tells of a terminal that is gone.
        waiting.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
        while True:
            told = dict(waiting.poll())
            if reader.fileno() in told:
                heard = reader.recv(64)
                if not heard:
                    return None
                for each in _SIGNALS:
                    if each in heard:
                        return int(each)
                if self._stirs is not None:
                    with suppress(RuntimeError):
                        self._stirs()
            elif told:
                return int(signal.SIGHUP)

    def _end_at_once(self) -> None:
        assert self._status is not None
        if self._at_last is not None:
            self._at_last()
        self._put_terminal_back()
        os._exit(self._status)

    def _put_terminal_back(self) -> None:
        """As it was before; a terminal that takes nothing any more is not waited for."""
        try:
            terminal = _taken_from_drawing()
        except OSError:  # it is gone
            return

        def write() -> None:
            with suppress(OSError):
                os.write(terminal, _OTHER_SCREEN + wiped(terminal).encode() + _PUT_BACK)

        with suppress(termios.error):
            termios.tcflush(terminal, termios.TCOFLUSH)  # what it has not taken yet is drawing
            if self._attributes is not None:
                termios.tcsetattr(terminal, termios.TCSANOW, self._attributes)
        writing = threading.Thread(target=write, daemon=True)
        writing.start()
        writing.join(_TERMINAL_SECONDS)


def _taken_from_drawing() -> int:
    """The terminal, which only this thread writes to from here on."""
    drawn = drawn_to().fileno()
    terminal = os.dup(drawn)
    os.dup2(os.open(os.devnull, os.O_WRONLY), drawn)
    for thread in threading.enumerate():
        if thread.name == _DRAWS and thread.ident is not None:
            # Its writing waits for the terminal: interrupted, it goes on writing to nowhere.
            signal.pthread_kill(thread.ident, signal.SIGTERM)
    return terminal


def _heard(_signal: int, _frame: FrameType | None) -> None:
    """The thread that watches has heard it as well, and sooner."""


def _terminal_attributes() -> Attributes | None:
    with suppress(termios.error, OSError):
        return termios.tcgetattr(0)
    return None
