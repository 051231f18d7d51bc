"""What stands round the program: whether there is a terminal, and how wide it is."""

import os
import sys
from contextlib import suppress

from custtui.cli.refusals import Refusal
from custtui.values import language
from custtui.values.language import _

#: What a terminal has to have: a sign of every Chinese encoding.
_LEAST = "中"
_COLUMNS_ELSEWHERE = 80


def has_terminal() -> bool:
    """Whether keys can be read and a screen be drawn."""
    return all(
        stream is not None and not stream.closed and stream.isatty()
        for stream in (sys.stdin, sys.stdout)
    )


def refuse_odd_terminal() -> None:
    """Refusal, with the way out, where nothing can be drawn on the terminal that there is."""
    if os.environ.get("TERM") == "dumb":
        message = _("On a terminal that is dumb (TERM) no screens can be shown: try another one.")
        raise Refusal(message)
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        _LEAST.encode(encoding)
    except UnicodeEncodeError:
        language.use("en")  # the other one can't be shown here
        message = _(
            "The characters of this terminal are {encoding}, which has no Chinese: start custtui "
            "with LC_ALL=C.UTF-8 and without PYTHONIOENCODING."
        )
        raise Refusal(message.format(encoding=encoding)) from None


def as_typed(text: str) -> str:
    """An argument in UTF-8, also where Python was told that the terminal has only ASCII."""
    if text.isprintable():
        return text
    return os.fsencode(text).decode("utf-8", "replace")


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
