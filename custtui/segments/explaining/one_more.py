"""One customer with one more purchase: where it would stand, all other customers standing still.

The purchase is made on as-of, has no product and no cost, and its amount is above 0. A segment is a
step function of that amount; `OneMorePurchase.steps` gives every amount at which it can change.
"""

from fractions import Fraction
from math import floor

from custtui.segments.checks.checking import in_order, looks_at
from custtui.segments.explaining.entries import entries
from custtui.segments.explaining.situation import Situation
from custtui.segments.judging.compile import Compilation, number_value
from custtui.segments.judging.tables import METRIC_COLUMNS
from custtui.segments.measures import Kind, Measure
from custtui.segments.rules import (
    UNCLASSIFIED,
    ByField,
    Comparison,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Share,
    comparisons,
)

#: The columns of the metric row that grow by the amount.
_GROWING = ("m.amount_12m", "m.amount_24m", "m.amount_90d", "m.amount_total")
#: What a purchase changes; it counts as an order where as-of had none.
_CHANGED = {
    **{column.removeprefix("m."): f"{column} + :amount" for column in _GROWING},
    **{
        column: f"m.{column} + (m.last_purchase IS NOT :as_of)"
        for column in ("orders_12m", "orders_24m", "orders_90d", "orders_total")
    },
    "first_purchase": "coalesce(m.first_purchase, :as_of)",
    "last_purchase": ":as_of",
}
_ROW = ", ".join(f"{_CHANGED.get(column, column)} AS {column}" for column in METRIC_COLUMNS)
#: What a purchase changes in ways that are not followed here.
_BEYOND = ("cycle_days", "cycle_ratio")
_SEGMENT = "segment:"


def needed(rules: Rules, dimension: Dimension) -> tuple[Dimension, ...]:
    """The dimension and those that it refers to, however far, in the order of judging."""
    wanted, waiting = {dimension.key}, [dimension]
    while waiting:
        for what in looks_at(waiting.pop()):
            key = what.removeprefix(_SEGMENT)
            if what.startswith(_SEGMENT) and key not in wanted:
                wanted.add(key)
                waiting.append(rules.dimension(key))
    return tuple(each for level in in_order(rules) for each in level if each.key in wanted)


class OneMorePurchase:
    """A customer's segment in one dimension as a function of one more purchase's amount."""

    def __init__(self, situation: Situation, dimension: Dimension) -> None:
        self._situation = situation
        self._dimension = dimension
        self._needed = needed(situation.rules, dimension)
        self._entries = {
            share.key: entries(situation, share, _number(situation.value(share.metric)))
            for share in self._needed
            if isinstance(share, Share)
        }

    @staticmethod
    def can_follow(situation: Situation, dimension: Dimension) -> bool:
        """Whether a purchase can be followed through all that the dimension looks at.

        Not through purchase cycles, nor through scores, nor through ranks of days.
        """
        for each in needed(situation.rules, dimension):
            if isinstance(each, Scores) or looks_at(each).intersection(_BEYOND):
                return False
            if isinstance(each, Share) and situation.measure(each.metric).kind is Kind.DAY:
                return False
        return True

    @property
    def is_relative(self) -> bool:
        """Whether other customers matter."""
        return bool(self._entries)

    def segment_at(self, amount: int) -> str:
        """The segment with one more purchase of that amount, in minor units."""
        standing: dict[str, str] = {}
        for dimension in self._needed:
            standing[dimension.key] = self._segment(dimension, amount, standing)
        return standing[self._dimension.key]

    def steps(self) -> list[int]:
        """Every amount, rising from 1, at which the segment can be another than just below it."""
        found = {1}
        for dimension in self._needed:
            if isinstance(dimension, Share):
                if self._situation.measure(dimension.metric).sql in _GROWING:
                    own = _number(self._situation.value(dimension.metric)) or 0
                    found |= {entry.lowest - own for entry in self._entries[dimension.key]}
            elif isinstance(dimension, Conditions):
                for segment in dimension.segments:
                    for comparison in comparisons(segment.when):
                        found |= self._crossing(comparison)
        return sorted(amount for amount in found if amount >= 1)

    def _segment(self, dimension: Dimension, amount: int, standing: dict[str, str]) -> str:
        compilation = Compilation(self._situation.rules, self._situation.as_of)
        match dimension:
            case Share():
                return self._share(dimension, amount)
            case ByField():
                text = compilation.by_field(dimension)
                return str(self._row(compilation, [text], amount, standing)[0])
            case Conditions():
                tests = [compilation.condition(segment.when) for segment in dimension.segments]
                row = self._row(compilation, tests, amount, standing)
                keys = [s.key for s, met in zip(dimension.segments, row, strict=True) if met]
                if dimension.tags:
                    return " ".join(keys)
                return keys[0] if keys else UNCLASSIFIED
            case Scores():
                raise ValueError(dimension.key)

    def _share(self, dimension: Share, amount: int) -> str:
        compilation = Compilation(self._situation.rules, self._situation.as_of)
        measure = self._situation.measure(dimension.metric)
        value = _number(self._row(compilation, [measure.number], amount, {})[0])
        if value == _number(self._situation.value(dimension.metric)):
            return str(self._situation.standing[dimension.key])
        if value is not None and value > 0:
            for entry in self._entries[dimension.key]:
                if value >= entry.lowest:
                    return entry.segment
        return dimension.other.key

    def _row(
        self, compilation: Compilation, figures: list[str], amount: int, standing: dict[str, str]
    ) -> tuple[object, ...]:
        """Figures of the customer's row as the purchase leaves it."""
        segments = ", ".join(
            f'{compilation.bind(key)} AS "{name}"' for name, key in standing.items()
        )
        row: tuple[object, ...] = self._situation.connection.execute(
            f"SELECT {', '.join(figures)}"
            f" FROM (SELECT {_ROW} FROM metric m WHERE m.customer_id = :customer) m"
            f" JOIN customer c ON c.id = m.customer_id, (SELECT {segments or 'NULL'}) s",
            {**compilation.values, **self._situation.bound, "amount": amount},
        ).fetchone()
        return row

    def _crossing(self, comparison: Comparison) -> set[int]:
        """The amounts next to where the two sides of a comparison are equal."""
        measure = self._situation.measure(comparison.what)
        if comparison.compare in ("empty", "filled") or measure.kind not in (
            Kind.MONEY, Kind.COUNT, Kind.NUMBER, Kind.AGE, Kind.RATIO
        ):  # fmt: skip
            return set()
        times = Fraction(comparison.times)
        if comparison.than is None:
            number = number_value(comparison) * measure.scale
            right: tuple[Fraction, Fraction] | None = (number, Fraction())
        else:
            than = self._situation.measure(comparison.than)
            times *= Fraction(than.scale, measure.scale)
            right = self._line(than)
        left = self._line(measure)
        if left is None or right is None:
            return set()
        slope = times * left[1] - right[1]
        if not slope:
            return set()
        equal = floor((right[0] - times * left[0]) / slope)
        return {equal, equal + 1}

    def _line(self, measure: Measure) -> tuple[Fraction, Fraction] | None:
        """A measure as a straight line of the amount: where it starts, and how steep it is."""
        compilation = Compilation(self._situation.rules, self._situation.as_of)
        figures = [measure.number, measure.over or "1"]
        start, over = map(_number, self._row(compilation, figures, 0, {}))
        if start is None or not over:
            return None
        return Fraction(start, over), Fraction(int(measure.sql in _GROWING), over)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
