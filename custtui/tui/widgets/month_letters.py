"""The segments of the last month-ends as a line of letters, which reads without colour."""

from typing import TYPE_CHECKING

from rich.cells import cell_len

from custtui.reading.dimensions import ShownDimension, ShownSegment
from custtui.tui.theme import badge
from custtui.tui.widgets.lines import Line, Span
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.segments.over_time.month_ends import MonthLine


def letter(segment: ShownSegment) -> str:
    """What stands for a segment in one or two cells: its badge, else how its name begins."""
    return segment.badge or str(segment.name)[:1] or "·"


def letters(line: "MonthLine", dimension: ShownDimension, width: int) -> Line:
    """A letter on its colour for each month-end, the oldest first; close together if need be."""
    segments = [dimension.segment(key) for key in line.segments]
    gap = " " if sum(cell_len(letter(each)) + 1 for each in segments) <= width + 1 else ""
    spans: list[Span] = []
    for segment in segments:
        spans += [Span(letter(segment), badge(segment.colour)), Span(gap)]
    return tuple(spans[:-1])


def plain_letters(line: "MonthLine", dimension: ShownDimension) -> str:
    """The letters as text."""
    return " ".join(letter(dimension.segment(key)) for key in line.segments)


def months_told(line: "MonthLine") -> str:
    """Of which month-ends a line is: `month-ends 2025-11 to 2026-10`."""
    first, last = line.days[0], line.days[-1]
    return _("month-ends {first} to {last}").format(first=f"{first:%Y-%m}", last=f"{last:%Y-%m}")
