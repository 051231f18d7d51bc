"""Figures: what was measured, beside its floor and its aim, and the one table they stand in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


class Unit(Enum):
    """What a figure counts."""

    MILLISECONDS = "ms"
    BYTES = "bytes"
    MEGABYTES = "MB"


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured on a book of so many customers.

    `floor` was taken in the same run, of what `beside` says. The aim is at most `most_ratio` times
    the floor, at most `most` in the unit, both, or none.
    """

    what: str
    ours: float
    unit: Unit = Unit.MILLISECONDS
    floor: float | None = None
    beside: str = ""
    most_ratio: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else self.ours / self.floor

    @property
    def is_met(self) -> bool:
        """Whether the aim is met; a figure without one always is."""
        ratio = self.ratio
        return (self.most is None or self.ours <= self.most) and (
            self.most_ratio is None or ratio is None or ratio <= self.most_ratio
        )


def told(figure: Figure) -> str:
    """A figure in a cell: ours, the floor, the ratio, and a mark where the aim is missed."""
    text = spoken(figure.ours, figure.unit)
    if figure.floor is not None:
        text += f" / {spoken(figure.floor, figure.unit)} = {figure.ours / figure.floor:.2f}×"
    return text if figure.is_met else f"**{text}**"


def aim(figure: Figure) -> str:
    """The aim in a cell."""
    parts = []
    if figure.most_ratio is not None:
        parts.append(f"≤ {figure.most_ratio:g}×")
    if figure.most is not None:
        parts.append(f"≤ {spoken(figure.most, figure.unit)}")
    return ", ".join(parts)


def table(by_size: Mapping[int, Sequence[Figure]]) -> Iterable[str]:
    """The lines of the table: a column a size, a line for each thing measured."""
    sizes = sorted(by_size)
    yield " | ".join(("| ours / floor = ratio", "floor", "aim", *(f"{s:,}" for s in sizes))) + " |"
    yield "|" + " --- |" * (3 + len(sizes))
    found = {(size, figure.what): figure for size in sizes for figure in by_size[size]}
    for what in dict.fromkeys(figure.what for size in sizes for figure in by_size[size]):
        row = [found.get((size, what)) for size in sizes]
        measured = [figure for figure in row if figure is not None]
        # A book may have an aim of its own, a small one none.
        aims = "; ".join(dict.fromkeys(aim(figure) for figure in measured if aim(figure)))
        cells = [told(figure) if figure else "–" for figure in row]
        yield f"| {' | '.join((what, measured[0].beside, aims, *cells))} |"


def spoken(value: float, unit: Unit) -> str:
    """A value as people read it."""
    match unit:
        case Unit.BYTES:
            return f"{value:,.0f} B"
        case Unit.MEGABYTES:
            return f"{value:,.0f} MB"
        case Unit.MILLISECONDS if value >= 10_000:
            return f"{value / 1000:,.0f} s"
        case Unit.MILLISECONDS if value >= 1000:
            return f"{value / 1000:.2f} s"
        case Unit.MILLISECONDS:
            return f"{value:.1f} ms" if value >= 1 else f"{value:.2f} ms"
