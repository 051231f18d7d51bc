"""Rules that no customer can ever be the first to match: those before them take all of it.

On each metric that a rule asks for it is worked out where the rule may hold at most, and where the
rules before it hold for sure, whatever else they ask. What the first leaves nothing of is never
reached. Nothing is claimed where a rule looks at no number, nor of customers without one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from custtui.segments.checks.intervals import Interval, Ranges, ranges_of
from custtui.segments.measures import Kind, Measure, is_money
from custtui.segments.rules import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Conditions,
    Rules,
    comparisons,
)

Parts = tuple[Interval, ...]
_SMALLEST_MONEY = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Shadowed:
    """A segment that nobody can reach.

    `by` are the segments that take what it asks for; none where its own rule contradicts itself.
    """

    number: int
    by: tuple[str, ...]


def shadowed(rules: Rules, dimension: Conditions) -> Iterator[Shadowed]:
    """The segments of a dimension that nobody can reach; of tags, those that contradict."""
    for number, segment in enumerate(dimension.segments):
        before = () if dimension.tags else dimension.segments[:number]
        everybody = next((other.key for other in before if other.when is None), None)
        if everybody is not None:
            yield Shadowed(number, (everybody,))
        elif segment.when is not None:
            found = _hidden_by(rules, segment.when, [(s.key, s.when) for s in before])
            if found is not None:
                yield Shadowed(number, found)


def _hidden_by(
    rules: Rules, when: Condition, before: Sequence[tuple[str, Condition | None]]
) -> tuple[str, ...] | None:
    """The rules that leave nothing of this one; none of them where it contradicts itself."""
    same = next((key for key, other in before if other == when), None)
    if same is not None:
        return (same,)
    taken = _texts_taken(when, before)
    if taken:
        return taken
    for what in dict.fromkeys(comparison.what for comparison in comparisons(when)):
        at_most = may_hold(rules, when, what)
        if at_most is None:
            continue
        measure = _measure(rules, when, what)
        left = _possible(measure, at_most)
        if not left:
            return ()
        by = []
        for key, other in before:
            taken_here = surely_holds(rules, other, what)
            rest = _possible(measure, without(left, taken_here))
            if rest != left:
                by.append(key)
            left = rest
            if not left:
                return tuple(by)
    return None


def may_hold(rules: Rules, condition: Condition | None, what: str) -> Parts | None:
    """Where the metric may lie when the condition holds; None where it may be anything, or none."""
    match condition:
        case Comparison() if condition.what == what:
            found = _ranges(rules, condition)
            return found.parts if found else None
        case All(all=parts):
            known = [p for p in (may_hold(rules, part, what) for part in parts) if p is not None]
            return meeting(known) if known else None
        case AnyOf(any=parts) if parts:
            each = [may_hold(rules, part, what) for part in parts]
            if any(p is None for p in each):
                return None
            return tuple(interval for p in each if p is not None for interval in p)
        case _:
            return None


def surely_holds(rules: Rules, condition: Condition | None, what: str) -> Parts:
    """Where the metric need only lie for the condition to hold, whatever else is so."""
    match condition:
        case Comparison() if condition.what == what:
            found = _ranges(rules, condition)
            return found.parts if found else ()
        case All(all=parts) if parts:
            return meeting([surely_holds(rules, part, what) for part in parts])
        case AnyOf(any=parts):
            return tuple(i for part in parts for i in surely_holds(rules, part, what))
        case _:
            return ()


def meeting(found: Sequence[Parts]) -> Parts:
    """What lies in all of them."""
    joined: Parts = (Interval(),)
    for parts in found:
        met = (one.meet(other) for one in joined for other in parts)
        joined = tuple(interval for interval in met if not interval.is_empty)
    return joined


def without(parts: Parts, taken: Parts) -> Parts:
    """What is left of the first where the second are taken out."""
    for each in taken:
        parts = tuple(rest for part in parts for rest in part.without(each))
    return parts


def has_value(measure: Measure, interval: Interval) -> bool:
    """Whether the measure can have a value in it: counts and days are whole, money has cents."""
    if interval.is_empty:
        return False
    if measure.kind not in (Kind.COUNT, Kind.AGE, Kind.MONEY) or None in (
        interval.low, interval.high
    ):  # fmt: skip
        return True
    unit = _SMALLEST_MONEY if is_money(measure) else Fraction(1)
    assert interval.low is not None
    assert interval.high is not None
    first, last = ceil(interval.low / unit), floor(interval.high / unit)
    if not interval.holds(first * unit):
        first += 1
    if not interval.holds(last * unit):
        last -= 1
    return first <= last


def _possible(measure: Measure, parts: Parts) -> Parts:
    return tuple(part for part in parts if has_value(measure, part))


def _measure(rules: Rules, condition: Condition, what: str) -> Measure:
    found = (_ranges(rules, each) for each in comparisons(condition) if each.what == what)
    return next(ranges.measure for ranges in found if ranges is not None)


def _ranges(rules: Rules, comparison: Comparison) -> Ranges | None:
    """The range that it asks for; None also where what it names is unknown, or is no number."""
    try:
        return ranges_of(rules, comparison)
    except ValueError:
        return None


def _texts_taken(
    when: Condition, before: Sequence[tuple[str, Condition | None]]
) -> tuple[str, ...]:
    """The rules that together take every text that this one names; none where they do not."""
    own = _texts(when)
    if own is None:
        return ()
    what, left = own
    by = []
    for key, other in before:
        taken = _texts(other)
        if taken is not None and taken[0] == what and left & taken[1]:
            by.append(key)
            left = left - taken[1]
    return tuple(by) if not left else ()


def _texts(condition: Condition | None) -> tuple[str, frozenset[str]] | None:
    """The texts that a comparison names: `stage = lost`, `region in (…)`."""
    if not isinstance(condition, Comparison) or condition.than is not None:
        return None
    if condition.compare == "in" and isinstance(condition.value, tuple) and condition.value:
        return condition.what, frozenset(condition.value)
    if condition.compare == "=" and not isinstance(condition.value, tuple):
        return condition.what, frozenset((str(condition.value),))
    return None
