"""Which rules ask for the segments of other dimensions, and which of those are not there."""

import sqlite3
from collections.abc import Iterator

from custtui.segments.rules import (
    ByField,
    Comparison,
    Conditions,
    Rules,
    comparisons,
    segments_of,
)

_SEGMENT = "segment:"


def asking_for(rules: Rules, dimension: str, segment: str | None = None) -> list[str]:
    """The rules that ask for a dimension, or for one segment of it, by name and once each."""
    found = [
        rule
        for rule, comparison in _asking(rules)
        if dimension in _named(comparison) and (segment is None or segment in _values(comparison))
    ]
    return list(dict.fromkeys(found))


def pins_on(connection: sqlite3.Connection, dimension: str, segment: str | None = None) -> int:
    """How many pins fix customers in a dimension, or in one segment of it."""
    row = connection.execute(
        "SELECT count(*) FROM pin WHERE dimension = ?1 AND (?2 IS NULL OR segment = ?2)",
        (dimension, segment),
    ).fetchone()
    return int(row[0])


def missing(rules: Rules) -> dict[tuple[str, str], str]:
    """What rules ask for though no dimension gives it: by rule and key, the key.

    The values of a field dimension are whatever customers have: none is missing.
    """
    given = {
        dimension.key: {segment.key for segment in segments_of(dimension)}
        for dimension in rules.dimensions
        if not isinstance(dimension, ByField)
    }
    return {
        (rule, f"{name}:{value}"): value
        for rule, comparison in _asking(rules)
        for name in _named(comparison)
        if name in given
        for value in _values(comparison)
        if value not in given[name]
    }


def _asking(rules: Rules) -> Iterator[tuple[str, Comparison]]:
    """Every comparison that asks for segments, and the rule that it stands in, by name."""
    for dimension in rules.dimensions:
        if isinstance(dimension, Conditions):
            for segment in dimension.segments:
                for comparison in comparisons(segment.when):
                    if _named(comparison):
                        name = f"{dimension.name} / {segment.name}"
                        yield name, comparison


def _named(comparison: Comparison) -> set[str]:
    names = (comparison.what, comparison.than or "")
    return {name.removeprefix(_SEGMENT) for name in names if name.startswith(_SEGMENT)}


def _values(comparison: Comparison) -> tuple[str, ...]:
    """The segments that it names; of two dimensions compared with each other, none."""
    if comparison.value is None:
        return ()
    value = comparison.value
    return value if isinstance(value, tuple) else (str(value),)
