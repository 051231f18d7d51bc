"""What is typed at a terminal, taken in by bytes: Textual's driver, where bytes go wrong.

Textual's own reading goes on for ever at the end of a terminal that is gone, ends the app at a byte
that is no UTF-8, and looks at each character of what is pasted: a megabyte of that is seconds in
which no key is read. What a terminal without bracketed paste sends of a paste are keys, and in a
list keys are commands: so many at once that nobody can have typed them are taken as pasted.
"""

import os
import re
import selectors
import sys
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste
from textual.message import Message

from custtui.tui.wiping import drawn_to, wiped
from custtui.values.text import LIMITS

_READ_AT_ONCE = 1 << 16
_LOOK_SECONDS = 0.1
#: A pause this long is the end of what was pasted without brackets. Of what is too much already
#: nothing is taken: there the rest may come late, over a line that stalls, and is not taken either.
_PAUSE_SECONDS, _LONG_PAUSE_SECONDS = 0.05, 0.5
#: After an esc, which may be the first byte of another key, it is looked sooner.
_ESCAPE, _ESCAPE_LOOK_SECONDS = b"\x1b", 0.01
#: More characters than anybody types ahead between two looks, and more kinds of them than come
#: from a key that is held down.
_BURST, _KINDS = 256, 8
#: What is pasted beyond so many characters is only known to be too much: no field takes it.
_KEPT = 1 << 20

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
#: Keys that are no characters, the mouse, and what the terminal answers.
_SEQUENCE = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|O.|.)")


class TypedText:
    """Parts what comes from a terminal into keys, for a parser, and what was pasted as a whole."""

    def __init__(self, keys: Callable[[str], object], pasted: Callable[[str], object]) -> None:
        self._keys = keys
        self._pasted = pasted
        self._pieces: list[str] = []
        self._kept = 0
        #: The last few characters of what is pasted: the mark of its end may come in two pieces.
        self._tail = ""
        self._is_bracketed = False

    @property
    def is_burst(self) -> bool:
        """Whether a paste without brackets is under way: it ends with a pause."""
        return bool(self._pieces) and not self._is_bracketed

    @property
    def pause_seconds(self) -> float:
        """How long nothing has to come for it to end; 0 where none is under way."""
        if not self.is_burst:
            return 0.0
        return _LONG_PAUSE_SECONDS if self._kept > LIMITS.long_text else _PAUSE_SECONDS

    def take(self, text: str) -> None:
        """Take what was read at once."""
        while text:
            if self._is_bracketed:
                text = self._take_pasted(text)
            elif self.is_burst or _is_burst(text):
                self._keep(text)
                return
            else:
                before, begin, text = text.partition(_BEGIN)
                self._keys(before)
                self._is_bracketed = bool(begin)

    def pause(self) -> None:
        """Nothing came for a while."""
        if self.is_burst:
            self._give()

    def _take_pasted(self, text: str) -> str:
        """Take what belongs to the paste; gives what came after it."""
        known = len(self._tail)
        end = (self._tail + text).find(_END)
        if end < 0:
            self._keep(text)
            self._tail = (self._tail + text)[-(len(_END) - 1) :]
            return ""
        self._keep(text[: max(0, end - known)])
        # A piece of the mark may have been kept before it was known to be one.
        self._give(without=max(0, known - end))
        return text[max(0, end - known + len(_END)) :]

    def _keep(self, text: str) -> None:
        room = _KEPT - self._kept
        self._pieces.append(text[: max(0, room)])
        self._kept += len(text)

    def _give(self, *, without: int = 0) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        self._kept, self._tail, self._is_bracketed = 0, "", False
        self._pasted(text[: len(text) - without])


def _is_burst(text: str) -> bool:
    if len(text) < _BURST or _BEGIN in text:
        return False
    typed = _SEQUENCE.sub("", text)
    return len(typed) >= _BURST and len(set(typed)) >= _KINDS


def _typed_in() -> str:
    """The encoding of what is typed."""
    return (sys.__stdin__.encoding if sys.__stdin__ else "") or "utf-8"


class TerminalDriver(LinuxDriver):
    """Textual's driver: its reading ends where the terminal does, and it leaves nothing drawn.

    And it comes back from SIGSTOP, after which Textual's own would read in two threads and take the
    terminal as the app had it for what it was before.
    """

    _is_away = False

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = drawn_to()

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size of the terminal itself: LINES and COLUMNS of a shell stay as they were."""
        try:
            found = os.get_terminal_size(self.fileno)
        except OSError:
            return super()._get_terminal_size()
        return (found.columns, found.lines) if all(found) else super()._get_terminal_size()

    def stop_application_mode(self) -> None:
        self._is_away = True
        self.write(wiped(self.fileno))
        super().stop_application_mode()

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's has no types
        # In the background it is refused the terminal, and stops again.
        self._is_away = self._key_thread is None or not self._key_thread.is_alive()

    def _sigcont_application(self, *_signal: object) -> None:
        # Nobody is told of a SIGSTOP; the shell may have set the terminal in its own way meanwhile.
        if self._auto_restart and not self._is_away:
            before = self.attrs_before
            self.suspend_application_mode()
            self._must_signal_resume = True
            self.resume_application_mode()
            self.attrs_before = before
        else:
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read until the app ends or the terminal is gone."""
        parser = XTermParser(self._debug)

        def send(message: Message) -> None:
            self.process_message(message)

        def feed(text: str) -> None:
            # An empty text tells a parser that all is over.
            for message in parser.feed(text) if text else ():
                send(message)

        typed = TypedText(feed, lambda text: send(Paste(text)))
        decode = getincrementaldecoder(_typed_in())("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            look, escaped = _LOOK_SECONDS, 0.0
            while not self.exit_event.is_set():
                if selector.select(look):
                    try:
                        data = os.read(self.fileno, _READ_AT_ONCE)
                    except OSError:
                        return
                    if not data:
                        return
                    typed.take(decode(data))
                    escaped = time.monotonic() if data.endswith(_ESCAPE) else 0.0
                else:
                    typed.pause()
                for message in parser.tick():
                    send(message)
                is_after_escape = time.monotonic() - escaped < _LOOK_SECONDS
                usual = _ESCAPE_LOOK_SECONDS if is_after_escape else _LOOK_SECONDS
                look = typed.pause_seconds or usual
