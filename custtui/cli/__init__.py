"""The front door: opens the app, or answers one command without it."""

import gc
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TextIO, cast

from custtui.cli.options import Options
from custtui.cli.refusals import Refusal

_NO = 1
_INTERRUPTED = 130
_NOBODY_READS = 141
#: The module of each command, loaded when it is called: none but the app loads Textual.
_MODULES = {
    "": "app",
    "demo": "demo",
    "find": "find",
    "show": "show",
    "due": "due",
    "fields": "fields",
    "segments": "listing",
    "rules": "rules",
    "import": "importing",
    "export": "exporting",
    "why": "explaining",
    "pin": "pinning",
    "pins": "disagreeing",
    "settings": "settings",
    "backup": "backing_up",
    "restore": "restoring",
    "undo": "undoing",
    "erase": "erasing",
    "log": "history",
    "locate": "locating",
    "doctor": "doctor",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Answer what was typed; gives the exit status.

    0 done, 1 the data says no (what and where stand on stderr), 70 an error within the program,
    130 interrupted, 141 nobody reads the output any more. Wrong usage leaves by SystemExit with 2,
    help and version with 0.
    """
    from custtui.cli.crashing import Crashing
    from custtui.values.places import settle_home

    settle_home()
    with Crashing() as crashing:
        return _main(sys.argv[1:] if argv is None else argv)
    return crashing.status


def _main(argv: Sequence[str]) -> int:
    from custtui.cli.arguments import read
    from custtui.cli.printing import complain, settle_streams

    settle_streams()
    try:
        try:
            return _answer(read(argv))
        finally:
            _flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _close_quietly(sys.stdout)
        return _NOBODY_READS
    except OSError as error:
        complain(_folder_gone() or str(error.strerror))
        _close_quietly(sys.stdout)
        return _NO
    finally:
        _flush_drawn()


def _answer(options: Options) -> int:
    """Run the command; what the data or the files refuse is told, and gives 1."""
    from custtui.cli.printing import complain
    from custtui.cli.progress import ToldOnce
    from custtui.reading.connection import BookError, unreadable
    from custtui.reading.waiting import waited_for_by

    try:
        command = _command(options.command)
        # All is loaded, and stays; from here on a long command makes things to throw away.
        gc.freeze()
        gc.enable()
        with waited_for_by(ToldOnce()):
            return command(options)
    except (BookError, Refusal) as error:
        complain(str(error))
    except sqlite3.DatabaseError as error:
        complain(str(unreadable(options.path, error)))
    except OSError as error:
        if not error.filename:
            raise
        complain(f"{error.filename}: {error.strerror}")
    return _NO


def _folder_gone() -> str:
    """A sentence where the folder that paths begin in was deleted; empty where it is there."""
    from custtui.values.language import _

    try:
        os.getcwd()
    except OSError:
        return _("The folder that you are in was deleted. Go to another one: cd")
    return ""


def _command(name: str) -> Callable[[Options], int]:
    module = import_module(f"custtui.cli.{_MODULES[name]}")
    return cast(Callable[[Options], int], module.run)


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _flush_drawn() -> None:
    """What was still to be drawn on a terminal that is gone is for nobody, and no error."""
    if sys.stderr is not None:
        try:
            sys.stderr.flush()
        except OSError:
            _close_quietly(sys.stderr)


def _close_quietly(stream: TextIO) -> None:
    """Leave it open on nothing, so that closing it at the end complains no more."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)
