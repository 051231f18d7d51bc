"""An export in a process of its own: started, asked how far it is, cancelled."""

import json
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO

from custtui.exchange.errors import ExchangeError
from custtui.exchange.progress import Cancelled, cancelled_message
from custtui.exchange.workbook import WHOLE, Exported, Language, Privacy
from custtui.values.language import _, current

#: Rows done and all rows; the workbook; or what stopped it.
State = tuple[int, int] | Exported | ExchangeError

# The child finds modules where this process does, and nowhere else: not in the current folder.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from custtui.exchange.export_child import main; sys.exit(main())"
)
_MOST_OF_TRACEBACK = 8_000  #: bytes


def start_export(
    path_of_book: Path,
    target: Path,
    *,
    language: Language,
    as_of: date | None = None,
    privacy: Privacy = WHOLE,
) -> "RunningExport":
    """Start `export_workbook` in a child process. ExchangeError when none can be started."""
    request: dict[str, object] = {
        "book": str(path_of_book.absolute()),
        "target": str(target.absolute()),
        "language": language,
        "as_of": as_of.isoformat() if as_of else None,
        "privacy": list(privacy),
        "speaking": current(),
    }
    return RunningExport(request)


class RunningExport:
    """An export under way. It ends by itself when this program does."""

    def __init__(self, request: dict[str, object]) -> None:
        self._state: State = (0, 0)
        self._cancelled = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the child has ended
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                start_new_session=True,  # keys and hang-ups of the terminal are not for it
                text=True,
                encoding="ascii",
            )
        except OSError as error:
            self._errors.close()
            message = _("The export could not be started: {reason}.")
            raise ExchangeError(message.format(reason=error.strerror)) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests: IO[str] = self._process.stdin
        self._answers: IO[str] = self._process.stdout
        with suppress(BrokenPipeError):  # it died at once: listening tells
            self._requests.write(json.dumps(request) + "\n")
            self._requests.flush()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def poll(self) -> State:
        """How far it is, or what came of it; never waits. After the last row it packs the file."""
        return self._state

    def cancel(self) -> None:
        """Stop it: soon `poll` gives Cancelled, unless the workbook already stood in its place."""
        self._cancelled = True
        with suppress(BrokenPipeError):
            self._requests.close()

    def wait(self, seconds: float | None = None) -> State:
        """`poll` when it has ended, or after so many seconds."""
        self._listener.join(seconds)
        return self._state

    def _listen(self) -> None:
        """Take in the child's answers until it ends; its last one is what came of it."""
        state: State | None = None
        for line in self._answers:
            state = _state_of(json.loads(line))
            if isinstance(state, tuple):
                self._state = state
        status = self._process.wait()
        self._answers.close()
        with suppress(BrokenPipeError):
            self._requests.close()
        if state is None or isinstance(state, tuple):
            state = self._stopped(status)
        elif self._cancelled and isinstance(state, ExchangeError):
            state = Cancelled(cancelled_message())
        self._state = state
        self._errors.close()

    def _stopped(self, status: int) -> ExchangeError:
        """It ended without an answer; what it said last is a note of the error."""
        if self._cancelled:
            return Cancelled(cancelled_message())
        message = _("The export stopped before it was done (exit status {status}).")
        error = ExchangeError(message.format(status=status))
        self._errors.seek(0)
        error.add_note(self._errors.read(_MOST_OF_TRACEBACK).decode("utf-8", "replace"))
        return error


def _state_of(answer: dict[str, object]) -> State:
    match answer:
        case {"progress": [int(done), int(total)]}:
            return done, total
        case {"exported": {"path": str(path), "customers": int(customers), "sheets": list(sheets),
                           "shortened": int(shortened)}}:  # fmt: skip
            return Exported(Path(path), customers, tuple(map(str, sheets)), shortened)
        case {"cancelled": True}:
            return Cancelled(cancelled_message())
        case _:
            return ExchangeError(str(answer.get("error")))
