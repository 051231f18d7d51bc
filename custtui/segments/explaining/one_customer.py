"""One customer judged alone, on any day, while all other customers stand still.

Its own records are measured for the day; of the others, what the tables hold stands still. Nothing
is written, so that this serves a file that may only be read, and tables that shadow it.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from custtui.segments.checks.checking import in_order, measure_of
from custtui.segments.explaining.neighbours import Neighbours, Rank
from custtui.segments.explaining.own_records import MetricRow, OwnRecords
from custtui.segments.judging.compile import Compilation
from custtui.segments.judging.metrics import bounds, teach
from custtui.segments.judging.pinned import effective, has_effect
from custtui.segments.judging.rankings import is_scored, ranked_value
from custtui.segments.over_time.looked_at import LookedAt
from custtui.segments.rules import (
    UNCLASSIFIED,
    ByField,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Share,
    is_tags,
)
from custtui.segments.standing import Standing

__all__ = ["JudgedAlone", "MetricRow", "OneCustomer", "judge_one"]


@dataclass(frozen=True, slots=True)
class JudgedAlone:
    """One customer on one day: its metric row, and its segments as the segment table has them."""

    day: date
    row: MetricRow
    segments: Mapping[str, str]


def judge_one(
    connection: sqlite3.Connection, customer_id: int, as_of: date, rules: Rules
) -> dict[str, Standing]:
    """Its segments on that day by these rules, all others standing still as they do now.

    KeyError when there is no such customer.
    """
    judged = OneCustomer(connection, rules, customer_id).judged(as_of).segments
    return {
        dimension.key: tuple(judged[dimension.key].split())
        if is_tags(dimension)
        else judged[dimension.key]
        for dimension in rules.dimensions
    }


class OneCustomer:
    """A customer that can be judged on one day after another; what was found is remembered."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        rules: Rules,
        customer_id: int,
        dimensions: Collection[str] | None = None,
    ) -> None:
        """`dimensions` are those to judge, with all that they ask; every one by default."""
        self._connection = connection
        self._rules = rules
        self._customer_id = customer_id
        self._levels = [
            [each for each in level if dimensions is None or each.key in dimensions]
            for level in in_order(rules)
        ]
        self._looked_at = {d.key: LookedAt.by(rules, d) for d in rules.dimensions}
        self._neighbours = Neighbours(connection, rules, customer_id)
        self._computed: dict[tuple[object, ...], str] = {}
        self._pins = connection.execute(
            "SELECT dimension, segment, holds, last_day FROM pin WHERE customer_id = ? ORDER BY id",
            (customer_id,),
        ).fetchall()
        self._records: OwnRecords | None = None
        teach(connection)

    def measured(self, as_of: date) -> MetricRow:
        """Its metric row on that day; KeyError when there is no such customer."""
        if self._records is None:
            self._records = OwnRecords(self._connection, self._customer_id, as_of)
        return self._records.measured(as_of)

    def judged(self, as_of: date, row: MetricRow | None = None) -> JudgedAlone:
        """Its segments on that day; `row` is its metric row then, where it is known."""
        row = self.measured(as_of) if row is None else row
        segments: dict[str, str] = {}
        for level in self._levels:
            before = dict(segments)
            for dimension in level:
                met = self._looked_at[dimension.key].met(row, before, as_of)
                if met not in self._computed:
                    judged = JudgedAlone(as_of, row, before)
                    self._computed[met] = self._segment(dimension, judged)
                computed = self._computed[met]
                segments[dimension.key] = self._effective(dimension, computed, as_of)
        return JudgedAlone(as_of, row, segments)

    def pin_ends(self, dimension: Dimension, day: date) -> bool:
        """Whether a pin in that dimension counts for the last time on that day."""
        return any(
            of == dimension.key and last_day == day.isoformat() and has_effect(dimension, key)
            for of, key, _holds, last_day in self._pins
        )

    def figures(
        self, judged: JudgedAlone, compilation: Compilation, figures: Sequence[str]
    ) -> tuple[object, ...]:
        """Figures of SQL that speaks of `m`, `c` and `s`, for it as it was judged."""
        if not figures:
            return ()
        metric = ", ".join(f":m_{name} AS {name}" for name in judged.row)
        segments = ", ".join(
            f'{compilation.bind(text)} AS "{key}"' for key, text in judged.segments.items()
        )
        found: tuple[object, ...] = self._connection.execute(
            f"SELECT {', '.join(figures)} FROM (SELECT {metric}) m"
            f" JOIN customer c ON c.id = m.customer_id, (SELECT {segments or 'NULL'}) s",
            {
                **compilation.values,
                **{f"m_{name}": value for name, value in judged.row.items()},
                **bounds(compilation.as_of),
            },
        ).fetchone()
        return found

    def rank(self, dimension: Share, judged: JudgedAlone) -> Rank | None:
        """Where it stands among those ranked; None where it is not ranked."""
        return self._neighbours.rank(dimension, self._asked(dimension, judged)[0], judged.day)

    def scores(self, dimension: Scores, judged: JudgedAlone) -> tuple[int, ...] | None:
        """Its scores R, F and M; None where it is not scored."""
        scored, *values = self._asked(dimension, judged)
        if not scored:
            return None
        return tuple(
            self._neighbours.score(dimension, part, value, judged.day)
            for (part, _score), value in zip(dimension.parts, values, strict=True)
            if isinstance(value, int | str)
        )

    def _asked(self, dimension: Dimension, judged: JudgedAlone) -> tuple[object, ...]:
        """What has to be known of the customer itself."""
        compilation = Compilation(self._rules, judged.day)
        match dimension:
            case Conditions():
                figures = [compilation.condition(segment.when) for segment in dimension.segments]
            case ByField():
                figures = [compilation.by_field(dimension)]
            case Share():
                figures = [measure_of(self._rules, dimension.metric).number]
            case Scores():
                parts = [measure_of(self._rules, s.metric) for _part, s in dimension.parts]
                figures = [is_scored(self._rules, dimension), *map(ranked_value, parts)]
        return self.figures(judged, compilation, figures)

    def _segment(self, dimension: Dimension, judged: JudgedAlone) -> str:
        """What the rules give; `judged` has the segments of the dimensions that they ask."""
        match dimension:
            case Conditions():
                met = zip(dimension.segments, self._asked(dimension, judged), strict=True)
                keys = [segment.key for segment, holds in met if holds]
                return " ".join(keys) if dimension.tags else (keys or [UNCLASSIFIED])[0]
            case ByField():
                return str(self._asked(dimension, judged)[0])
            case Share():
                (value,) = self._asked(dimension, judged)
                return self._neighbours.share(dimension, value, judged.day)
            case Scores():
                scores = self.scores(dimension, judged)
                if scores is None:
                    return dimension.other.key
                code = "".join(map(str, scores))
                keys = [segment.key for segment in dimension.segments if code in segment.codes]
                return (keys or [UNCLASSIFIED])[0]

    def _effective(self, dimension: Dimension, computed: str, as_of: date) -> str:
        """What pins make of a segment; one that the dimension no longer has, makes nothing."""
        fixed = {
            str(key): bool(holds)
            for of, key, holds, last_day in self._pins
            if of == dimension.key
            and (last_day is None or last_day >= as_of.isoformat())
            and has_effect(dimension, key)
        }
        return effective(dimension, computed, fixed) if fixed else computed
