"""What makes a set of rules sound: each refusal names the dimension, the reason and the place."""

from collections import Counter
from graphlib import CycleError, TopologicalSorter

from custtui.segments.measures import MEASURES, Kind, Measure, of_field, of_segment
from custtui.segments.rules import (
    ByField,
    Comparison,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Share,
    comparisons,
    is_tags,
    segments_of,
)
from custtui.values.language import _

_ORDERED = ("<", "<=", ">", ">=", "=", "!=")
_RANKED = (Kind.MONEY, Kind.COUNT, Kind.NUMBER, Kind.AGE, Kind.DAY)
#: The other column of the table of segments.
_TAKEN = "customer_id"
#: The comparisons with a value that each kind of measure allows.
ALLOWED: dict[Kind, tuple[str, ...]] = {
    Kind.MONEY: _ORDERED,
    Kind.COUNT: _ORDERED,
    Kind.NUMBER: _ORDERED,
    Kind.AGE: _ORDERED,
    Kind.DAY: _ORDERED,
    Kind.RATIO: _ORDERED,
    Kind.TEXT: ("=", "!=", "in"),
    Kind.CHOICE: ("=", "!=", "in"),
    Kind.YES_NO: ("=", "!="),
    Kind.SET: ("has", "lacks"),
}


def check(rules: Rules) -> None:
    """ValueError, in the reader's language, for the first thing that is not sound."""
    _check_keys([dimension.key for dimension in rules.dimensions])
    _check_fields(rules)
    for dimension in rules.dimensions:
        _check_segments(dimension)
        _check_parts(rules, dimension)
    in_order(rules)


def in_order(rules: Rules) -> list[list[Dimension]]:
    """Dimensions in levels: those of a level speak only of earlier levels' segments."""
    graph = {d.key: _references(d) for d in rules.dimensions}
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise ValueError(_("These dimensions ask each other in a circle: {circle}.").format(
            circle=circle)) from None  # fmt: skip
    levels = []
    while sorter.is_active():
        ready = sorter.get_ready()
        levels.append([d for d in rules.dimensions if d.key in ready])
        sorter.done(*ready)
    return levels


def measure_of(rules: Rules, what: str) -> Measure:
    """The measure that a rule names; ValueError when there is none."""
    if what.startswith("segment:"):
        key = what.removeprefix("segment:")
        for dimension in rules.dimensions:
            if dimension.key == key:
                return of_segment(key, tags=is_tags(dimension))
    elif what in MEASURES:
        return MEASURES[what]
    own = rules.field(what)
    if own is not None:
        return of_field(own.own.field)
    raise ValueError(_("There is no metric or field {name}.").format(name=what))


def measures(rules: Rules) -> tuple[Measure, ...]:
    """Every measure that these rules may name, in the order in which an editor offers them."""
    return (*MEASURES.values(), *own_measures(rules))


def names_using(rules: Rules, what: str) -> list[str]:
    """The names of the dimensions whose rules look at a measure."""
    return [str(d.name) or d.key for d in rules.dimensions if what in looks_at(d)]


def own_measures(rules: Rules) -> tuple[Measure, ...]:
    """The measures that the department's own fields are, in their order."""
    return tuple(of_field(field.own.field) for field in rules.fields)


def looks_at(dimension: Dimension) -> set[str]:
    """The measures and segments that the rules of a dimension name."""
    match dimension:
        case Conditions():
            named = {
                name
                for segment in dimension.segments
                for comparison in comparisons(segment.when)
                for name in (comparison.what, comparison.than)
            }
            return {name for name in named if name is not None}
        case Share():
            return {dimension.metric}
        case Scores():
            return {dimension.among, *(score.metric for _part, score in dimension.parts)}
        case ByField():
            return {dimension.what}


def _check_keys(keys: list[str]) -> None:
    """Each names a column of a table: for SQLite small and large letters are the same there."""
    folded = [key.casefold() for key in keys]
    for key in keys:
        if folded.count(key.casefold()) > 1:
            raise ValueError(_("Two dimensions have the key {key}.").format(key=key))
        if key.casefold() == _TAKEN:
            raise ValueError(_("No dimension can have the key {key}.").format(key=key))


def _references(dimension: Dimension) -> set[str]:
    if not isinstance(dimension, Conditions):
        return set()
    return {n.removeprefix("segment:") for n in looks_at(dimension) if n.startswith("segment:")}


def _check_fields(rules: Rules) -> None:
    keys = [field.key.casefold() for field in rules.fields]
    for field, key in zip(rules.fields, keys, strict=True):
        if keys.count(key) > 1:
            raise ValueError(_("Two own fields have the key {key}.").format(key=field.key))
        if (field.form == "choice") != bool(field.choices):
            message = _("The own field {key}: a choice has choices, and nothing else has.")
            raise ValueError(message.format(key=field.key))


def _check_segments(dimension: Dimension) -> None:
    keys = [segment.key for segment in segments_of(dimension)]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(_("{dimension}: two segments have the key {key}.").format(
                dimension=dimension.key, key=key))  # fmt: skip


def _check_parts(rules: Rules, dimension: Dimension) -> None:
    match dimension:
        case Conditions():
            for segment in dimension.segments:
                for comparison in comparisons(segment.when):
                    _check_comparison(rules, f"{dimension.key}/{segment.key}", comparison)
        case Share():
            _check_number(rules, dimension.key, dimension.metric)
            if sum(segment.share for segment in dimension.segments) != 1:
                raise ValueError(
                    _("{dimension}: the shares must add up to 100 %.").format(
                        dimension=dimension.key
                    )
                )
        case Scores():
            _check_scores(rules, dimension)
        case ByField():
            if measure_of(rules, dimension.what).kind in (Kind.NUMBER, Kind.MONEY, Kind.RATIO):
                message = _("{dimension}: the values of {metric} can't be segments.")
                raise ValueError(message.format(dimension=dimension.key, metric=dimension.what))


def _check_scores(rules: Rules, dimension: Scores) -> None:
    _check_number(rules, dimension.key, dimension.among)
    for code, count in Counter(dimension.codes).items():
        if count > 1:
            raise ValueError(
                _("{dimension}: two segments take the code {code}.").format(
                    dimension=dimension.key, code=code
                )
            )
    for _part, score in dimension.parts:
        _check_number(rules, dimension.key, score.metric)
        if score.by == "thresholds" and (
            len(score.thresholds) != dimension.steps - 1
            or list(score.thresholds) != sorted(set(score.thresholds))
        ):
            raise ValueError(
                _("{dimension}: {metric} needs {count} rising thresholds.").format(
                    dimension=dimension.key, metric=score.metric, count=dimension.steps - 1
                )
            )


def _check_number(rules: Rules, dimension: str, what: str) -> None:
    if measure_of(rules, what).kind not in _RANKED:
        raise ValueError(
            _("{dimension}: customers can't be ranked by {metric}.").format(
                dimension=dimension, metric=what
            )
        )


def _check_comparison(rules: Rules, place: str, comparison: Comparison) -> None:
    measure = measure_of(rules, comparison.what)
    if comparison.than is not None:
        measure_of(rules, comparison.than)
    if comparison.compare in ("empty", "filled") and measure.sql:
        return
    if comparison.compare not in ALLOWED[measure.kind]:
        raise ValueError(_("{place}: {what} can't be compared by {compare}.").format(
            place=place, what=comparison.what, compare=comparison.compare))  # fmt: skip
    if comparison.value is None and comparison.than is None:
        raise ValueError(_("{place}: {what} is compared with nothing.").format(
            place=place, what=comparison.what))  # fmt: skip
