"""Why a rule of conditions holds: each comparison with the value it met, in the order of rules."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from custtui.segments.checks.intervals import left_over, only_measure
from custtui.segments.explaining.counted import fact
from custtui.segments.explaining.explanation import Check, Reasons, RuleLine
from custtui.segments.explaining.situation import OF_CUSTOMER, Situation
from custtui.segments.judging.compile import Compilation, number_value
from custtui.segments.measures import Kind, is_money
from custtui.segments.rules import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Conditions,
    ConditionSegment,
    comparisons,
)
from custtui.segments.sentences import (
    compared,
    missed,
    range_text,
    segment_name,
    sentence,
    several,
    told,
)
from custtui.values.language import _, plural

_Met = Mapping[Comparison, bool]


def why_conditions(situation: Situation, dimension: Conditions) -> Reasons:
    """The rule that matched and those before it that did not; of tags, every rule."""
    standing = situation.standing[dimension.key]
    held = standing if isinstance(standing, tuple) else (str(standing),)
    looked_at = _looked_at(dimension, held)
    met = _evaluated(situation, dimension)
    facts = dict.fromkeys(
        what
        for segment in sorted(looked_at, key=lambda s: s.key not in held)
        for what in _named(segment)
    )
    return Reasons(
        reasons={key: _reason(situation, dimension, key, met) for key in held},
        facts=tuple(fact(situation, what) for what in facts),
        rule=tuple(_line(situation, dimension, segment, met) for segment in looked_at),
    )


def _looked_at(dimension: Conditions, held: tuple[str, ...]) -> tuple[ConditionSegment, ...]:
    """The segments whose rules were tried: all of them for tags, else down to the one that held."""
    if dimension.tags:
        return dimension.segments
    keys = [segment.key for segment in dimension.segments]
    return dimension.segments[: keys.index(held[0]) + 1 if held[0] in keys else None]


def _evaluated(situation: Situation, dimension: Conditions) -> _Met:
    """Each comparison of the dimension, tried with the very SQL that judging uses."""
    every = tuple(
        dict.fromkeys(each for segment in dimension.segments for each in comparisons(segment.when))
    )
    if not every:
        return {}
    compilation = Compilation(situation.rules, situation.as_of)
    tests = ", ".join(compilation.condition(each) for each in every)
    row = situation.connection.execute(
        f"SELECT {tests} {OF_CUSTOMER}", {**compilation.values, **situation.bound}
    ).fetchone()
    return {each: bool(value) for each, value in zip(every, row, strict=True)}


def holds(condition: Condition | None, met: Mapping[Comparison, bool]) -> bool:
    """Whether a condition holds where its comparisons are met so."""
    match condition:
        case None:
            return True
        case All(all=parts):
            return all(holds(part, met) for part in parts)
        case AnyOf(any=parts):
            return any(holds(part, met) for part in parts)
        case Comparison():
            return met[condition]


def _line(
    situation: Situation, dimension: Conditions, segment: ConditionSegment, met: _Met
) -> RuleLine:
    return RuleLine(
        segment=segment.key,
        name=segment_name(situation.rules, dimension.key, segment.key),
        met=holds(segment.when, met),
        text=sentence(situation.rules, segment.when, situation.as_of),
        checks=tuple(_checks(situation, segment.when, met, 0)),
        looks_at=tuple(dict.fromkeys(_named(segment))),
        failed=_failed(situation, segment, met),
    )


def _failed(situation: Situation, segment: ConditionSegment, met: _Met) -> tuple[str, ...]:
    """What of a rule does not hold, in words."""
    missing = disproof(segment.when, met)
    # That something is not empty says little where another failure names its value.
    telling = [comparison for comparison in missing if comparison.compare != "empty"] or missing
    return tuple(dict.fromkeys(_missed(situation, comparison) for comparison in telling))


def _named(segment: ConditionSegment) -> Iterator[str]:
    for comparison in comparisons(segment.when):
        yield from (what for what in (comparison.what, comparison.than) if what is not None)


def _checks(
    situation: Situation, condition: Condition | None, met: _Met, depth: int
) -> list[Check]:
    match condition:
        case None:
            return []
        case All(all=parts):
            head = Check(depth, holds(condition, met), _("all of these"), None)
        case AnyOf(any=parts):
            head = Check(depth, holds(condition, met), _("any of these"), None)
        case Comparison():
            text = compared(situation.rules, condition, situation.as_of)
            return [Check(depth, met[condition], text, _actual(situation, condition))]
    return [head, *(line for part in parts for line in _checks(situation, part, met, depth + 1))]


def _actual(situation: Situation, comparison: Comparison) -> str:
    value = _exactly(situation, comparison)
    if comparison.than is None:
        return value
    other = situation.spoken(comparison.than)
    return _("{value} against {other}").format(value=value, other=other)


def _exactly(situation: Situation, comparison: Comparison) -> str:
    """The value in words; as a fraction, where rounding would make it look like the threshold."""
    value = situation.value(comparison.what)
    measure = situation.measure(comparison.what)
    text = situation.spoken(comparison.what)
    if measure.kind is not Kind.RATIO or not isinstance(value, Fraction) or comparison.than:
        return text
    if comparison.compare in ("empty", "filled") or is_money(measure):
        return text
    threshold = number_value(comparison)
    rounded = Fraction(text.replace(",", ""))
    if rounded == threshold != value * Fraction(comparison.times):
        return f"{value.numerator}/{value.denominator}"
    return text


def _reason(situation: Situation, dimension: Conditions, key: str, met: _Met) -> str:
    segment = next((s for s in dimension.segments if s.key == key), None)
    one = only_measure(situation.rules, dimension)
    if segment is not None and one is not None and not dimension.tags:
        ranges = left_over(situation.rules, dimension, key)
        if situation.value(one.key) is not None and ranges and len(ranges.parts) == 1:
            return _("{what}: {value} {range}").format(
                what=one.label,
                value=situation.spoken(one.key),
                range=range_text(ranges.parts[0]),
            )
    if segment is None or segment.when is None:
        keys = [each.key for each in dimension.segments]
        count = keys.index(key) if key in keys else len(keys)
        if one is not None and situation.value(one.key) is None:
            return _("{what} is empty").format(what=one.label)
        return plural(
            "the one rule before it does not hold", "none of the {count} rules before it holds",
            count).format(count=count)  # fmt: skip
    holding = proof(segment.when, met)
    # What other rules of the dimension ask as well ("has bought") says little about this one.
    others = {each for s in dimension.segments if s.key != key for each in comparisons(s.when)}
    telling = [comparison for comparison in holding if comparison not in others] or holding
    return several(_told(situation, comparison) for comparison in telling)


def proof(condition: Condition | None, met: Mapping[Comparison, bool]) -> list[Comparison]:
    """The comparisons that make a condition hold: all of an ALL, the first of an ANY."""
    match condition:
        case None:
            return []
        case All(all=parts):
            return [comparison for part in parts for comparison in proof(part, met)]
        case AnyOf(any=parts):
            holding = next((part for part in parts if holds(part, met)), None)
            return proof(holding, met) if holding is not None else []
        case Comparison():
            return [condition]


def disproof(condition: Condition | None, met: Mapping[Comparison, bool]) -> list[Comparison]:
    """The comparisons that keep a condition from holding: the first of an ALL, all of an ANY."""
    if holds(condition, met):
        return []
    match condition:
        case All(all=parts):
            return disproof(next(part for part in parts if not holds(part, met)), met)
        case AnyOf(any=parts):
            return [comparison for part in parts for comparison in disproof(part, met)]
        case Comparison():
            return [condition]
        case None:
            return []


def _missed(situation: Situation, comparison: Comparison) -> str:
    other = situation.spoken(comparison.than) if comparison.than else None
    value = _exactly(situation, comparison)
    return missed(situation.rules, comparison, situation.as_of, value, other)


def _told(situation: Situation, comparison: Comparison) -> str:
    other = situation.spoken(comparison.than) if comparison.than else None
    value = _exactly(situation, comparison)
    return told(situation.rules, comparison, situation.as_of, value, other)
