"""What stands round the program: whether the terminal can show what custtui draws."""

import codecs
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from custtui.cli.terminal import has_terminal
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.store.checkup import Finding

#: The app still works in so few cells.
_COLUMNS, _ROWS = 20, 5
_FEW_COLOURS = 8
_CAN_NOTHING = ("", "dumb", "unknown")


def environment(variables: Mapping[str, str] = os.environ) -> "Iterator[Finding]":
    """What is wrong with the language settings, and with the terminal where there is one."""
    yield from encoding(getattr(sys.stdout, "encoding", None) or "ascii")
    if has_terminal():
        yield from kind_of_terminal(variables)
        yield from size(*os.get_terminal_size(sys.stdout.fileno()))


def encoding(name: str) -> "Iterator[Finding]":
    """Text in anything but UTF-8 loses Chinese."""
    from custtui.store.checkup import Finding

    if codecs.lookup(name).name != "utf-8":
        message = _("Text is written as {encoding}, in which Chinese can't be shown.")
        yield Finding(
            "locale",
            message.format(encoding=name),
            _("Set LANG to one that ends in UTF-8, like C.UTF-8 or zh_CN.UTF-8."),
        )


def kind_of_terminal(variables: Mapping[str, str]) -> "Iterator[Finding]":
    """A terminal that can't move its cursor can show no screens; one without colours, less."""
    from custtui.store.checkup import Finding

    name = variables.get("TERM", "")
    if name in _CAN_NOTHING:
        message = _("TERM is “{name}”: the terminal does not say what it can.")
        yield Finding(
            "terminal", message.format(name=name), _("Set TERM, mostly to xterm-256color.")
        )
    elif _colours(name) < _FEW_COLOURS and "COLORTERM" not in variables:
        message = _("TERM is “{name}”, which has no colours.")
        yield Finding(
            "terminal",
            message.format(name=name),
            _("Badges still read without them. With colours: TERM=xterm-256color."),
        )


def size(columns: int, rows: int) -> "Iterator[Finding]":
    """Too few cells to draw in."""
    from custtui.store.checkup import Finding

    if columns < _COLUMNS or rows < _ROWS:
        message = _("The terminal has {columns} columns and {rows} rows.")
        yield Finding(
            "terminal",
            message.format(columns=columns, rows=rows),
            _("Make it larger: at least {columns} by {rows}, better 80 by 24.").format(
                columns=_COLUMNS, rows=_ROWS
            ),
        )


def _colours(name: str) -> int:
    """How many colours a terminal of that name has; many where this system does not know it."""
    try:
        import curses

        curses.setupterm(name, sys.stdout.fileno())
        return curses.tigetnum("colors")
    except (ImportError, curses.error, OSError, ValueError):
        return _FEW_COLOURS
