"""What makes a set of rules sound: every thing that is not, with its place and the reason.

A set that is not sound can't be judged by. `segments.checks.mistakes` finds what can be judged by
and is wrong all the same.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter

from custtui.segments.checks.checking import ALLOWED, NUMBERS, measure_of, references
from custtui.segments.checks.finding import Finding, Place
from custtui.segments.judging.compile import day_value, number_value
from custtui.segments.measures import Kind
from custtui.segments.rules import (
    ByField,
    Comparison,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Share,
    placed,
    segments_of,
)
from custtui.values.language import _

#: A column of this name stands beside those of the dimensions.
_TAKEN = "customer_id"
_SEGMENT = "segment:"
#: Kinds whose values can be segments.
_SPLIT_BY = (Kind.TEXT, Kind.CHOICE, Kind.YES_NO, Kind.COUNT, Kind.DAY)
#: In whole currency units; what is stored stays within SQLite's whole numbers.
_LARGEST = 10**15
_SOME_DAY = date(2000, 2, 29)


def unsound(rules: Rules) -> Iterator[Finding]:
    """Everything in the rules that can't be judged by, dimension by dimension; circles last."""
    yield from _own_fields(rules)
    seen: set[str] = set()
    for number, dimension in enumerate(rules.dimensions):
        place: Place = ("dimensions", number)
        # A key is the name of a column, and those do not tell small letters from large ones.
        name = dimension.key.casefold()
        if name in seen:
            sentence = _("Two dimensions have the key {key}.").format(key=dimension.key)
            yield Finding(dimension.key, "", sentence, (*place, "key"))
        elif name == _TAKEN:
            sentence = _("No dimension can have the key {key}.").format(key=dimension.key)
            yield Finding(dimension.key, "", sentence, (*place, "key"))
        seen.add(name)
        yield from _keys_told_twice(dimension, place)
        yield from _of_kind(rules, dimension, place)
    yield from _circles(rules)


def _own_fields(rules: Rules) -> Iterator[Finding]:
    keys = [field.key.casefold() for field in rules.fields]
    for number, field in enumerate(rules.fields):
        place: Place = ("fields", number)
        if keys[number] in keys[:number]:
            sentence = _("Two own fields have the key {key}.").format(key=field.key)
            yield Finding("", "", sentence, (*place, "key"))
        if (field.form == "choice") != bool(field.choices):
            sentence = _("The own field {key}: a choice has choices, and nothing else has.")
            yield Finding("", "", sentence.format(key=field.key), (*place, "choices"))


def _keys_told_twice(dimension: Dimension, place: Place) -> Iterator[Finding]:
    own = [segment.key for segment in dimension.segments]
    known = Counter(segment.key for segment in segments_of(dimension))
    for number, key in enumerate(own):
        if key in own[:number] or (known[key] > 1 and own.count(key) == 1):
            sentence = _("Two segments have the key {key}.").format(key=key)
            yield Finding(dimension.key, key, sentence, (*place, "segments", number, "key"))


def _of_kind(rules: Rules, dimension: Dimension, place: Place) -> Iterator[Finding]:
    sentence: str | None
    match dimension:
        case Conditions():
            for number, segment in enumerate(dimension.segments):
                start = (*place, "segments", number, "when")
                for where, comparison in placed(segment.when, start):
                    for key, sentence in _of_comparison(rules, comparison):
                        yield Finding(dimension.key, segment.key, sentence, (*where, key))
        case Share():
            yield from _ranked_by(rules, dimension, dimension.metric, (*place, "metric"))
            if dimension.by == "value" and _is_day(rules, dimension.metric):
                sentence = _("Days can't be added up: {metric} cuts by rank only.")
                sentence = sentence.format(metric=dimension.metric)
                yield Finding(dimension.key, "", sentence, (*place, "by"))
            if sum(segment.share for segment in dimension.segments) != 1:
                sentence = _("The shares must add up to 100 %.")
                yield Finding(dimension.key, "", sentence, (*place, "segments"))
        case Scores():
            yield from _of_scores(rules, dimension, place)
        case ByField():
            sentence = _unknown(rules, dimension.what)
            if sentence is None and dimension.what.startswith(_SEGMENT):
                sentence = _("A field is needed here, not a dimension.")
            elif sentence is None and not _can_split(measure_of(rules, dimension.what).kind):
                sentence = _("The values of {metric} can't be segments.").format(
                    metric=dimension.what
                )
            if sentence:
                yield Finding(dimension.key, "", sentence, (*place, "what"))


def _of_scores(rules: Rules, dimension: Scores, place: Place) -> Iterator[Finding]:
    yield from _ranked_by(rules, dimension, dimension.among, (*place, "among"))
    if not dimension.codes:
        sentence = _("No segment takes a code.")
        yield Finding(dimension.key, "", sentence, (*place, "segments"))
    taken: set[str] = set()
    for number, segment in enumerate(dimension.segments):
        for count, code in enumerate(segment.codes):
            if code in taken:
                sentence = _("Two segments take the code {code}.").format(code=code)
                where = (*place, "segments", number, "codes", count)
                yield Finding(dimension.key, segment.key, sentence, where)
            taken.add(code)
    for part, score in dimension.parts:
        yield from _ranked_by(rules, dimension, score.metric, (*place, part, "metric"))
        if score.by == "thresholds" and _is_day(rules, score.metric):
            sentence = _("{metric} is a day: it is scored by rank.").format(metric=score.metric)
            yield Finding(dimension.key, "", sentence, (*place, part, "by"))
        elif score.by == "thresholds" and (
            len(score.thresholds) != dimension.steps - 1
            or list(score.thresholds) != sorted(set(score.thresholds))
        ):
            sentence = _("{metric} needs {count} rising thresholds.").format(
                metric=score.metric, count=dimension.steps - 1
            )
            yield Finding(dimension.key, "", sentence, (*place, part, "thresholds"))


def _ranked_by(rules: Rules, dimension: Dimension, what: str, place: Place) -> Iterator[Finding]:
    sentence = _unknown(rules, what)
    if sentence is None and not _can_rank(measure_of(rules, what).kind):
        sentence = _("Customers can't be ranked by {metric}.").format(metric=what)
    if sentence:
        yield Finding(dimension.key, "", sentence, place)


def _is_day(rules: Rules, what: str) -> bool:
    return _unknown(rules, what) is None and measure_of(rules, what).kind is Kind.DAY


def _can_rank(kind: Kind) -> bool:
    """Whether it is one whole number or day: a ratio is two."""
    return (kind in NUMBERS and kind is not Kind.RATIO) or kind is Kind.DAY


def _can_split(kind: Kind) -> bool:
    """Whether its values are what people name: not small units, ages, nor several at once."""
    return kind in _SPLIT_BY


def _unknown(rules: Rules, what: str) -> str | None:
    """Why nothing is known by that name; None where something is."""
    try:
        measure_of(rules, what)
    except ValueError as error:
        return str(error)
    return None


def _of_comparison(rules: Rules, comparison: Comparison) -> Iterator[tuple[str, str]]:
    """The key within the comparison that is wrong, and why."""
    for key, what in (("what", comparison.what), ("than", comparison.than)):
        sentence = _unknown(rules, what) if what is not None else None
        if sentence:
            yield key, sentence
            if key == "what":
                return
    measure = measure_of(rules, comparison.what)
    if comparison.compare in ("empty", "filled") and measure.sql:
        return
    if comparison.compare not in ALLOWED[measure.kind]:
        yield (
            "is",
            _("{what} can't be compared by {compare}; it can by {allowed}.").format(
                what=comparison.what,
                compare=comparison.compare,
                allowed=" ".join(ALLOWED[measure.kind]),
            ),
        )
    elif comparison.value is None and comparison.than is None:
        yield "value", _("{what} is compared with nothing.").format(what=comparison.what)
    elif comparison.than is not None:
        if not _go_together(rules, comparison):
            yield (
                "than",
                _("{what} can't be compared with {other}.").format(
                    what=comparison.what, other=comparison.than
                ),
            )
    else:
        try:
            _try_value(measure.kind, comparison)
        except ValueError as error:
            yield "value", str(error)


def _go_together(rules: Rules, comparison: Comparison) -> bool:
    """Whether both sides are numbers, or days as they are; what is not known is told already."""
    sides = [each for each in (comparison.what, comparison.than or "") if not _unknown(rules, each)]
    kinds = {measure_of(rules, side).kind for side in sides}
    return kinds <= set(NUMBERS) or (kinds == {Kind.DAY} and comparison.times == 1)


def _try_value(kind: Kind, comparison: Comparison) -> None:
    """ValueError where the value can't be compared with a measure of that kind."""
    if kind in NUMBERS:
        number = number_value(comparison)
        if abs(number) > _LARGEST:
            raise ValueError(_("{what}: {value} is larger than anything that is counted.").format(
                what=comparison.what, value=comparison.value))  # fmt: skip
        if kind is Kind.AGE and comparison.times == 1 and number.denominator != 1:
            raise ValueError(_("{what}: days are whole numbers, not {value}.").format(
                what=comparison.what, value=comparison.value))  # fmt: skip
    elif kind is Kind.DAY:
        day_value(comparison, _SOME_DAY)


def _circles(rules: Rules) -> Iterator[Finding]:
    """Every circle of dimensions that ask each other; each is opened to find the next."""
    graph = {dimension.key: references(dimension) for dimension in rules.dimensions}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            sentence = _("These dimensions ask each other in a circle: {circle}.").format(
                circle=" → ".join(circle)
            )
            yield _asks(rules, circle[1], circle[0], sentence)
            graph[circle[1]] = graph[circle[1]] - {circle[0]}
        else:
            return


def _asks(rules: Rules, key: str, asked: str, sentence: str) -> Finding:
    """The finding at the first rule of that dimension that asks the other."""
    for number, dimension in enumerate(rules.dimensions):
        if dimension.key != key or not isinstance(dimension, Conditions):
            continue
        for count, segment in enumerate(dimension.segments):
            start = ("dimensions", number, "segments", count, "when")
            for place, comparison in placed(segment.when, start):
                for name, what in (("what", comparison.what), ("than", comparison.than)):
                    if what == _SEGMENT + asked:
                        return Finding(key, segment.key, sentence, (*place, name))
    return Finding(key, "", sentence, ("dimensions",))
