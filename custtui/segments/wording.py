"""Values and standards in words: what a metric's value is, and what a segment asks for.

The 细分标准 of a segment is always made from its rule, so that it stays true when a threshold or a
share is edited. The words that a preset gives beside the rule (`Segment.standard`) stand in only
where a rule says nothing, such as a score segment without codes.
"""

from datetime import date
from fractions import Fraction

from custtui.segments.checks.checking import measure_of
from custtui.segments.checks.intervals import is_never_none, left_over, only_measure
from custtui.segments.measured import Value
from custtui.segments.measures import Kind, Measure, is_money
from custtui.segments.rules import (
    NOT_FILLED_IN,
    ByField,
    Comparison,
    Conditions,
    Rules,
    Scores,
    Segment,
    Share,
    comparisons,
)
from custtui.segments.sentences import (
    NOTHING,
    YEARS,
    label_of,
    listed,
    percent,
    range_text,
    sentence,
)
from custtui.values.choosing import NO, YES, choice_label
from custtui.values.impossible import is_impossible, marked
from custtui.values.language import _, current, plural
from custtui.values.money import format_money, format_quantity

__all__ = ["NOTHING", "indicator_of", "sentence", "spoken", "standard_of", "two_places"]

_CODES_SHOWN = 4


def spoken(measure: Measure, value: Value) -> str:
    """A metric's value as people read it.

    Money with separators and two places, counts with separators, days ISO, ratios rounded to two
    places, a half away from nought, choices by label, several values by commas; none is "—".
    """
    if value is None or value == ():
        return NOTHING
    if isinstance(value, bool) or measure.kind is Kind.YES_NO:
        return (YES if value else NO).label(current())
    if isinstance(value, tuple):
        return listed(choice_label(measure.choices, each, current()) for each in value)
    if isinstance(value, date):
        return marked(value) if is_impossible(value) else value.isoformat()
    if isinstance(value, str):
        return choice_label(measure.choices, value, current())
    if is_money(measure):
        return format_money(_half_up(Fraction(value)))
    if isinstance(value, Fraction):
        return two_places(value)
    if measure.kind is Kind.NUMBER:
        return format_quantity(value)
    return str(value) if measure.key in YEARS else f"{value:,}"


def two_places(number: Fraction) -> str:
    """A number rounded to two places, a half away from nought: `1,234.57`."""
    return format_money(_half_up(number * 100))


def standard_of(rules: Rules, dimension: str, segment: str) -> str:
    """The 细分标准 of a segment, from its rule: "Top 20 %", "≥ 300,000 and < 1,000,000".

    The metric is left out where a whole dimension is ranges of one: the indicator names it.
    """
    whole = rules.dimension(dimension)
    part = rules.segment(dimension, segment)
    match whole:
        case Share():
            return _of_share(rules, whole, part)
        case Scores():
            return _of_scores(rules, whole, part) or str(part.standard)
        case ByField():
            return _of_field(rules, whole, part)
        case Conditions():
            return _of_conditions(rules, whole, part)


def indicator_of(rules: Rules, dimension: str, segment: str) -> str:
    """The 细分指标 of a segment: its own words, or else the names of what its rule looks at."""
    whole = rules.dimension(dimension)
    part = rules.segment(dimension, segment)
    if str(part.indicator):
        return str(part.indicator)
    match whole:
        case Share(by="rank"):
            return _("Rank by {metric}").format(metric=label_of(rules, whole.metric))
        case Share():
            return _("Share of {metric}").format(metric=label_of(rules, whole.metric))
        case Scores():
            return listed(label_of(rules, score.metric) for _part, score in whole.parts)
        case ByField():
            return label_of(rules, whole.what)
        case Conditions():
            found = next((s.when for s in whole.segments if s.key == segment), None)
            what = dict.fromkeys(comparison.what for comparison in comparisons(found))
            return listed(label_of(rules, each) for each in what)


def _of_share(rules: Rules, dimension: Share, segment: Segment) -> str:
    metric = label_of(rules, dimension.metric)
    keys = [s.key for s in dimension.segments]
    if segment.key not in keys:
        return _not_above_0(rules, dimension.metric)
    place = keys.index(segment.key)
    if dimension.by == "rank":
        message = _("Top {percent} %")
        if place:
            message = _("Next {percent} %") if place < len(keys) - 1 else _("Last {percent} %")
    else:
        message = _("Top {percent} % of {metric}")
        if place:
            message = _("Last {percent} % of {metric}")
            if place < len(keys) - 1:
                message = _("Next {percent} % of {metric}")
    return message.format(percent=percent(dimension.segments[place].share), metric=metric)


def _of_scores(rules: Rules, dimension: Scores, segment: Segment) -> str:
    if segment.key == dimension.other.key:
        return _not_above_0(rules, dimension.among)
    codes = next((s.codes for s in dimension.segments if s.key == segment.key), ())
    if len(codes) <= _CODES_SHOWN:
        return _("RFM {codes}").format(codes=" ".join(codes)) if codes else ""
    message = plural("RFM {codes} … ({count} code)", "RFM {codes} … ({count} codes)", len(codes))
    return message.format(codes=" ".join(codes[: _CODES_SHOWN - 1]), count=len(codes))


def _of_field(rules: Rules, dimension: ByField, segment: Segment) -> str:
    what = label_of(rules, dimension.what)
    if segment.key == NOT_FILLED_IN:
        return _("{what} is empty").format(what=what)
    comparison = Comparison.model_construct(what=dimension.what, compare="=", value=segment.key)
    if dimension.level == "whole":
        return sentence(rules, comparison)
    return _("{what}, first level = {value}").format(what=what, value=segment.key)


def _of_conditions(rules: Rules, dimension: Conditions, segment: Segment) -> str:
    condition = next((s for s in dimension.segments if s.key == segment.key), None)
    if condition is None:  # unclassified: no rule holds, and none is for all others
        return _("Otherwise")
    ranges = left_over(rules, dimension, segment.key)
    if ranges is None:
        return sentence(rules, condition.when)
    if not ranges.parts and condition.when is None:
        # Every number is spoken for: what is left is a customer without one.
        return _("{what} is empty").format(what=ranges.measure.label)
    if len(ranges.parts) != 1:
        return sentence(rules, condition.when)
    if condition.when is None and not is_never_none(ranges.measure):
        return _("Otherwise")
    only = only_measure(rules, dimension)
    text = range_text(ranges.parts[0])
    if only is not None and not dimension.tags:
        return text
    return _("{what} {range}").format(what=ranges.measure.label, range=text)


def _not_above_0(rules: Rules, metric: str) -> str:
    what = label_of(rules, metric)
    if is_never_none(measure_of(rules, metric)):
        return _("{what} {sign} {value}").format(what=what, sign="≤", value="0")
    return _("{what} is empty or ≤ 0").format(what=what)


def _half_up(value: Fraction) -> int:
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole
