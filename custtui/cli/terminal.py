"""What stands round the program: whether there is a terminal, and how wide it is."""

import os
import sys
from contextlib import suppress

_COLUMNS_ELSEWHERE = 80


def has_terminal() -> bool:
    """Whether keys can be read and a screen be drawn."""
    return all(
        stream is not None and not stream.closed and stream.isatty()
        for stream in (sys.stdin, sys.stdout)
    )


def columns() -> int:
    """The columns of the terminal: what `COLUMNS` says, else what it says itself, else 80.

    As shutil has it, whose import costs an answer 3 ms for the forms of archives it knows.
    """
    with suppress(ValueError):
        if (named := int(os.environ.get("COLUMNS", ""))) > 0:
            return named
    if sys.__stdout__ is not None:
        with suppress(ValueError, OSError):  # closed, or no terminal
            return os.get_terminal_size(sys.__stdout__.fileno()).columns or _COLUMNS_ELSEWHERE
    return _COLUMNS_ELSEWHERE
