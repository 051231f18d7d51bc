"""Printing: plain text in columns, JSON, complaints; nothing printed acts on a terminal."""

import io
import re
import sys
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from custtui.values.text import shown, width

_GAP = "  "
_CUT = "…"
#: What JSON may hold as it is and a terminal would still act on, or turn the reading order by.
_ACTING = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"


def settle_streams() -> None:
    """Let no character that a terminal lacks stop the printing: it becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """One line on stdout, made harmless."""
    print(shown(text))


def complain(text: str) -> None:
    """One line on stderr, made harmless."""
    print(f"custtui: {shown(text)}", file=sys.stderr)


def print_json(value: object, *, compact: bool = False) -> None:
    """`value` as JSON on stdout; in ASCII where stdout has no Unicode, so that it stays whole.

    `compact` is for long answers: on one line, several times as quick.
    """
    import json

    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    is_unicode = encoding.lower().replace("-", "").startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode, indent=None if compact else 2)
    print(re.sub(_ACTING, lambda match: f"\\u{ord(match[0]):04x}", text))


def print_table(
    rows: Iterable[Sequence[str]], *, right: Collection[int] = (), indent: str = ""
) -> None:
    """Rows in columns as wide as their widest cell; the columns in `right` end together."""
    if lines := table(rows, right=right):
        print("\n".join((indent + line).rstrip() for line in lines))


def table(rows: Iterable[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """The lines of a table, each cell harmless and on one line; Chinese takes two cells a sign."""
    measured = cache(_measured)  # many cells of a long table say the same
    cells = [[measured(cell) for cell in row] for row in rows]
    columns = max(map(len, cells), default=0)
    widths = [max(row[n][1] for row in cells if n < len(row)) for n in range(columns)]
    ends = [n in right for n in range(columns)]
    return [
        _GAP.join(
            " " * (widest - taken) + text if end else text + " " * (widest - taken)
            for (text, taken), widest, end in zip(row, widths, ends, strict=False)
        ).rstrip()
        for row in cells
    ]


def shortened(text: str, cells: int) -> str:
    """`text` on one line in at most so many cells; an ellipsis stands for what was cut."""
    line = " ".join(shown(text).split())
    if 2 * len(line) <= cells or width(line) <= cells:  # no sign takes more than two
        return line
    taken = 0
    for place, character in enumerate(line):
        taken += width(character)
        if taken > cells - 1:
            return line[:place].rstrip() + _CUT
    return line


def _measured(cell: str) -> tuple[str, int]:
    """A cell made harmless, and how wide it is."""
    text = shown(cell)
    return text, width(text)
