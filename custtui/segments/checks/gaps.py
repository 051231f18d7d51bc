"""Gaps and overlaps between the ranges of one metric in a dimension of conditions.

The first rule that matches counts, so a range that reaches over a whole earlier one (`≥ 300,000`
after `≥ 1,000,000`) is meant: it takes what is left. Doubtful is one that reaches only into a part
of an earlier one, and numbers between two ranges that belong to none.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from custtui.segments.checks.intervals import Interval, Ranges, only_measure, ranges_of
from custtui.segments.checks.shadows import has_value, without
from custtui.segments.measures import Kind, Measure
from custtui.segments.rules import Conditions, Rules
from custtui.segments.sentences import range_text
from custtui.values.language import _


def gaps_and_overlaps(rules: Rules, dimension: Conditions) -> Iterator[tuple[int, str]]:
    """The number of the segment beside a gap or in an overlap, and the sentence.

    None of tags: there several may well apply, or none.
    """
    if dimension.tags:
        return
    ranges = [(number, ranges_of(rules, s.when)) for number, s in enumerate(dimension.segments)]
    known = [(number, found) for number, found in ranges if found is not None]
    for (first, one), (second, other) in combinations(known, 2):
        if one.measure == other.measure:
            yield from _overlap(dimension, (first, one), (second, other))
    measure = only_measure(rules, dimension)
    if measure is not None:
        yield from _gaps(dimension, measure, known)


def _overlap(
    dimension: Conditions, earlier: tuple[int, Ranges], later: tuple[int, Ranges]
) -> Iterator[tuple[int, str]]:
    one, other, measure = earlier[1].parts[0], later[1].parts[0], later[1].measure
    both = one.meet(other)
    reaches_over = not _left(measure, one, other)
    if not has_value(measure, both) or reaches_over or not _left(measure, other, one):
        return
    sentence = _("{range} belongs to {first} too, which comes first.").format(
        range=f"{measure.label} {range_text(both)}", first=dimension.segments[earlier[0]].name
    )
    yield later[0], sentence


def _gaps(
    dimension: Conditions, measure: Measure, known: list[tuple[int, Ranges]]
) -> Iterator[tuple[int, str]]:
    taken = tuple(part for _number, found in known for part in found.parts)
    everybody_else = next((s for s in dimension.segments if s.when is None), None)
    for gap in without((Interval(),), taken):
        inside = gap.low is not None and gap.high is not None
        if not has_value(measure, _from_zero(measure, gap)) or (everybody_else and not inside):
            continue
        name = str(everybody_else.name) if everybody_else else _("unclassified")
        sentence = _("No rule takes {range}: such customers are {segment}.").format(
            range=f"{measure.label} {range_text(gap)}", segment=name
        )
        yield _beside(known, gap), sentence


def _beside(known: list[tuple[int, Ranges]], gap: Interval) -> int:
    """The segment whose range ends where the gap begins, or begins where it ends."""
    for number, found in known:
        if any(
            part.high == gap.low is not None or part.low == gap.high is not None
            for part in found.parts
        ):
            return number
    return known[0][0]


def _from_zero(measure: Measure, gap: Interval) -> Interval:
    """Of counts and ages only what is not below 0: nobody has less."""
    if measure.kind not in (Kind.COUNT, Kind.AGE):
        return gap
    return gap.meet(Interval(low=Fraction(0), low_in=True))


def _left(measure: Measure, one: Interval, other: Interval) -> bool:
    """Whether the first has values that the other has not."""
    return any(has_value(measure, part) for part in one.without(other))
