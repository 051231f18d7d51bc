"""The log of errors that nobody foresaw: what the program was doing, and nothing of what it knew.

An entry names the kinds of the errors and the lines of code that they went through. Their messages
and the values of variables, where names and numbers of customers may stand, are left out.
"""

import os
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from custtui import __version__
from custtui.values.language import _

#: The exit status after such an error: of the usual ones, that for an error within the program.
CRASHED = 70
_FILE = "crashes.log"
_ONLY_THE_OWNER, _ONLY_THE_OWNERS_FOLDER = 0o600, 0o700
#: A log that has grown to so many bytes makes room for another; one older log is kept.
_LARGEST = 128 * 1024
#: Of a call that called itself again and again, the first and the last lines tell enough.
_FIRST_LINES, _LAST_LINES = 10, 40
_MOST_CAUSES = 10
#: Textual draws in a thread of this name.
_DRAWS = "textual-output"


class Noted(NamedTuple):
    """An error as it may be told: its kind; where the log lies, or why there is none."""

    kind: str
    path: Path
    problem: str = ""

    @property
    def told(self) -> str:
        """What a person is to know, in a few sentences."""
        message = _("An error within the program stopped it ({kind}).")
        sentence = message.format(kind=self.kind) + " " + _("What was saved is in the book.")
        if self.problem:
            message = _("Where it was in the program could not be written to {path}: {reason}.")
        else:
            message = _("Where it was in the program stands in {path}, without any data.")
        return sentence + " " + message.format(path=self.path, reason=self.problem)


def crash_log() -> Path:
    """Where the log lies: in the account's log folder of this system."""
    from platformdirs import user_log_path

    return user_log_path("custtui", appauthor=False) / _FILE


def note(error: BaseException) -> Noted:
    """Write an entry for that error; raises nothing."""
    return note_lines(_kind(error), list(_entry(error)))


def note_lines(kind: str, lines: list[str]) -> Noted:
    """Write an entry of such lines for an error of that kind; raises nothing."""
    path = crash_log()
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    head = (
        f"{moment} custtui {__version__}, Python {sys.version.split()[0]}, {sys.platform},"
        f" SQLite {sqlite3.sqlite_version}"
    )
    try:
        _append(path, "\n".join([head, *lines, "", ""]))
    except OSError as problem:
        return Noted(kind, path, problem.strerror or type(problem).__name__)
    return Noted(kind, path)


def keep_to_ourselves(tell: Callable[[str], object]) -> None:
    """From here on no error that nobody caught is printed, in no matter which thread.

    It is noted; one that ends the program is told to `tell` in a few sentences. Warnings, which
    may name values too, are not printed either, unless they were asked for.
    """

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, Exception):
            tell(note(error).told)
        else:
            sys.__excepthook__(kind, error, trace)

    def in_thread(failed: threading.ExceptHookArgs) -> None:
        if isinstance(failed.exc_value, Exception) and not _is_terminal_gone(failed):
            note(failed.exc_value)

    def where_none_can_be_raised(failed: Any) -> None:
        if isinstance(failed.exc_value, Exception):
            note(failed.exc_value)

    sys.excepthook = uncaught
    threading.excepthook = in_thread
    sys.unraisablehook = where_none_can_be_raised
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")


def _is_terminal_gone(failed: threading.ExceptHookArgs) -> bool:
    """Whether the thread that draws found nobody to draw for: a line was cut, nothing is wrong."""
    drew = failed.thread is not None and failed.thread.name == _DRAWS
    return drew and isinstance(failed.exc_value, OSError)


def _entry(error: BaseException) -> Iterator[str]:
    """The kinds and lines of an error, then of what caused it."""
    cause: BaseException | None = error
    for place in range(_MOST_CAUSES):
        if cause is None:
            return
        yield ("after " if place else "") + _kind(cause)
        yield from lines_of(_frames(cause.__traceback__))
        if isinstance(cause, BaseExceptionGroup):
            for each in cause.exceptions[:_MOST_CAUSES]:
                yield f"in it {_kind(each)}"
                yield from lines_of(_frames(each.__traceback__))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def lines_of(frames: list[tuple[str, int, str]]) -> list[str]:
    """A line for each step: the file within its package, the line in it, the function."""
    lines = [f"  {_within_package(file)}:{line} in {function}" for file, line, function in frames]
    if len(lines) > _FIRST_LINES + _LAST_LINES:
        left_out = len(lines) - _FIRST_LINES - _LAST_LINES
        lines[_FIRST_LINES:-_LAST_LINES] = [f"  … {left_out} more"]
    return lines


def _frames(trace: TracebackType | None) -> list[tuple[str, int, str]]:
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append((code.co_filename, trace.tb_lineno, code.co_qualname))
        trace = trace.tb_next
    return frames


def _kind(error: BaseException) -> str:
    """Its class, and of the system's and the database's errors which of them it is."""
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorname", None):
        return f"{name} {error.sqlite_errorname}"
    if isinstance(error, OSError) and error.errno is not None:
        import errno

        return f"{name} {errno.errorcode.get(error.errno, error.errno)}"
    return name


def _within_package(file: str) -> str:
    """The path without the folders before the package: they may be named after somebody."""
    parts = Path(file).parts
    for place in range(len(parts) - 1, -1, -1):
        if parts[place] in ("site-packages", "dist-packages") or parts[place].startswith("python3"):
            return "/".join(parts[place + 1 :])
        if parts[place] == "custtui":
            return "/".join(parts[place:])
    return parts[-1] if parts else file


def _append(path: Path, entry: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=_ONLY_THE_OWNERS_FOLDER)
    with suppress(FileNotFoundError):
        if path.stat().st_size > _LARGEST:
            path.replace(path.with_suffix(".log.1"))
    # No link that somebody put there is followed; what is there and is no file takes nothing.
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), _ONLY_THE_OWNER)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, "no file")
        if hasattr(os, "fchmod"):
            os.fchmod(handle, _ONLY_THE_OWNER)
        os.write(handle, entry.encode("utf-8", "backslashreplace"))
    finally:
        os.close(handle)
