"""Where one customer stands: its metrics and segments, and how it came there."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from custtui.reading.pins import Pin, computed_of, pins_of
from custtui.values.impossible import stored_day


@dataclass(frozen=True, slots=True)
class LoggedMove:
    """A move as the log has it: no `before` where a tag came, no `after` where one went."""

    dimension: str
    before: str | None
    after: str | None
    day: date
    cause: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The metric row (money in minor units, days ISO) and the segments by dimension.

    A tag dimension's segments stand in one text, parted by spaces. Where pins are in force,
    `computed` has what the rules alone say, by dimension; `pins` are all of the customer, those
    without effect too.
    """

    metrics: Mapping[str, object]
    segments: Mapping[str, str]
    computed: Mapping[str, str] = field(default_factory=dict)
    pins: tuple[Pin, ...] = ()

    def number(self, metric: str) -> int:
        """A metric that is a sum or a count; none counts as 0."""
        value = self.metrics[metric]
        return value if isinstance(value, int) else 0


def standing(connection: sqlite3.Connection, customer_id: int) -> Standing | None:
    """The standing of a customer as this connection sees it; None when it is gone."""
    metrics = _row(connection, "metric", customer_id)
    segments = _row(connection, "segment", customer_id)
    if metrics is None or segments is None:
        return None
    del segments["customer_id"]
    return Standing(
        metrics,
        {key: str(value) for key, value in segments.items()},
        computed_of(connection, customer_id),
        pins_of(connection, customer_id),
    )


def moves(connection: sqlite3.Connection, customer_id: int) -> tuple[LoggedMove, ...]:
    """The moves of a customer, the newest first."""
    rows = connection.execute(
        "SELECT dimension, from_segment, to_segment, day, cause FROM move"
        " WHERE customer_id = ? ORDER BY id DESC",
        (customer_id,),
    )
    return tuple(
        LoggedMove(dimension, before, after, stored_day(day), cause)
        for dimension, before, after, day, cause in rows
    )


def _row(connection: sqlite3.Connection, table: str, customer_id: int) -> dict[str, object] | None:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE customer_id = ?", (customer_id,))
    names = [column[0] for column in cursor.description]
    found = cursor.fetchone()
    return None if found is None else dict(zip(names, found, strict=True))
