"""Whether there is a terminal to open the screens in."""

import sys


def has_terminal() -> bool:
    """Whether keys can be read and a screen be drawn."""
    return all(
        stream is not None and not stream.closed and stream.isatty()
        for stream in (sys.stdin, sys.stdout)
    )
