"""What of a rule is a plain number that anybody can change: shares, thresholds, days, factors.

A number has a place in the rules, a label, and a unit in which it is typed.
`segments.drafting.adjusting` puts other numbers into their places.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from custtui.segments.checks.checking import measure_of
from custtui.segments.measures import Kind, Measure, is_money
from custtui.segments.rules import (
    Comparison,
    Conditions,
    Rules,
    Scores,
    Share,
    placed,
)
from custtui.segments.sentences import SIGNS, label_of, left
from custtui.values.language import _

#: Where a number stands: the key of its dimension, then the way to it through the rule's JSON.
Place = tuple[str | int, ...]
_HUNDRED = Decimal(100)


class Unit(StrEnum):
    """What a number counts, and so how it is typed."""

    PERCENT = "percent"
    MONEY = "money"  #: whole currency units, with two places at most
    COUNT = "count"
    DAYS = "days"
    NUMBER = "number"  #: a ratio, or a number of an own field
    FACTOR = "factor"
    DAYS_AGO = "days_ago"
    DAYS_AHEAD = "days_ahead"
    MONTHS_AGO = "months_ago"
    MONTHS_AHEAD = "months_ahead"


_RELATIVE = {
    ("-", "days"): Unit.DAYS_AGO,
    ("+", "days"): Unit.DAYS_AHEAD,
    ("-", "months"): Unit.MONTHS_AGO,
    ("+", "months"): Unit.MONTHS_AHEAD,
}


@dataclass(frozen=True, slots=True)
class Adjustable:
    """A number of a rule. `segment` is whose it is, empty where it is the whole dimension's.

    `value` is in its unit: 20 is 20 %, 300000 is that many whole currency units.
    """

    place: Place
    segment: str
    label: str
    value: Decimal
    unit: Unit


def adjustable(rules: Rules, dimension: str, segment: str | None = None) -> list[Adjustable]:
    """The numbers of a dimension, or of one of its segments, in the order of the table."""
    whole = rules.dimension(dimension)
    match whole:
        case Share():
            found = list(_of_share(rules, whole))
        case Scores():
            found = list(_of_scores(rules, whole))
        case Conditions():
            found = list(_of_conditions(rules, whole))
        case _:
            found = []
    return [each for each in found if segment is None or each.segment == segment]


def rest_of(rules: Rules, dimension: str) -> tuple[str, Decimal] | None:
    """The last class of a share dimension and its percentage: it takes what the others leave."""
    whole = rules.dimension(dimension)
    if not isinstance(whole, Share):
        return None
    return whole.segments[-1].key, whole.segments[-1].share * _HUNDRED


def unit_of(measure: Measure) -> Unit | None:
    """The unit in which a measure's thresholds are typed; None where they are no plain numbers."""
    if is_money(measure):
        return Unit.MONEY
    units = {
        Kind.COUNT: Unit.COUNT,
        Kind.AGE: Unit.DAYS,
        Kind.NUMBER: Unit.NUMBER,
        Kind.RATIO: Unit.NUMBER,
    }
    return units.get(measure.kind)


def _of_share(rules: Rules, dimension: Share) -> Iterator[Adjustable]:
    label = _("share of the customers")
    if dimension.by == "value":
        label = _("share of {metric}").format(metric=label_of(rules, dimension.metric))
    for number, segment in enumerate(dimension.segments[:-1]):
        place = (dimension.key, "segments", number, "share")
        yield Adjustable(place, segment.key, label, segment.share * _HUNDRED, Unit.PERCENT)


def _of_scores(rules: Rules, dimension: Scores) -> Iterator[Adjustable]:
    for part, score in dimension.parts:
        unit = unit_of(measure_of(rules, score.metric))
        if score.by != "thresholds" or unit is None:
            continue
        for number, threshold in enumerate(score.thresholds):
            label = _("{metric}: score {score} from").format(
                metric=label_of(rules, score.metric), score=number + 2
            )
            yield Adjustable(
                (dimension.key, part, "thresholds", number), "", label, threshold, unit
            )


def _of_conditions(rules: Rules, dimension: Conditions) -> Iterator[Adjustable]:
    for number, segment in enumerate(dimension.segments):
        start: Place = (dimension.key, "segments", number, "when")
        for place, comparison in placed(segment.when, start):
            yield from _of_comparison(rules, segment.key, place, comparison)


def _of_comparison(
    rules: Rules, segment: str, place: Place, comparison: Comparison
) -> Iterator[Adjustable]:
    sign = SIGNS.get(comparison.compare)
    if sign is None:
        return
    if comparison.than is not None:
        label = _("{other} {sign} {what} times").format(
            other=label_of(rules, comparison.than),
            sign=_turned(sign),
            what=label_of(rules, comparison.what),
        )
        yield Adjustable((*place, "times"), segment, label, comparison.times, Unit.FACTOR)
        return
    unit = unit_of(measure_of(rules, comparison.what))
    value = comparison.value
    if measure_of(rules, comparison.what).kind is Kind.DAY:
        parts = str(value).split()
        unit = _RELATIVE.get((parts[1], parts[3])) if len(parts) == 4 else None
        value = parts[2] if unit else None
    if unit is None or value is None:
        return
    label = _("{what} {sign}").format(what=left(rules, comparison), sign=sign)
    yield Adjustable((*place, "value"), segment, label, Decimal(str(value)), unit)


def _turned(sign: str) -> str:
    return {"<": ">", "≤": "≥", ">": "<", "≥": "≤"}.get(sign, sign)
