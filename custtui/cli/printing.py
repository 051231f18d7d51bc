"""Printing: plain text in columns, JSON, complaints; nothing printed acts on a terminal."""

import io
import json
import re
import sys
from collections.abc import Collection, Iterable, Sequence

from custtui.values.text import shown, width

_GAP = "  "
_CUT = "…"
#: What JSON may hold as it is and a terminal would still act on, or turn the reading order by.
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

#: A Chinese character with the punctuation that may not begin a line, or a word of another script.
_PIECES = re.compile(r"[\u2e80-\uffff][，。、；：？！）》”,.;:]*\s*|[^\s\u2e80-\uffff]+\s*")


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
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    is_unicode = encoding.lower().replace("-", "").startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode, indent=None if compact else 2)
    print(_ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def print_table(
    rows: Iterable[Sequence[str]], *, right: Collection[int] = (), indent: str = ""
) -> None:
    """Rows in columns as wide as their widest cell; the columns in `right` end together."""
    for line in table(rows, right=right):
        print((indent + line).rstrip())


def table(rows: Iterable[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """The lines of a table, each cell harmless and on one line; Chinese takes two cells a sign."""
    cells = [[shown(cell) for cell in row] for row in rows]
    columns = max(map(len, cells), default=0)
    widths = [max(width(r[n]) for r in cells if n < len(r)) for n in range(columns)]
    lines = []
    for row in cells:
        padded = (
            " " * (widths[n] - width(cell)) + cell if n in right else _padded(cell, widths[n])
            for n, cell in enumerate(row)
        )
        lines.append(_GAP.join(padded).rstrip())
    return lines


def shortened(text: str, cells: int) -> str:
    """`text` on one line in at most so many cells; an ellipsis stands for what was cut."""
    line = " ".join(shown(text).split())
    if width(line) <= cells:
        return line
    taken = 0
    for place, character in enumerate(line):
        taken += width(character)
        if taken > cells - 1:
            return line[:place].rstrip() + _CUT
    return line


def wrapped(text: str, cells: int) -> list[str]:
    """`text` in lines of at most so many cells; between Chinese signs it may break anywhere."""
    lines: list[str] = []
    for word in _words(text):
        if lines and width(lines[-1]) + width(word.rstrip()) <= cells:
            lines[-1] += word
        elif lines and width(lines[-1].rstrip()) == 0:
            lines[-1] = word
        else:
            lines.append(word)
    return [line.rstrip() for line in lines] or [""]


def _words(text: str) -> list[str]:
    """The pieces between which a line may break."""
    return _PIECES.findall(text)


def _padded(cell: str, cells: int) -> str:
    return cell + " " * (cells - width(cell))
