"""What in a set of rules is doubtful: warnings, which refuse nothing.

Some are seen in the rules alone; others only beside the customers that they are judged on.
"""

import sqlite3
from collections.abc import Iterable, Iterator

from custtui.reading.settings import judged_day
from custtui.segments.checks.checking import measure_of
from custtui.segments.checks.finding import Finding, Place
from custtui.segments.checks.gaps import gaps_and_overlaps
from custtui.segments.measures import Measure
from custtui.segments.rules import (
    ByField,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Segment,
    Share,
    placed,
)
from custtui.segments.sentences import label_of
from custtui.segments.standing import Members, members
from custtui.segments.stored import load
from custtui.values.language import _

_SEGMENT = "segment:"


def lint(connection: sqlite3.Connection, rules: Rules | None = None) -> tuple[Finding, ...]:
    """Every warning on the rules, those in force if none are given, in the order of their places.

    The connection has to see the book as these very rules judge it: `judge_view` for a draft.
    """
    rules = rules or load(connection)
    found = [*lint_rules(rules), *lint_members(connection, rules, members(connection, rules))]
    return tuple(sorted(found, key=_in_order))


def lint_rules(rules: Rules) -> Iterator[Finding]:
    """What is doubtful in the rules alone: gaps, overlaps, customer types without a strategy."""
    for number, dimension in enumerate(rules.dimensions):
        place: Place = ("dimensions", number)
        if isinstance(dimension, Conditions):
            for segment, sentence in gaps_and_overlaps(rules, dimension):
                where = (*place, "segments", segment, "when")
                yield Finding(dimension.key, dimension.segments[segment].key, sentence, where)
        for where, each in _segments(dimension, place):
            if not str(each.strategy).strip():
                sentence = _("{segment} has no strategy.").format(segment=str(each.name))
                yield Finding(dimension.key, each.key, sentence, (*where, "strategy"))


def lint_members(
    connection: sqlite3.Connection, rules: Rules, counted: Iterable[Members]
) -> Iterator[Finding]:
    """What is doubtful on these customers: metrics that nobody has, rules that nobody matches.

    `counted` are the members of every segment. Nothing while there are no customers. A rule on a
    metric that nobody has is told once.
    """
    if connection.execute("SELECT 1 FROM customer LIMIT 1").fetchone() is None:
        return
    empty = _EmptyMeasures(connection, rules)
    counts = {(each.dimension, each.segment): each.customers for each in counted}
    for number, dimension in enumerate(rules.dimensions):
        unmatched = dict(_rules_of(dimension, ("dimensions", number)))
        told: set[str] = set()
        for what, segment, place in _asked(dimension, ("dimensions", number)):
            if not empty.is_empty(what):
                continue
            unmatched.pop(segment, None)
            if what not in told:
                told.add(what)
                sentence = _("{metric} is empty for every customer.").format(
                    metric=label_of(rules, what)
                )
                yield Finding(dimension.key, segment, sentence, place)
        for segment, place in unmatched.items():
            if not counts.get((dimension.key, segment), 0):
                name = str(rules.segment(dimension.key, segment).name)
                sentence = _("No customer matches the rule of {segment}.").format(segment=name)
                yield Finding(dimension.key, segment, sentence, place)


def _in_order(found: Finding) -> tuple[str, ...]:
    """Numbers of places are compared as numbers, beside the keys."""
    return tuple(f"{step:06}" if isinstance(step, int) else step for step in found.place)


class _EmptyMeasures:
    """Which measures have no value for any customer; each is looked up once."""

    def __init__(self, connection: sqlite3.Connection, rules: Rules) -> None:
        self._connection = connection
        self._rules = rules
        self._as_of = judged_day(connection).isoformat()
        self._known: dict[str, bool] = {}

    def is_empty(self, what: str) -> bool:
        """Whether nobody has a value there; of sets that are only tested, it is not known."""
        if what.startswith(_SEGMENT):
            return False
        if what not in self._known:
            measure = measure_of(self._rules, what)
            self._known[what] = bool(measure.sql) and not self._anybody_has(measure)
        return self._known[what]

    def _anybody_has(self, measure: Measure) -> bool:
        over = f" AND ({measure.over}) IS NOT NULL" if measure.over else ""
        row = self._connection.execute(
            "SELECT 1 FROM customer c JOIN metric m ON m.customer_id = c.id"
            f" WHERE nullif({measure.sql}, '') IS NOT NULL{over} LIMIT 1",
            {"as_of": self._as_of},
        )
        return row.fetchone() is not None


def _segments(dimension: Dimension, place: Place) -> Iterator[tuple[Place, Segment]]:
    """The segments that somebody gave it; values of a field need none."""
    for number, segment in enumerate(dimension.segments):
        yield (*place, "segments", number), segment
    if isinstance(dimension, Share | Scores):
        yield (*place, "other"), dimension.other


def _rules_of(dimension: Dimension, place: Place) -> Iterator[tuple[str, Place]]:
    """The segments that a rule of their own makes; a share or a score may well be nobody's."""
    if isinstance(dimension, Conditions):
        for number, segment in enumerate(dimension.segments):
            if segment.when is not None:
                yield segment.key, (*place, "segments", number, "when")


def _asked(dimension: Dimension, place: Place) -> Iterator[tuple[str, str, Place]]:
    """Every measure that the rules of a dimension look at, the segment's key, and the place."""
    match dimension:
        case Share():
            yield dimension.metric, "", (*place, "metric")
        case Scores():
            yield dimension.among, "", (*place, "among")
            for part, score in dimension.parts:
                yield score.metric, "", (*place, part, "metric")
        case ByField():
            yield dimension.what, "", (*place, "what")
        case Conditions():
            for number, segment in enumerate(dimension.segments):
                for where, comparison in placed(segment.when, (*place, "segments", number, "when")):
                    yield comparison.what, segment.key, (*where, "what")
                    if comparison.than is not None:
                        yield comparison.than, segment.key, (*where, "than")
