"""Half-open ranges of one metric: what a rule leaves over for itself after the rules before it."""

from dataclasses import dataclass
from fractions import Fraction

from custtui.segments.checks.checking import measure_of
from custtui.segments.judging.compile import number_value
from custtui.segments.judging.tables import METRIC_COLUMNS
from custtui.segments.measures import Kind, Measure
from custtui.segments.rules import All, Comparison, Condition, Conditions, Rules

_NUMBERS = (Kind.MONEY, Kind.COUNT, Kind.NUMBER, Kind.AGE, Kind.RATIO)


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers between two ends, in the units of thresholds; a side without an end is None."""

    low: Fraction | None = None
    low_in: bool = False
    high: Fraction | None = None
    high_in: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in it."""
        if self.low is None or self.high is None or self.low < self.high:
            return False
        return self.low > self.high or not (self.low_in and self.high_in)

    def holds(self, number: Fraction | int) -> bool:
        """Whether the number lies in it."""
        above = self.low is None or number > self.low or (self.low_in and number == self.low)
        below = self.high is None or number < self.high or (self.high_in and number == self.high)
        return above and below

    def meet(self, other: "Interval") -> "Interval":
        """What lies in both."""
        low, low_in = self.low, self.low_in
        if other.low is not None and (low is None or other.low >= low):
            low_in = other.low_in and (low_in or low != other.low)
            low = other.low
        high, high_in = self.high, self.high_in
        if other.high is not None and (high is None or other.high <= high):
            high_in = other.high_in and (high_in or high != other.high)
            high = other.high
        return Interval(low, low_in, high, high_in)

    def without(self, other: "Interval") -> tuple["Interval", ...]:
        """What is left of it when the other is taken out: none, one or two."""
        parts = []
        if other.low is not None:
            parts.append(self.meet(Interval(high=other.low, high_in=not other.low_in)))
        if other.high is not None:
            parts.append(self.meet(Interval(low=other.high, low_in=not other.high_in)))
        return tuple(part for part in parts if not part.is_empty)


@dataclass(frozen=True, slots=True)
class Ranges:
    """A condition on one metric alone, as the ranges in which it holds."""

    measure: Measure
    parts: tuple[Interval, ...]


def ranges_of(rules: Rules, condition: Condition | None) -> Ranges | None:
    """The range that a condition asks of one metric; None where it is more than that."""
    match condition:
        case Comparison():
            interval = _interval(rules, condition)
            if interval is None:
                return None
            return Ranges(measure_of(rules, condition.what), (interval,))
        case All(all=parts) if parts:
            found = [ranges_of(rules, part) for part in parts]
            joined = found[0]
            for each in found[1:]:
                if joined is None or each is None or each.measure != joined.measure:
                    return None
                joined = Ranges(joined.measure, (joined.parts[0].meet(each.parts[0]),))
            return joined
        case _:
            return None


def left_over(rules: Rules, dimension: Conditions, segment: str) -> Ranges | None:
    """Where the metric lies for that segment to be the first that matches.

    The ranges of earlier segments on the same metric are taken out. For an "otherwise" they must
    all be on one metric, which may then also be none. None where the rule is no range.
    """
    place = [s.key for s in dimension.segments].index(segment)
    earlier = [ranges_of(rules, s.when) for s in dimension.segments[:place]]
    own = ranges_of(rules, dimension.segments[place].when)
    if dimension.segments[place].when is None:
        first = earlier[0] if earlier else None
        if first is None or any(e is None or e.measure != first.measure for e in earlier):
            return None
        own = Ranges(first.measure, (Interval(),))
    if own is None or dimension.tags:
        return own
    parts = own.parts
    for each in earlier:
        if each is not None and each.measure == own.measure:
            parts = tuple(
                rest for part in parts for taken in each.parts for rest in part.without(taken)
            )
    return Ranges(own.measure, parts)


def only_measure(rules: Rules, dimension: Conditions) -> Measure | None:
    """The one metric that all rules of the dimension are ranges of; None where they are not."""
    found = [ranges_of(rules, s.when) for s in dimension.segments if s.when is not None]
    first = found[0] if found else None
    if first is None or any(each is None or each.measure != first.measure for each in found):
        return None
    return first.measure


def is_never_none(measure: Measure) -> bool:
    """Whether every customer has a number there: nothing to count is then 0."""
    column = METRIC_COLUMNS.get(measure.sql.removeprefix("m."), "")
    return measure.over is None and measure.kind is not Kind.AGE and column.endswith("NOT NULL")


def _interval(rules: Rules, comparison: Comparison) -> Interval | None:
    measure = measure_of(rules, comparison.what)
    if measure.kind not in _NUMBERS or comparison.than is not None or comparison.times != 1:
        return None
    if comparison.compare in ("empty", "filled"):
        return None
    number = number_value(comparison)
    match comparison.compare:
        case "<" | "<=":
            return Interval(high=number, high_in=comparison.compare == "<=")
        case ">" | ">=":
            return Interval(low=number, low_in=comparison.compare == ">=")
        case "=":
            return Interval(number, True, number, True)
        case _:
            return None
