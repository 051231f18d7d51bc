"""What an editor offers: measures, the comparisons that a measure allows, and values to begin with.

What offers measures for a rule asks here, so that every new sort of measure is joined in one place.
"""

from decimal import Decimal

from custtui.segments.checks.checking import ALLOWED, measure_of, measures
from custtui.segments.checks.intervals import is_never_none
from custtui.segments.measures import MEASURES, Kind, Measure, is_money
from custtui.segments.rules import Comparison, Conditions, Rules, comparisons

SEGMENT = "segment:"
Value = bool | Decimal | str | tuple[str, ...]
#: Kinds that are numbers when they are compared.
NUMBERS = (Kind.MONEY, Kind.COUNT, Kind.NUMBER, Kind.AGE, Kind.RATIO)
_RANKING = (Kind.MONEY, Kind.COUNT, Kind.NUMBER, Kind.AGE)
_EMPTINESS = ("filled", "empty")
#: Of each kind the comparisons in the order in which they are wanted.
_WANTED = {
    Kind.MONEY: (">=", ">", "<", "<=", "=", "!="),
    Kind.COUNT: (">=", ">", "<", "<=", "=", "!="),
    Kind.NUMBER: (">=", ">", "<", "<=", "=", "!="),
    Kind.AGE: (">=", "<", ">", "<=", "=", "!="),
    Kind.RATIO: (">=", ">", "<", "<=", "=", "!="),
    Kind.DAY: ("<=", ">=", "<", ">", "=", "!="),
    Kind.TEXT: ("=", "in", "!="),
    Kind.CHOICE: ("=", "in", "!="),
    Kind.YES_NO: ("=",),
    Kind.SET: ("has", "lacks"),
}
#: Ages of which more is worse: a rank or a score would stand on its head.
_LESS_IS_BETTER = ("recency_days", "contact_age_days")


def offered(rules: Rules, dimension: str) -> list[Measure]:
    """What the conditions of a dimension may ask about, in the order of the registry.

    The segments of another dimension are among it, unless that asks for this one's: a circle.
    """
    asking = _that_ask(rules, dimension)
    segments = [d.key for d in rules.dimensions if d.key not in asking]
    return [*measures(rules), *(measure_of(rules, SEGMENT + key) for key in segments)]


def ranking(rules: Rules) -> list[Measure]:
    """What customers can be ranked by for shares: numbers of which more is better."""
    return [
        measure
        for measure in offered(rules, "")
        if measure.kind in _RANKING and measure.key not in _LESS_IS_BETTER
    ]


def scoring(rules: Rules) -> list[Measure]:
    """What customers can be scored by: what ranks, and days, of which later is better."""
    wanted = {measure.key for measure in ranking(rules)}
    return [m for m in offered(rules, "") if m.key in wanted or m.kind is Kind.DAY]


def classing(rules: Rules) -> list[Measure]:
    """Whose values can be the segments of a dimension."""
    return [
        measure
        for measure in offered(rules, "")
        if measure.kind in (Kind.TEXT, Kind.CHOICE) and not measure.key.startswith(SEGMENT)
    ]


def comparable(rules: Rules, dimension: str, what: str) -> list[Measure]:
    """The other measures that `what` can be compared with: money with money, days with days."""
    measure = measure_of(rules, what)
    return [
        other
        for other in offered(rules, dimension)
        if other.key != what and _sort(other) == _sort(measure) is not None
    ]


def comparisons_of(measure: Measure) -> tuple[str, ...]:
    """The comparisons that say something of a measure, the likeliest first."""
    wanted = tuple(each for each in _WANTED[measure.kind] if each in ALLOWED[measure.kind])
    return wanted if not measure.sql or is_never_none(measure) else (*wanted, *_EMPTINESS)


def first_value(measure: Measure, compare: str) -> Value | None:
    """A value to begin with; None where none is better than another, or none is asked for."""
    if compare in _EMPTINESS:
        return None
    match measure.kind:
        case Kind.MONEY | Kind.COUNT | Kind.NUMBER | Kind.RATIO:
            return Decimal(1)
        case Kind.AGE:
            return Decimal(90)
        case Kind.DAY:
            return "as_of - 12 months"
        case Kind.YES_NO:
            return True
        case _ if measure.choices and compare != "in":
            return measure.choices[0].key
        case _:
            return None


def compared_with(what: str, compare: str, value: Value | None) -> Comparison:
    """A comparison with a value; with none where it asks whether something is there."""
    content: dict[str, object] = {"what": what, "is": compare}
    if value is not None:
        content["value"] = value
    return Comparison.model_validate(content)


def compared_to(what: str, compare: str, than: str, times: Decimal) -> Comparison:
    """`times` × `what` compared with another measure; a day stands as it is."""
    if what in MEASURES and MEASURES[what].kind is Kind.DAY:
        times = Decimal(1)
    content = {"what": what, "is": compare, "than": than, "times": times}
    return Comparison.model_validate(content)


def _sort(measure: Measure) -> str | None:
    if measure.kind is Kind.DAY:
        return "day"
    if is_money(measure):
        return "money"
    return "number" if measure.kind in NUMBERS else None


def _that_ask(rules: Rules, dimension: str) -> set[str]:
    """The dimension itself and all that ask for its segments, however far round."""
    asking = {dimension}
    size = 0
    while size != len(asking):
        size = len(asking)
        wanted = {SEGMENT + key for key in asking}
        asking |= {
            each.key
            for each in rules.dimensions
            if isinstance(each, Conditions)
            for segment in each.segments
            for comparison in comparisons(segment.when)
            if wanted & {comparison.what, comparison.than}
        }
    return asking
