"""What the segment of a dimension hangs on: where none of it differs, nor does the segment."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from custtui.segments.checks.checking import looks_at, measure_of
from custtui.segments.measures import Measure
from custtui.segments.rules import Conditions, Dimension, Rules, comparisons

_COLUMN = re.compile(r"\bm\.(\w+)")
_SEGMENT = "segment:"


def metric_columns(measures: Iterable[Measure]) -> tuple[str, ...]:
    """The columns of the metric row that these measures are made of, in alphabetical order."""
    sql = " ".join(f"{m.number} {m.over or ''} {m.holds or ''}" for m in measures)
    return tuple(sorted(set(_COLUMN.findall(sql))))


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The metric columns and the dimensions that it asks, and whether it asks the day itself."""

    dimension: str
    columns: tuple[str, ...]
    dimensions: tuple[str, ...]
    asks_day: bool

    @classmethod
    def by(cls, rules: Rules, dimension: Dimension) -> Self:
        """What the rules of a dimension look at."""
        names = looks_at(dimension)
        measures = [measure_of(rules, name) for name in names]
        return cls(
            dimension=dimension.key,
            columns=metric_columns(measures),
            dimensions=tuple(
                sorted(n.removeprefix(_SEGMENT) for n in names if n.startswith(_SEGMENT))
            ),
            asks_day=_counts_from_day(dimension)
            or any(":as_of" in f"{m.number} {m.holds}" for m in measures),
        )

    def met(
        self, row: Mapping[str, object], segments: Mapping[str, str], as_of: date
    ) -> tuple[object, ...]:
        """All of it as it is on a day, for this metric row and these segments."""
        return (
            self.dimension,
            as_of if self.asks_day else None,
            *(row[column] for column in self.columns),
            *(segments[key] for key in self.dimensions),
        )


def _counts_from_day(dimension: Dimension) -> bool:
    return isinstance(dimension, Conditions) and any(
        str(comparison.value).startswith("as_of")
        for segment in dimension.segments
        for comparison in comparisons(segment.when)
    )
