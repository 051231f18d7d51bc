"""Where relative segments begin: for shares and scores, the lowest value that still belongs.

A cut is a value of some customer, so ties fall on one side together. All counting is in whole
numbers; shares are turned into a count or a sum in Python, exactly.
"""

import sqlite3
from fractions import Fraction
from math import ceil

from custtui.segments.checking import measure_of
from custtui.segments.measures import Kind, Measure
from custtui.segments.rules import Rules, Score, Scores, Share

_FROM = "FROM {schema}.metric m JOIN customer c ON c.id = m.customer_id"


def cut_share(
    connection: sqlite3.Connection,
    schema: str,
    table: str,
    rules: Rules,
    dimension: Share,
    bound: dict[str, str],
) -> None:
    """Write the cuts of a share dimension: each class takes the values down to its cut."""
    measure = measure_of(rules, dimension.metric)
    value = measure.number
    source = f"{_FROM.format(schema=schema)} WHERE {value} > 0"
    ranked, total = connection.execute(f"SELECT count(*), sum({value}) {source}", bound).fetchone()
    so_far = Fraction(0)
    for segment in dimension.segments:
        so_far += Fraction(segment.share)
        if dimension.by == "rank":
            lowest = _at_rank(connection, value, source, bound, ceil(so_far * ranked))
        else:
            lowest = _at_sum(connection, value, source, bound, ceil(so_far * (total or 0)))
        _write(connection, table, (dimension.key, "", segment.key, lowest, ranked))


def _at_rank(
    connection: sqlite3.Connection, value: str, source: str, bound: dict[str, str], count: int
) -> object:
    """The value of the `count`-th customer: those with a share `p < count / N` reach it."""
    row = connection.execute(
        f"SELECT {value} {source} ORDER BY 1 DESC LIMIT 1 OFFSET :offset",
        {**bound, "offset": max(count - 1, 0)},
    ).fetchone()
    return row[0] if row and count else None


def _at_sum(
    connection: sqlite3.Connection, value: str, source: str, bound: dict[str, str], limit: int
) -> object:
    """The lowest value whose strictly greater ones sum to less than `limit`."""
    row = connection.execute(
        f"SELECT min(value) FROM (SELECT {value} AS value, coalesce(sum({value}) OVER"
        f" (ORDER BY {value} DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)"
        f" AS greater {source}) WHERE greater < :limit",
        {**bound, "limit": limit},
    ).fetchone()
    return row[0]


def cut_scores(
    connection: sqlite3.Connection,
    schema: str,
    table: str,
    rules: Rules,
    dimension: Scores,
    bound: dict[str, str],
) -> None:
    """Write, for each of R, F and M, the lowest value of each score."""
    source = f"{_FROM.format(schema=schema)} WHERE {is_scored(rules, dimension)}"
    ranked = connection.execute(f"SELECT count(*) {source}", bound).fetchone()[0]
    for part, score in dimension.parts:
        measure = measure_of(rules, score.metric)
        if score.by == "thresholds":
            rows = _thresholds(measure, score)
        else:
            rows = _mid_ranks(connection, measure, source, bound, dimension.steps)
        for name, lowest in rows:
            _write(connection, table, (dimension.key, part, str(name), lowest, ranked))


def _thresholds(measure: Measure, score: Score) -> list[tuple[int, object]]:
    scale = 100 if measure.kind is Kind.MONEY else 1
    return [(place, int(value * scale)) for place, value in enumerate(score.thresholds, start=2)]


def _mid_ranks(
    connection: sqlite3.Connection,
    measure: Measure,
    source: str,
    bound: dict[str, str],
    steps: int,
) -> list[tuple[int, object]]:
    """`s = 1 + floor(k (2L + E) / 2N)`: L strictly worse, E equal, itself included."""
    value = ranked_value(measure)
    return connection.execute(
        "SELECT 1 + (:steps * (2 * worse + equal)) / (2 * everybody) AS score, min(value) FROM ("
        f" SELECT {value} AS value, rank() OVER (ORDER BY {value}) - 1 AS worse,"
        f" count(*) OVER (PARTITION BY {value}) AS equal, count(*) OVER () AS everybody {source})"
        " GROUP BY score",
        {**bound, "steps": steps},
    ).fetchall()


def is_scored(rules: Rules, dimension: Scores) -> str:
    """The SQL that tells who is scored: among those to be ranked, and no part is none."""
    among = measure_of(rules, dimension.among).number
    parts = [ranked_value(measure_of(rules, score.metric)) for _part, score in dimension.parts]
    return " AND ".join([f"{among} > 0", *(f"{value} IS NOT NULL" for value in parts)])


def ranked_value(measure: Measure) -> str:
    """The SQL by which scores rank: higher is better; days rank as they stand."""
    return measure.sql if measure.kind is Kind.DAY else measure.number


def _write(connection: sqlite3.Connection, table: str, row: tuple[object, ...]) -> None:
    connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", row)
