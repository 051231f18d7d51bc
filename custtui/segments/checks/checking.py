"""Whether a set of rules is sound, in which order its dimensions are judged, what they name."""

from graphlib import CycleError, TopologicalSorter

from custtui.segments.measures import MEASURES, Kind, Measure, of_field, of_segment
from custtui.segments.rules import (
    ByField,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Share,
    comparisons,
    is_tags,
)
from custtui.values.language import _

_ORDERED = ("<", "<=", ">", ">=", "=", "!=")
#: The comparisons with a value that each kind of measure allows.
ALLOWED: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(Kind, _ORDERED),
    Kind.TEXT: ("=", "!=", "in"),
    Kind.CHOICE: ("=", "!=", "in"),
    Kind.YES_NO: ("=", "!="),
    Kind.SET: ("has", "lacks"),
}
#: The kinds of measures that are numbers, so that they can be added up or multiplied.
NUMBERS = tuple(
    kind for kind, allowed in ALLOWED.items() if allowed is _ORDERED and kind is not Kind.DAY
)


def check(rules: Rules) -> None:
    """ValueError, in the reader's language, for the first thing that is not sound."""
    from custtui.segments.checks.soundness import unsound

    for found in unsound(rules):
        owner = f"{found.owner}: " if found.owner else ""
        raise ValueError(f"{owner}{found.sentence}")


def in_order(rules: Rules) -> list[list[Dimension]]:
    """Dimensions in levels: those of a level speak only of earlier levels' segments."""
    graph = {d.key: references(d) for d in rules.dimensions}
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


def references(dimension: Dimension) -> set[str]:
    """The dimensions whose segments the rules of this one look at."""
    if not isinstance(dimension, Conditions):
        return set()
    return {n.removeprefix("segment:") for n in looks_at(dimension) if n.startswith("segment:")}
