"""The orders that relative dimensions rank customers in, and the table that keeps them.

Each ranking is a column of the table `ranked`, with an index: a customer's value there, or none
where it is not ranked. Dimensions that rank the same customers by the same metric share one.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import lt

from custtui.segments.checks.checking import measure_of
from custtui.segments.judging.metrics import bounds
from custtui.segments.measures import Kind, Measure
from custtui.segments.rules import Rules, Scores, Share

#: What customers are ranked by: a whole number, or a day as ISO text.
Value = int | str


def is_below(value: Value, other: Value) -> bool:
    """Whether a value stands below another one of the same ranking: numbers both, or days both."""
    return bool(lt(value, other))


@dataclass(frozen=True, slots=True)
class Ranking:
    """One order of customers; `sql` gives the value of customer `c` with metrics `m`, or NULL."""

    name: str
    sql: str

    @property
    def column(self) -> str:
        return '"' + self.name.replace('"', "") + '"'


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did to a customer's place in one ranking; None: not ranked."""

    before: Value | None
    after: Value | None


def of_share(rules: Rules, dimension: Share) -> Ranking:
    """By the metric, over those whose metric is above 0."""
    value = measure_of(rules, dimension.metric).number
    return Ranking(dimension.metric, f"iif({value} > 0, {value}, NULL)")


def of_part(rules: Rules, dimension: Scores, part: str) -> Ranking:
    """By one of the three scores' metrics, over those who are scored."""
    score = dict(dimension.parts)[part]
    population = ", ".join([dimension.among, *(each.metric for _part, each in dimension.parts)])
    value = ranked_value(measure_of(rules, score.metric))
    return Ranking(
        f"{score.metric} among {population}",
        f"iif({is_scored(rules, dimension)}, {value}, NULL)",
    )


def counted_in(rules: Rules, dimension: Share | Scores) -> Ranking:
    """A ranking that holds everybody whom the dimension ranks."""
    if isinstance(dimension, Share):
        return of_share(rules, dimension)
    by_rank = [part for part, score in dimension.parts if score.by == "rank"]
    return of_part(rules, dimension, by_rank[0] if by_rank else "recency")


def rankings(rules: Rules) -> tuple[Ranking, ...]:
    """Every ranking that the rules need, each once."""
    found: dict[str, Ranking] = {}
    for dimension in rules.dimensions:
        if isinstance(dimension, Share | Scores):
            found.setdefault(*_named(counted_in(rules, dimension)))
        if isinstance(dimension, Scores):
            for part, score in dimension.parts:
                if score.by == "rank":
                    found.setdefault(*_named(of_part(rules, dimension, part)))
    return tuple(found.values())


def is_scored(rules: Rules, dimension: Scores) -> str:
    """The SQL that tells who is scored: among those to be ranked, and no part is none."""
    among = measure_of(rules, dimension.among).number
    parts = [ranked_value(measure_of(rules, score.metric)) for _part, score in dimension.parts]
    return " AND ".join([f"{among} > 0", *(f"{value} IS NOT NULL" for value in parts)])


def ranked_value(measure: Measure) -> str:
    """The SQL by which scores rank: higher is better; days rank as they stand."""
    return measure.sql if measure.kind is Kind.DAY else measure.number


def rank_all(
    connection: sqlite3.Connection, metric: str, table: str, wanted: Sequence[Ranking], as_of: date
) -> None:
    """Make `table` (`schema.name`) anew: every customer of `metric` in the wanted rankings."""
    ranks = (
        f"SELECT m.customer_id{_values(wanted)} FROM {metric} m"
        " JOIN customer c ON c.id = m.customer_id"
    )
    _make(connection, table, wanted, ranks, bounds(as_of))


def copy_ranked(connection: sqlite3.Connection, wanted: Sequence[Ranking]) -> None:
    """Make the file's `ranked` what `staged.ranked` is."""
    _make(connection, "main.ranked", wanted, "SELECT * FROM staged.ranked ORDER BY customer_id", {})


def _make(
    connection: sqlite3.Connection,
    table: str,
    wanted: Sequence[Ranking],
    ranks: str,
    values: Mapping[str, str | int],
) -> None:
    schema, name = table.split(".")
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(f"CREATE TABLE {table} (customer_id INTEGER PRIMARY KEY{_columns(wanted)})")
    connection.execute(f"INSERT INTO {table} {ranks}", values)
    for place, ranking in enumerate(wanted):
        connection.execute(
            f"CREATE INDEX {schema}.{name}_{place} ON {name} ({ranking.column})"
            f" WHERE {ranking.column} IS NOT NULL"
        )


def rank_touched(
    connection: sqlite3.Connection,
    wanted: Sequence[Ranking],
    as_of: date,
    portion: tuple[int, int],
) -> list[list[Change]]:
    """Bring the file's `ranked` up to date for those in a portion of `temp.touched`.

    Gives the changes, by ranking.
    """
    first, last = portion
    values: dict[str, str | int] = {**bounds(as_of), "first": first, "last": last}
    new = (
        f"SELECT m.customer_id{_values(wanted)} FROM temp.touched t"
        " CROSS JOIN main.metric m ON m.customer_id = t.id JOIN customer c ON c.id = t.id"
    )
    # A new day touches many whose places stay as they are: they cost no writing.
    before = _rows(
        connection,
        wanted,
        "DELETE FROM main.ranked AS r WHERE customer_id IN"
        " (SELECT id FROM temp.touched WHERE id BETWEEN :first AND :last)"
        f" AND (r.customer_id{_columns(wanted)}) IS NOT"
        f" ({new} WHERE t.id = r.customer_id) RETURNING *",
        values,
    )
    after = _rows(
        connection,
        wanted,
        f"INSERT OR IGNORE INTO main.ranked {new} WHERE t.id BETWEEN :first AND :last RETURNING *",
        values,
    )
    none: tuple[None, ...] = (None,) * len(wanted)
    return [
        [
            change
            for who in before.keys() | after.keys()
            if (change := Change(before.get(who, none)[place], after.get(who, none)[place]))
            != Change(None, None)
        ]
        for place in range(len(wanted))
    ]


def _rows(
    connection: sqlite3.Connection,
    wanted: Sequence[Ranking],
    query: str,
    values: dict[str, str | int],
) -> dict[int, tuple[Value | None, ...]]:
    rows: Iterable[tuple[int, *tuple[Value | None, ...]]] = connection.execute(query, values)
    return {row[0]: row[1 : len(wanted) + 1] for row in rows}


def _columns(wanted: Sequence[Ranking]) -> str:
    return "".join(f", {ranking.column}" for ranking in wanted)


def _values(wanted: Sequence[Ranking]) -> str:
    return "".join(f", {ranking.sql}" for ranking in wanted)


def _named(ranking: Ranking) -> tuple[str, Ranking]:
    return ranking.name, ranking
