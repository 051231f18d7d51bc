"""A process of its own for long work on a book, so that no key of the program waits for it.

The child reads one request from its standard input (JSON, one line) and answers in lines of JSON.
When its input ends, because nobody wants the work any more or the program that asked is gone, it
stops and leaves nothing behind.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from custtui.store.backups.copying import Halt, Halted
from custtui.values.crash_log import keep_to_ourselves
from custtui.values.language import current, use

_SECONDS_BETWEEN_LOOKS = 0.1
# The child finds modules where this process does, and nowhere else: not in the current folder.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from importlib import import_module; sys.exit(import_module(sys.argv[2]).main())"
)


class Child:
    """The process, as the program that asks sees it. OSError where none can be started."""

    def __init__(self, module: str, request: dict[str, str]) -> None:
        """`main` of that module is what runs in it; it gets the request, and the language."""
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, json.dumps(sys.path), module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # keys and hang-ups of the terminal are not for it
            text=True,
            encoding="ascii",
        )
        with suppress(BrokenPipeError):  # it died at once: its answer is missing
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(request | {"speaking": current()}) + "\n")
            self._process.stdin.flush()

    def answers(self, halt: Halt) -> Iterator[dict[str, Any]]:
        """What it says, until it ends; where the work is given up it is asked to end."""
        assert self._process.stdout is not None
        with self._process, self._watched(halt):
            for line in self._process.stdout:
                yield json.loads(line)

    @property
    def status(self) -> int | None:
        """Its exit status, once it has ended."""
        return self._process.returncode

    @contextmanager
    def _watched(self, halt: Halt) -> Iterator[None]:
        is_over = threading.Event()

        def watch() -> None:
            with suppress(Halted):
                halt.check()
                while not is_over.wait(_SECONDS_BETWEEN_LOOKS):
                    halt.check()
            assert self._process.stdin is not None
            with suppress(BrokenPipeError):
                self._process.stdin.close()

        watching = threading.Thread(target=watch, daemon=True)
        watching.start()
        try:
            yield
        finally:
            is_over.set()
            watching.join()


def take_request() -> tuple[dict[str, str], threading.Event]:
    """In the child: what is asked for, and what is set when nobody wants it any more."""
    keep_to_ourselves(lambda told: print(told, file=sys.stderr))
    request = json.loads(sys.stdin.readline())
    use(request["speaking"])
    is_over = threading.Event()

    def watch() -> None:
        sys.stdin.read()
        is_over.set()

    threading.Thread(target=watch, daemon=True).start()
    return request, is_over


def answer(told: dict[str, object]) -> None:
    """In the child: say something to the program that asked, if it is still there."""
    with suppress(BrokenPipeError):
        print(json.dumps(told), flush=True)
