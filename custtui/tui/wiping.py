"""Nothing of the book stays on a terminal that has no other screen to draw on.

Most terminals show a program its own screen and bring back what stood there before. Some do not:
the console of Linux, GNU screen as it comes, tmux where it is told so. There the last screen would
stay, and go into what can be scrolled back to.
"""

import os
import sys
from io import TextIOWrapper

_OTHERWISE_ROWS = 24


def drawn_to() -> TextIOWrapper:
    """What Textual draws to: stderr, unless that goes into a file; then stdout."""
    for stream in (sys.__stderr__, sys.__stdout__):
        if stream is not None and not stream.closed and stream.isatty():
            return stream
    raise OSError


def wiped(terminal: int) -> str:
    """What empties every row of that terminal, and brings the cursor to the first.

    Row by row: what is cleared as a whole goes into the scrollback of some.
    """
    try:
        rows = os.get_terminal_size(terminal).lines
    except OSError:
        rows = 0
    each = (f"\x1b[{row};1H\x1b[2K" for row in range(rows or _OTHERWISE_ROWS, 0, -1))
    return "\x1b[m" + "".join(each) + "\x1b[H"
