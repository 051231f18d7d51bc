"""Lines of data: spans of plain text with styles, cut and padded to terminal cells.

What comes from a file is never parsed: a span's text goes to the terminal as it is, after
`values.text.shown` has taken out what a terminal could act on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from custtui.tui.theme import TEXT
from custtui.values.text import shown


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style."""

    text: str
    style: Style = TEXT


Line = tuple[Span, ...]


def line(*parts: str | Span) -> Line:
    """A line of spans; plain strings take the style of text."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Text in exactly `width` cells: padded, or cut with an ellipsis."""
    text = shown(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width) if width else ""
    padding = " " * (width - length)
    return padding + text if right else text + padding


def strip_of(spans: Iterable[Span], width: int, ground: Style | None = None) -> Strip:
    """A strip of exactly `width` cells; `ground` lies under all but badges, which have theirs."""
    segments = [
        Segment(shown(s.text), s.style + ground if ground and _is_plain(s.style) else s.style)
        for s in spans
    ]
    filler = TEXT + ground if ground else TEXT
    return Strip(segments).adjust_cell_length(width, filler)


def _is_plain(style: Style) -> bool:
    return style.bgcolor == TEXT.bgcolor


def wrapped(text: str, width: int, style: Style = TEXT) -> list[Line]:
    """Text broken into lines of at most `width` cells, at any Chinese character or at a space."""
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        rest = shown(paragraph)
        while cell_len(rest) > width > 1:
            taken = set_cell_size(rest, width).rstrip()
            space = taken.rfind(" ")
            if (
                rest[len(taken) : len(taken) + 1] not in ("", " ")
                and space > width // 2
                and (taken[-1].isascii())
            ):
                taken = taken[:space]
            lines.append((Span(taken, style),))
            rest = rest[len(taken) :].lstrip()
        lines.append((Span(rest, style),))
    return lines
