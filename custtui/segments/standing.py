"""Where customers stand: the segments of each, and how many stand in each segment."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from custtui.segments.rules import (
    ByField,
    Dimension,
    Rules,
    Scores,
    Share,
    is_tags,
    segments_of,
)

#: A segment's key; of a tag dimension, the keys of all that apply.
Standing = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """How many customers a segment has, and their net 12-month amount in minor units."""

    dimension: str
    segment: str
    customers: int
    amount_12m: int


def standings(
    connection: sqlite3.Connection, rules: Rules, customer_id: int | None = None
) -> Iterator[tuple[int, dict[str, Standing]]]:
    """Each customer's effective segments by dimension, or those of one customer."""
    names = ", ".join(f'"{d.key}"' for d in rules.dimensions) or "NULL"
    which = "WHERE customer_id = ?" if customer_id is not None else ""
    rows = connection.execute(
        f"SELECT customer_id, {names} FROM segment {which}",
        (customer_id,) if customer_id is not None else (),
    )
    for identity, *segments in rows:
        yield (
            identity,
            {
                dimension.key: as_stored(dimension, value)
                for dimension, value in zip(rules.dimensions, segments, strict=False)
            },
        )


def as_stored(dimension: Dimension, stored: str) -> Standing:
    """The segment that a row of the book has for the dimension, or its tags apart."""
    return tuple(stored.split()) if is_tags(dimension) else stored


def members(connection: sqlite3.Connection, rules: Rules) -> list[Members]:
    """Every segment of every dimension in order, empty ones too, with its customers and amount."""
    found: list[Members] = []
    for dimension in rules.dimensions:
        counted = _counted(connection, dimension)
        known = [s.key for s in segments_of(dimension)]
        if isinstance(dimension, ByField):
            known = sorted(counted, key=lambda key: -counted[key][0])
        found += [Members(dimension.key, key, *counted.get(key, (0, 0))) for key in known]
    return found


def _counted(connection: sqlite3.Connection, dimension: Dimension) -> dict[str, tuple[int, int]]:
    rows = connection.execute(
        f'SELECT s."{dimension.key}", count(*), sum(m.amount_12m) FROM segment s'
        " JOIN metric m USING (customer_id) GROUP BY 1"
    ).fetchall()
    if not is_tags(dimension):
        return {key: (count, amount) for key, count, amount in rows}
    counted: dict[str, tuple[int, int]] = {}
    for tags, count, amount in rows:
        for tag in tags.split():
            before = counted.get(tag, (0, 0))
            counted[tag] = (before[0] + count, before[1] + amount)
    return counted


def classified(rules: Rules, counted: Sequence[Members]) -> dict[str, int]:
    """By dimension, how many customers it ranks or classifies: what shares are parts of."""
    found: dict[str, int] = {dimension.key: 0 for dimension in rules.dimensions}
    for part in counted:
        if not is_unranked(rules.dimension(part.dimension), part.segment):
            found[part.dimension] += part.customers
    return found


def is_unranked(dimension: Dimension, segment: str) -> bool:
    """Whether the segment is where a relative dimension puts those that it does not rank."""
    return isinstance(dimension, Share | Scores) and segment == dimension.other.key
