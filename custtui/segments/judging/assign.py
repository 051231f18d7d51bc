"""Giving customers their segments: the metrics and cuts are there, one pass a level of rules."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from custtui.segments.checks.checking import in_order, measure_of
from custtui.segments.judging.compile import Compilation
from custtui.segments.judging.pinned import apply_pins
from custtui.segments.judging.rankings import is_scored, ranked_value
from custtui.segments.judging.tables import empty_computed, empty_segment
from custtui.segments.rules import (
    UNCLASSIFIED,
    ByField,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Share,
    is_tags,
)


@dataclass(frozen=True, slots=True)
class Assigned:
    """The tables that assigning reads, `metric` and `cut`, and those that it makes."""

    metric: str
    cut: str
    segment: str
    computed: str


def assign(
    connection: sqlite3.Connection,
    rules: Rules,
    as_of: date,
    tables: Assigned,
    customers: str = "SELECT id FROM customer",
) -> None:
    """Make the tables of effective segments, and of what the rules give where a pin differs.

    `customers` is the query that names whom; all of them by default.
    """
    empty_segment(connection, tables.segment, [d.key for d in rules.dimensions])
    empty_computed(connection, tables.computed)
    connection.execute(f"INSERT INTO {tables.segment} (customer_id) {customers}")
    for level in in_order(rules):
        compilation = Compilation(rules, as_of)
        columns = [
            f'"{dimension.key}" = {_expression(compilation, dimension, tables.cut)}'
            for dimension in level
        ]
        connection.execute(
            f"UPDATE {tables.segment} AS s SET {', '.join(columns)}"
            f" FROM {tables.metric} m CROSS JOIN customer c"
            " WHERE m.customer_id = s.customer_id AND c.id = s.customer_id",
            {**compilation.values, "as_of": as_of.isoformat()},
        )
        apply_pins(connection, level, as_of, tables.segment, tables.computed)


def _expression(compilation: Compilation, dimension: Dimension, cut: str) -> str:
    match dimension:
        case Conditions():
            return _conditions(compilation, dimension)
        case Share():
            return _share(compilation, dimension, cut)
        case Scores():
            return _scores(compilation, dimension, cut)
        case ByField():
            return compilation.by_field(dimension)


def _conditions(compilation: Compilation, dimension: Conditions) -> str:
    tests = [(compilation.condition(s.when), compilation.bind(s.key)) for s in dimension.segments]
    if is_tags(dimension):
        joined = " || ".join(f"iif({test}, {key} || ' ', '')" for test, key in tests)
        return f"trim({joined})" if tests else "''"
    cases = " ".join(f"WHEN {test} THEN {key}" for test, key in tests)
    return (
        f"CASE {cases} ELSE {compilation.bind(UNCLASSIFIED)} END"
        if tests
        else (compilation.bind(UNCLASSIFIED))
    )


def _lowest(compilation: Compilation, cut: str, dimension: str, part: str, name: str) -> str:
    bind = compilation.bind
    return (
        f"(SELECT lowest FROM {cut} WHERE dimension = {bind(dimension)}"
        f" AND part = {bind(part)} AND name = {bind(name)})"
    )


def _share(compilation: Compilation, dimension: Share, cut: str) -> str:
    value = measure_of(compilation.rules, dimension.metric).number
    cases = " ".join(
        f"WHEN {value} >= {_lowest(compilation, cut, dimension.key, '', segment.key)}"
        f" THEN {compilation.bind(segment.key)}"
        for segment in dimension.segments
    )
    other = compilation.bind(dimension.other.key)
    return f"CASE WHEN {value} > 0 THEN CASE {cases} END ELSE {other} END"


def _scores(compilation: Compilation, dimension: Scores, cut: str) -> str:
    """The three scores side by side name the segment; a code that nobody took is unclassified."""
    code = " || ".join(
        _score(compilation, dimension, part, score.metric, cut) for part, score in dimension.parts
    )
    cases = " ".join(
        f"WHEN {compilation.bind(code)} THEN {compilation.bind(segment.key)}"
        for segment in dimension.segments
        for code in segment.codes
    )
    return (
        f"CASE WHEN {is_scored(compilation.rules, dimension)} THEN CASE {code} {cases}"
        f" ELSE {compilation.bind(UNCLASSIFIED)} END ELSE {compilation.bind(dimension.other.key)}"
        " END"
    )


def _score(compilation: Compilation, dimension: Scores, part: str, metric: str, cut: str) -> str:
    value = ranked_value(measure_of(compilation.rules, metric))
    cuts = [
        (score, _lowest(compilation, cut, dimension.key, part, str(score)))
        for score in range(dimension.steps, 1, -1)
    ]
    cases = " ".join(f"WHEN {value} >= {lowest} THEN '{score}'" for score, lowest in cuts)
    return f"CASE {cases} ELSE '1' END"
