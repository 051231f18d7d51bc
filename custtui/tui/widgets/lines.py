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

#: Characters that one cell may be made of, with what is joined to it: no emoji has as many.
_MOST_OF_A_CELL = 16


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
    text = _beginning(text, width)
    length = cell_len(text)
    if length > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width) if width else ""
    padding = " " * (width - length)
    return padding + text if right else text + padding


def length(line: Line) -> int:
    """How many cells a line takes."""
    return sum(cell_len(shown(span.text)) for span in line)


def shortened(line: Line, room: int) -> Line:
    """A line that takes at most so many cells: what does not fit is cut with an ellipsis."""
    if length(line) <= room:
        return line
    kept: list[Span] = []
    for span in line:
        taken = cell_len(shown(span.text))
        if taken >= room:
            return (*kept, Span(fit(span.text + " ", room), span.style))
        kept.append(span)
        room -= taken
    return tuple(kept)


def strip_of(
    spans: Iterable[Span], width: int, ground: Style | None = None, edge: Span | None = None
) -> Strip:
    """A strip of exactly `width` cells; `ground` lies under all but badges, which have theirs.

    `edge` is what stands in its last cell.
    """
    if edge is not None:
        last = Strip([Segment(edge.text, edge.style)], 1)
        return Strip.join((strip_of(spans, width - 1, ground), last))
    segments: list[Segment] = []
    room = width
    for span in spans:
        style = span.style + ground if ground and _is_plain(span.style) else span.style
        text = _beginning(span.text, room)
        taken = cell_len(text)
        if taken > room:
            text, taken = set_cell_size(text, room), room
        _join(segments, text, style)
        room -= taken
    _join(segments, " " * room, TEXT + ground if ground else TEXT)
    return Strip(segments, width)


def _beginning(text: str, width: int) -> str:
    """As much of a text, made harmless, as may have to do with its first cells.

    To measure a text of a megabyte for a dozen cells would take a second.
    """
    most = _MOST_OF_A_CELL * (width + 8)
    return shown(text if len(text) <= most else text[:most] + "…")


def _join(segments: list[Segment], text: str, style: Style) -> None:
    """Add text; neighbours of one style are one, since each carries its colours to the terminal."""
    if segments and segments[-1].style == style:
        segments[-1] = Segment(segments[-1].text + text, style)
    elif text:
        segments.append(Segment(text, style))


def _is_plain(style: Style) -> bool:
    return style.bgcolor == TEXT.bgcolor


def wrapped(text: str, width: int, style: Style = TEXT) -> list[Line]:
    """Text broken into lines of at most `width` cells, at any Chinese character or at a space."""
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        rest = shown(paragraph)
        while width > 1 and (taken := _line_of(rest, width)) != rest:
            lines.append((Span(taken.rstrip(), style),))
            rest = rest[len(taken) :].lstrip()
        lines.append((Span(rest, style),))
    return lines


def _line_of(rest: str, width: int) -> str:
    """What of a text goes on one line: all of it where that fits."""
    # Only the beginning is measured: to measure all that is left for each line would take long.
    head = rest[: width + 1]
    if cell_len(head) <= width:
        head = rest[: _MOST_OF_A_CELL * width]
        if cell_len(head) <= width:
            return head
    taken = set_cell_size(head, width).rstrip()
    space = taken.rfind(" ")
    follows = head[len(taken) : len(taken) + 1]
    if follows not in ("", " ") and space > width // 2 and taken[-1].isascii():
        return taken[:space]
    return taken or head[:1]
