"""Judging: metrics, cuts and segments for a day and a set of rules, exactly as definitions.md says.

`judge_file` writes into the file, inside an edit's transaction, and gives back the moves.
`judge_view` writes TEMP tables of the same names, which shadow the file's, for another as-of day,
for a draft of rules, and where the file may only be read.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from custtui.reading.damage import day_stood_for
from custtui.segments.judging import tables
from custtui.segments.judging.assign import Assigned, assign
from custtui.segments.judging.beside import (
    Beside,
    know_metrics,
    take_over,
    take_over_segments,
)
from custtui.segments.judging.crossing import mark_crossing
from custtui.segments.judging.cuts import Crossed, cut_again, cut_all
from custtui.segments.judging.metrics import measure, measure_portion
from custtui.segments.judging.moves import Move, moves_to
from custtui.segments.judging.rankings import rank_all, rank_touched, rankings
from custtui.segments.judging.turning import all_turn, mark_turned
from custtui.segments.rules import Rules
from custtui.segments.stored import load, mark

_FRESH = Assigned("main.metric", "main.cut", "temp.fresh_segment", "temp.fresh_computed")
_VIEW = Assigned("temp.metric", "temp.cut", "temp.segment", "temp.computed")
#: Above this part of all customers, judging them one by one costs more than judging all at once.
FEW = 1 / 5


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging did: who moved, and whose metrics were taken anew, None for everybody."""

    moves: tuple[Move, ...]
    measured: frozenset[int] | None


def judged_on(connection: sqlite3.Connection) -> date | None:
    """The day that the metrics and segments seen by this connection stand for."""
    if not tables.has_table(connection, "main", "judged"):
        return None
    row = connection.execute("SELECT day FROM judged").fetchone()
    return day_stood_for(connection, row[0]) if row else None


def judge_view(connection: sqlite3.Connection, as_of: date, rules: Rules | None = None) -> Rules:
    """Judge the whole book into TEMP tables that shadow the file's; the file is not touched."""
    rules = rules or load(connection)
    tables.create_metric(connection, "temp")
    measure(connection, "temp", as_of, touched=False)
    rank_all(connection, "temp.metric", "temp.ranked", rankings(rules), as_of)
    cut_all(connection, "temp.ranked", "temp.cut", rules)
    assign(connection, rules, as_of, _VIEW)
    tables.set_judged(connection, "temp", as_of.isoformat(), mark(connection))
    return rules


def drop_view(connection: sqlite3.Connection) -> None:
    """Take the shadowing tables away: the connection sees the stored state again."""
    for table in tables.JUDGED:
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def judge_file(
    connection: sqlite3.Connection,
    day: date,
    touched: Iterable[int] = (),
    beside: Beside | None = None,
) -> Judged:
    """Bring the file's own tables to `day`, inside the caller's transaction; tells the moves.

    `touched` are the customers whose records changed since the tables stood for what they say.
    Only they are measured, and on another day those whom the windows touch. Where the rules are
    the same, only they, who stands where a cut went past, and whom the day itself turns are given
    segments anew. `beside` is what was worked out before the lock, of that day.
    """
    rules = load(connection)
    stood_for = _stood_for(connection)
    known, judged = None, None
    if beside and stood_for and stood_for.day == day:
        known = know_metrics(connection, beside)
        judged = beside if _stood_for(connection, "staged") == stood_for else None
    if judged:
        take_over(connection, rules)
        touched = set(touched) - judged.whom | judged.others
    _mark_touched(connection, touched)
    if stood_for and stood_for.day != day:
        mark_crossing(connection, stood_for.day, day)
    moves: tuple[Move, ...] = ()
    if stood_for and _are_few(connection, rules, stood_for, day):
        _judge_few(connection, rules, stood_for.day, day, known)
        affected, is_whole = "customer_id IN (SELECT id FROM temp.affected)", False
        if judged:
            moves = take_over_segments(connection, judged)
    else:
        is_whole = _judge_all(connection, rules, day, known, is_new=stood_for is None)
        affected = "TRUE"
    tables.order_metric(connection)
    tables.set_judged(connection, "main", day.isoformat(), mark(connection))
    moves += moves_to(connection, rules, _FRESH.segment)
    _replace(connection, rules, affected)
    return Judged(moves, None if is_whole else _ids(connection, "touched"))


@dataclass(frozen=True, slots=True)
class _StoodFor:
    """What the file's tables were last judged for: the day, and the mark of the rules.

    Tables of metrics in another form, made by another program, stand for nothing.
    """

    day: date
    rules: str


def _stood_for(connection: sqlite3.Connection, schema: str = "main") -> _StoodFor | None:
    if not tables.has_table(connection, schema, "judged"):
        return None
    if tables.columns_of(connection, f"{schema}.metric") != tuple(tables.METRIC_COLUMNS):
        return None
    row = connection.execute(f"SELECT day, rules FROM {schema}.judged").fetchone()
    return _StoodFor(day_stood_for(connection, row[0]), row[1]) if row else None


def _mark_touched(connection: sqlite3.Connection, touched: Iterable[int]) -> None:
    for table in ("touched", "affected"):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM temp.{table}")
    connection.executemany("INSERT INTO temp.touched VALUES (?)", ((id_,) for id_ in touched))


def _ids(connection: sqlite3.Connection, table: str) -> frozenset[int]:
    return frozenset(row[0] for row in connection.execute(f"SELECT id FROM temp.{table}"))


def _are_few(connection: sqlite3.Connection, rules: Rules, stood_for: _StoodFor, day: date) -> bool:
    """Whether the rules are the same, and to go to each of those touched is the shorter way."""
    if stood_for.rules != mark(connection) or (stood_for.day != day and all_turn(rules)):
        return False
    (touched,) = connection.execute("SELECT count(*) FROM temp.touched").fetchone()
    if touched == 1:
        return True
    (customers,) = connection.execute("SELECT count(*) FROM main.metric").fetchone()
    return bool(touched <= customers * FEW)


def _judge_few(
    connection: sqlite3.Connection, rules: Rules, before: date, day: date, known: str | None
) -> None:
    """The same rules: measure the touched, move the cuts, assign whom that or the day affects."""
    connection.execute("INSERT INTO temp.affected SELECT id FROM temp.touched")
    for portion in tables.portions(connection, "temp.touched"):
        measure_portion(connection, "main", day, portion, touched=True, known=known)
        changes = rank_touched(connection, rankings(rules), day, portion)
        for crossed in cut_again(connection, rules, changes):
            _mark_crossed(connection, crossed)
    if before != day:
        mark_turned(connection, rules, before, day)
    whom = "SELECT a.id FROM temp.affected a CROSS JOIN customer c ON c.id = a.id"
    assign(connection, rules, day, _FRESH, whom)


def _mark_crossed(connection: sqlite3.Connection, crossed: Crossed) -> None:
    ranking, first, end = crossed
    before_end = f"AND {ranking.column} < :end" if end is not None else ""
    connection.execute(
        "INSERT OR IGNORE INTO temp.affected SELECT customer_id FROM main.ranked"
        f" WHERE {ranking.column} >= :first {before_end}",
        {"first": first, "end": end},
    )


def _judge_all(
    connection: sqlite3.Connection, rules: Rules, day: date, known: str | None, *, is_new: bool
) -> bool:
    """Other rules, or many customers: assign everybody; tells whether all were measured too."""
    if is_new:
        tables.create_metric(connection, "main")
        tables.empty_computed(connection, "main.computed")
    are_most = is_new or _are_most(connection)
    if are_most:
        tables.drop_order(connection)
    # To measure all at once is the shorter way, unless most of it is known.
    only_touched = not is_new and not (are_most and known is None)
    measure(connection, "main", day, touched=only_touched, known=known)
    rank_all(connection, "main.metric", "main.ranked", rankings(rules), day)
    cut_all(connection, "main.ranked", "main.cut", rules)
    assign(connection, rules, day, _FRESH)
    return not only_touched


def _are_most(connection: sqlite3.Connection) -> bool:
    touched, customers = connection.execute(
        "SELECT (SELECT count(*) FROM temp.touched), (SELECT count(*) FROM customer)"
    ).fetchone()
    return bool(2 * touched > customers)


def _replace(connection: sqlite3.Connection, rules: Rules, affected: str) -> None:
    """Make the file's segments what was judged afresh; write what differs.

    `affected` is the SQL of whom that is about: a customer deleted among them is gone.
    """
    keys = tuple(dimension.key for dimension in rules.dimensions)
    if tables.segment_columns(connection, "main") != keys:
        tables.create_segment(connection, "main.segment", keys)
    differs = " OR ".join(f'o."{key}" IS NOT n."{key}"' for key in keys) or "0"
    connection.execute(f"DELETE FROM main.computed WHERE {affected}")
    connection.execute(
        f"DELETE FROM main.segment WHERE {affected}"
        " AND customer_id NOT IN (SELECT id FROM customer)"
    )
    connection.execute(
        "INSERT OR REPLACE INTO main.segment SELECT n.* FROM temp.fresh_segment n"
        " LEFT JOIN main.segment o USING (customer_id)"
        f" WHERE o.customer_id IS NULL OR {differs}"
    )
    connection.execute("INSERT INTO main.computed SELECT * FROM temp.fresh_computed")
    # What is left of it would only take room.
    connection.execute("DELETE FROM temp.fresh_segment")
