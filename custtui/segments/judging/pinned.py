"""Pins in force on a day, put over what the rules give; ranks and N never look at them."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from custtui.segments.rules import ByField, Dimension, is_tags, segments_of


def apply_pins(
    connection: sqlite3.Connection,
    dimensions: Iterable[Dimension],
    as_of: date,
    segment: str,
    computed: str,
) -> None:
    """Make the pinned segments effective in table `segment`; `computed` keeps what they cover.

    A pin that names a segment which its dimension does not have any more has no effect.
    """
    for dimension in dimensions:
        pins = _in_force(connection, dimension, as_of, segment)
        if not pins:
            continue
        column = f'"{dimension.key}"'
        for customer_id, fixed in pins.items():
            (given,) = connection.execute(
                f"SELECT {column} FROM {segment} WHERE customer_id = ?", (customer_id,)
            ).fetchone()
            connection.execute(
                f"INSERT INTO {computed} VALUES (?, ?, ?)", (customer_id, dimension.key, given)
            )
            connection.execute(
                f"UPDATE {segment} SET {column} = ? WHERE customer_id = ?",
                (effective(dimension, given, fixed), customer_id),
            )


def _in_force(
    connection: sqlite3.Connection, dimension: Dimension, as_of: date, segment: str
) -> dict[int, dict[str, bool]]:
    """By customer of table `segment`, the segments that pins give it or take from it."""
    found: dict[int, dict[str, bool]] = defaultdict(dict)
    for customer_id, key, holds in connection.execute(
        f"SELECT p.customer_id, p.segment, p.holds FROM pin p JOIN {segment} s"
        " ON s.customer_id = p.customer_id"
        " WHERE p.dimension = ? AND (p.last_day IS NULL OR p.last_day >= ?) ORDER BY p.id",
        (dimension.key, as_of.isoformat()),
    ):
        # What takes a tag away fixes nothing where its dimension has become one of other segments.
        if has_effect(dimension, key) and (holds or is_tags(dimension)):
            found[customer_id][key] = bool(holds)
    return found


def has_effect(dimension: Dimension, segment: str) -> bool:
    """Whether the dimension still has the segment that a pin names."""
    return isinstance(dimension, ByField) or any(
        each.key == segment for each in segments_of(dimension)
    )


def effective(dimension: Dimension, given: str, fixed: Mapping[str, bool]) -> str:
    """What pins make of what the rules give; `fixed` by segment, whether it holds."""
    if not is_tags(dimension):
        return list(fixed)[-1]
    has = set(given.split())
    return " ".join(
        each.key for each in segments_of(dimension) if fixed.get(each.key, each.key in has)
    )
