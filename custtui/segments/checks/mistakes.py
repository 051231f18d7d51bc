"""What in sound rules is wrong all the same: it can be judged by, but not as somebody meant it.

A file of rules that has any of it is refused; `segments.checks.lint` has what is only doubtful.
"""

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import product

from custtui.segments.checks.checking import NUMBERS, measure_of
from custtui.segments.checks.finding import Finding, Place
from custtui.segments.checks.shadows import Shadowed, shadowed
from custtui.segments.checks.soundness import unsound
from custtui.segments.measures import Kind, Measure, is_money
from custtui.segments.rules import (
    COLOURS,
    ByField,
    Comparison,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Segment,
    Share,
    placed,
    segments_of,
)
from custtui.segments.sentences import listed
from custtui.values.language import _

_SEGMENT = "segment:"
_TRUTHS = ("true", "yes", "1", "false", "no", "0")
#: Numbers beyond these make sums that SQLite can't count exactly.
_LARGEST = Decimal(10) ** 12
_MOST_PLACES = 4


def problems(rules: Rules, unread: Collection[str] = ()) -> list[Finding]:
    """All that is unsound or mistaken; of the dimensions `unread` the segments are not known."""
    return [*unsound(rules), *mistakes(rules, unread)]


def mistakes(rules: Rules, unread: Collection[str] = ()) -> Iterator[Finding]:
    """Every mistake in the rules, dimension by dimension."""
    for number, dimension in enumerate(rules.dimensions):
        place: Place = ("dimensions", number)
        if dimension.key in unread:
            continue
        if not str(dimension.name):
            yield Finding(dimension.key, "", _("A name is missing."), (*place, "name"))
        yield from _of_segments(dimension, place)
        match dimension:
            case Conditions():
                yield from _of_conditions(rules, dimension, place, unread)
            case Scores():
                yield from _of_codes(dimension, place)
                yield from _of_thresholds(dimension, place)
            case Share() | ByField():
                pass


def _of_segments(dimension: Dimension, place: Place) -> Iterator[Finding]:
    places: list[tuple[Place, Segment]] = [
        ((*place, "segments", number), each) for number, each in enumerate(dimension.segments)
    ]
    if isinstance(dimension, Share | Scores):
        places.append(((*place, "other"), dimension.other))
    for where, segment in places:
        if not str(segment.name):
            sentence = _("A name is missing.")
            yield Finding(dimension.key, segment.key, sentence, (*where, "name"))
        if segment.colour and segment.colour not in COLOURS:
            sentence = _("{key} must be one of {choices}.").format(
                key="colour", choices=", ".join(COLOURS)
            )
            yield Finding(dimension.key, segment.key, sentence, (*where, "colour"))


def _of_conditions(
    rules: Rules, dimension: Conditions, place: Place, unread: Collection[str]
) -> Iterator[Finding]:
    for number, segment in enumerate(dimension.segments):
        start = (*place, "segments", number, "when")
        for where, comparison in placed(segment.when, start):
            for key, sentence in _of_comparison(rules, comparison, unread):
                yield Finding(dimension.key, segment.key, sentence, (*where, key))
    for found in shadowed(rules, dimension):
        segment = dimension.segments[found.number]
        where = (*place, "segments", found.number, "when")
        yield Finding(dimension.key, segment.key, _hidden(found), where)


def _hidden(found: Shadowed) -> str:
    if not found.by:
        return _("Nobody can match this rule: what it asks for contradicts itself.")
    return _("Nobody can match this rule: the rules before it take all of it ({segments}).").format(
        segments=listed(found.by)
    )


def _of_comparison(
    rules: Rules, comparison: Comparison, unread: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The key within the comparison that is wrong, and why; nothing where it is unsound."""
    try:
        measure = measure_of(rules, comparison.what)
        other = measure_of(rules, comparison.than) if comparison.than is not None else None
    except ValueError:
        return
    if comparison.times <= 0:
        yield "times", _("A number above 0 is needed here.")
    elif _is_too_fine(comparison.times):
        yield "times", _too_fine()
    if other is not None:
        yield from _of_two(comparison, measure, other)
    elif comparison.compare not in ("empty", "filled") and comparison.value is not None:
        sentence = _of_value(rules, comparison, measure, unread)
        if sentence:
            yield "value", sentence


def _of_two(comparison: Comparison, measure: Measure, other: Measure) -> Iterator[tuple[str, str]]:
    if comparison.value is not None:
        yield "value", _("Either value or than is needed, not both.")
    are_days = measure.kind is Kind.DAY and other.kind is Kind.DAY
    are_numbers = measure.kind in NUMBERS and other.kind in NUMBERS
    if not (are_days or are_numbers) or is_money(measure) != is_money(other):
        yield (
            "than",
            _("{what} and {other} are not of one kind.").format(
                what=comparison.what, other=comparison.than
            ),
        )
    elif are_days and comparison.times != 1:
        yield "times", _("Days can't be multiplied.")


def _of_value(
    rules: Rules, comparison: Comparison, measure: Measure, unread: Collection[str]
) -> str | None:
    """Why the value is none that the measure can have; None where it is one."""
    value = comparison.value
    if (comparison.compare == "in") != isinstance(value, tuple):
        return (
            _("A list of texts is needed here.")
            if comparison.compare == "in"
            else _("One value is needed here, not a list.")
        )
    if isinstance(value, Decimal) and measure.kind in NUMBERS:
        return _too_fine() if _is_too_fine(value) else None
    if measure.kind is Kind.YES_NO and str(value).lower() not in _TRUTHS:
        return _("true or false is needed here.")
    if measure.kind not in (Kind.TEXT, Kind.CHOICE, Kind.SET):
        return None
    texts = value if isinstance(value, tuple) else (str(value),)
    if comparison.what.startswith(_SEGMENT):
        return _of_named_segments(rules, comparison.what.removeprefix(_SEGMENT), texts, unread)
    choices = [choice.key for choice in measure.choices]
    missing = [text for text in texts if choices and text not in choices]
    if missing:
        return _("{what} is never {value}; it may be {choices}.").format(
            what=comparison.what, value=listed(missing), choices=listed(choices)
        )
    return None


def _of_named_segments(
    rules: Rules, key: str, texts: tuple[str, ...], unread: Collection[str]
) -> str | None:
    dimension = rules.dimension(key)
    if isinstance(dimension, ByField) or key in unread:
        return None
    known = [segment.key for segment in segments_of(dimension)]
    missing = [text for text in texts if text not in known]
    if not missing:
        return None
    return _("{dimension} has no segment {segment}; it has {known}.").format(
        dimension=key, segment=listed(missing), known=listed(known)
    )


def _of_codes(dimension: Scores, place: Place) -> Iterator[Finding]:
    figures = [str(score) for score in range(1, dimension.steps + 1)]
    every = {"".join(code) for code in product(figures, repeat=3)}
    for number, segment in enumerate(dimension.segments):
        for count, code in enumerate(segment.codes):
            if code not in every:
                sentence = _("{code} is no code: it has three figures from 1 to {steps}.").format(
                    code=code, steps=dimension.steps
                )
                where = (*place, "segments", number, "codes", count)
                yield Finding(dimension.key, segment.key, sentence, where)


def _of_thresholds(dimension: Scores, place: Place) -> Iterator[Finding]:
    for part, score in dimension.parts:
        for number, threshold in enumerate(score.thresholds):
            if _is_too_fine(threshold):
                yield Finding(dimension.key, "", _too_fine(), (*place, part, "thresholds", number))


def _is_too_fine(number: Decimal) -> bool:
    exponent = number.normalize().as_tuple().exponent
    return abs(number) > _LARGEST or (isinstance(exponent, int) and -exponent > _MOST_PLACES)


def _too_fine() -> str:
    return _("A number of at most 1,000,000,000,000 with 4 places at most is needed here.")
