"""Where relative segments begin: for shares and scores, the lowest value that still belongs.

A cut is a value of some customer, so ties fall on one side together. It is found by walking from
one group of equal values to the next, in whole numbers only; an edit walks from where the cut
stood, which is mostly no step or one.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from custtui.segments.checks.checking import measure_of
from custtui.segments.judging.boundaries import Boundary, Population, boundaries
from custtui.segments.judging.rankings import Change, Ranking, Value, counted_in, is_below, rankings
from custtui.segments.judging.tables import create_cut
from custtui.segments.rules import Rules, Scores, Share


@dataclass(frozen=True, slots=True)
class Cut:
    """The lowest value of a segment or score; none where nobody reaches it.

    `above` is what stands strictly above it, customers or their sum; `equal` are the customers
    who have just this value.
    """

    lowest: Value | None = None
    above: int = 0
    equal: int = 0


#: From which value on customers may have crossed a cut, and below which (None: no end).
Crossed = tuple[Ranking, Value, Value | None]


def cut_all(connection: sqlite3.Connection, ranked: str, table: str, rules: Rules) -> None:
    """Make `table` anew: the cuts of every relative dimension, from the table `ranked`."""
    create_cut(connection, table)
    for dimension in rules.dimensions:
        if not isinstance(dimension, Share | Scores):
            continue
        population = _population(connection, ranked, rules, dimension)
        for boundary in boundaries(rules, dimension):
            order = _Order(connection, ranked, boundary)
            cut = _settled(order, _guessed(order, population), population)
            _write(connection, table, boundary, cut, population)
        if isinstance(dimension, Scores):
            _write_thresholds(connection, table, rules, dimension, population)


def cut_again(
    connection: sqlite3.Connection, rules: Rules, changes: Sequence[Sequence[Change]]
) -> list[Crossed]:
    """Move the file's cuts after an edit; tells where customers may have crossed one.

    `changes` are those that the edit made, in the order of `rankings(rules)`.
    """
    changed = dict(zip((r.name for r in rankings(rules)), changes, strict=True))
    crossed: list[Crossed] = []
    for dimension in rules.dimensions:
        if not isinstance(dimension, Share | Scores):
            continue
        counted = changed[counted_in(rules, dimension).name]
        if not counted and not any(changed[b.ranking.name] for b in boundaries(rules, dimension)):
            continue
        population = _moved_population(connection, dimension, counted)
        for boundary in boundaries(rules, dimension):
            old = _stored(connection, boundary)
            moved = _shifted(boundary, old, changed[boundary.ranking.name])
            new = _settled(_Order(connection, "main.ranked", boundary), moved, population)
            _update(connection, boundary, new)
            crossed += _between(boundary.ranking, old.lowest, new.lowest)
        connection.execute(
            "UPDATE main.cut SET ranked = ?, total = ? WHERE dimension = ?",
            (population.count, population.total, dimension.key),
        )
    return crossed


def _between(ranking: Ranking, old: Value | None, new: Value | None) -> list[Crossed]:
    if old == new:
        return []
    if old is None or new is None:
        (start,) = {old, new} - {None}
        assert start is not None
        return [(ranking, start, None)]
    ends = (old, new) if is_below(old, new) else (new, old)
    return [(ranking, *ends)]


class _Order:
    """The groups of equal values of one ranking, read one after another along its index."""

    def __init__(self, connection: sqlite3.Connection, table: str, boundary: Boundary) -> None:
        self._connection = connection
        self._table = table
        self._column = boundary.ranking.column
        self.boundary = boundary

    def one(self, query: str, *values: object) -> Value | None:
        """The one value that a query gives; `{column}` and `{table}` are filled in."""
        text = query.format(column=self._column, table=self._table)
        row: tuple[Value | None] | None = self._connection.execute(text, values).fetchone()
        return row[0] if row else None

    def below(self, value: Value | None) -> Value | None:
        """The next lower value; of None, which stands above all, the highest."""
        if value is None:
            return self.one("SELECT max({column}) FROM {table}")
        return self.one("SELECT max({column}) FROM {table} WHERE {column} < ?", value)

    def over(self, value: Value) -> Value | None:
        """The next higher value."""
        return self.one("SELECT min({column}) FROM {table} WHERE {column} > ?", value)

    def size(self, value: Value) -> int:
        """How many customers have just this value."""
        return int(self.one("SELECT count(*) FROM {table} WHERE {column} = ?", value) or 0)

    def weight(self, value: Value | None, customers: int) -> int:
        """What a group adds to all that stands above the next one."""
        return _weight(self.boundary, value, customers)


def _weight(boundary: Boundary, value: Value | None, customers: int) -> int:
    return customers * int(value or 0) if boundary.by_value else customers


def _settled(order: _Order, cut: Cut, population: Population) -> Cut:
    """The cut that this one, which may be too high or too low, comes to rest at."""
    reaches = order.boundary.reaches
    while cut.lowest is not None and not (cut.equal and reaches(cut.above, cut.equal, population)):
        higher = order.over(cut.lowest)
        if higher is None:
            cut = Cut()
        else:
            size = order.size(higher)
            cut = Cut(higher, cut.above - order.weight(higher, size), size)
    while (lower := order.below(cut.lowest)) is not None:
        above = cut.above + order.weight(cut.lowest, cut.equal)
        size = order.size(lower)
        if not reaches(above, size, population):
            break
        cut = Cut(lower, above, size)
    return cut


def _guessed(order: _Order, population: Population) -> Cut:
    """A cut near the right one, told by counting along the index."""
    boundary = order.boundary
    if not population.count:
        return Cut()
    if boundary.by_value:
        lowest = order.one(
            "SELECT {column} FROM (SELECT {column}, sum({column}) OVER (ORDER BY {column} DESC"
            " ROWS UNBOUNDED PRECEDING) AS so_far FROM {table} WHERE {column} IS NOT NULL)"
            " WHERE so_far >= ? LIMIT 1",
            ceil(boundary.depth * population.total),
        )
        above = order.one("SELECT coalesce(sum({column}), 0) FROM {table} WHERE {column} > ?",
                          lowest)  # fmt: skip
    else:
        place = min(max(ceil(boundary.depth * population.count), 1), population.count)
        lowest = order.one(
            "SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
            " ORDER BY {column} DESC LIMIT 1 OFFSET ?",
            place - 1,
        )
        above = order.one("SELECT count(*) FROM {table} WHERE {column} > ?", lowest)
    assert lowest is not None
    return Cut(lowest, int(above or 0), order.size(lowest))


def _shifted(boundary: Boundary, cut: Cut, changes: Sequence[Change]) -> Cut:
    """The same cut with what stands above it and at it counted anew after an edit."""
    lowest: Any = cut.lowest
    if lowest is None:
        return cut
    above, equal = cut.above, cut.equal
    for change in changes:
        for value, sign in ((change.before, -1), (change.after, 1)):
            if value is None:
                continue
            if value == lowest:
                equal += sign
            elif value > lowest:
                above += sign * _weight(boundary, value, 1)
    return Cut(lowest, above, equal)


def _population(
    connection: sqlite3.Connection, ranked: str, rules: Rules, dimension: Share | Scores
) -> Population:
    column = counted_in(rules, dimension).column
    total = f"coalesce(sum({column}), 0)" if _is_summed(dimension) else "0"
    row = connection.execute(
        f"SELECT count(*), {total} FROM {ranked} WHERE {column} IS NOT NULL"
    ).fetchone()
    return Population(*row)


def _moved_population(
    connection: sqlite3.Connection, dimension: Share | Scores, changes: Sequence[Change]
) -> Population:
    count, total = connection.execute(
        "SELECT ranked, total FROM main.cut WHERE dimension = ? LIMIT 1", (dimension.key,)
    ).fetchone()
    for change in changes:
        for value, sign in ((change.before, -1), (change.after, 1)):
            if value is not None:
                count += sign
                total += sign * int(value) if _is_summed(dimension) else 0
    return Population(count, total)


def _is_summed(dimension: Share | Scores) -> bool:
    return isinstance(dimension, Share) and dimension.by == "value"


def _stored(connection: sqlite3.Connection, boundary: Boundary) -> Cut:
    row = connection.execute(
        "SELECT lowest, above, equal FROM main.cut WHERE dimension = ? AND part = ? AND name = ?",
        boundary.place,
    ).fetchone()
    return Cut(*row)


def _update(connection: sqlite3.Connection, boundary: Boundary, cut: Cut) -> None:
    connection.execute(
        "UPDATE main.cut SET lowest = ?, above = ?, equal = ?"
        " WHERE dimension = ? AND part = ? AND name = ?",
        (cut.lowest, cut.above, cut.equal, *boundary.place),
    )


def _write(
    connection: sqlite3.Connection,
    table: str,
    boundary: Boundary,
    cut: Cut,
    population: Population,
) -> None:
    row = (*boundary.place, cut.lowest, population.count, population.total, cut.above, cut.equal)
    connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _write_thresholds(
    connection: sqlite3.Connection,
    table: str,
    rules: Rules,
    dimension: Scores,
    population: Population,
) -> None:
    for part, score in dimension.parts:
        if score.by != "thresholds":
            continue
        scale = measure_of(rules, score.metric).scale
        for place, value in enumerate(score.thresholds, start=2):
            row = (dimension.key, part, str(place), ceil(Fraction(value) * scale))
            connection.execute(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)",
                (*row, population.count, population.total),
            )
