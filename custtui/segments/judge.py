"""Judging: metrics, cuts and segments for a day and a set of rules, exactly as definitions.md says.

`judge_file` writes into the file, inside an edit's transaction, and gives back the moves.
`judge_view` writes TEMP tables of the same names, which shadow the file's, for another as-of day,
for a draft of rules, and where the file may only be read.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from custtui.segments import tables
from custtui.segments.assign import Assigned, assign
from custtui.segments.crossing import mark_crossing
from custtui.segments.cuts import Crossed, cut_again, cut_all
from custtui.segments.metrics import measure
from custtui.segments.rankings import rank_all, rank_touched, rankings
from custtui.segments.rules import Rules, is_tags
from custtui.segments.stored import load, mark

_FRESH = Assigned("main.metric", "main.cut", "temp.fresh_segment", "temp.fresh_computed")
_VIEW = Assigned("temp.metric", "temp.cut", "temp.segment", "temp.computed")
#: Above this part of all customers, judging them one by one costs more than judging all at once.
_FEW = 1 / 20


@dataclass(frozen=True, slots=True)
class Move:
    """A change of a customer's segment; of tags, one that came (no `before`) or went."""

    customer_id: int
    dimension: str
    before: str | None
    after: str | None


def judged_on(connection: sqlite3.Connection) -> date | None:
    """The day that the metrics and segments seen by this connection stand for."""
    if not tables.has_table(connection, "main", "judged"):
        return None
    row = connection.execute("SELECT day FROM judged").fetchone()
    return date.fromisoformat(row[0]) if row else None


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
    connection: sqlite3.Connection, day: date, touched: Iterable[int] = ()
) -> tuple[Move, ...]:
    """Bring the file's own tables to `day`, inside the caller's transaction; gives the moves.

    `touched` are the customers whose records changed since the tables stood for what they say.
    Only they are measured, and on another day those whom the windows touch. Where day and rules
    are the same, only who was touched or stands where a cut went past is given segments anew.
    """
    rules = load(connection)
    stood_for = _stood_for(connection)
    _mark_touched(connection, touched)
    if stood_for == (day.isoformat(), mark(connection)) and _are_few(connection):
        affected = _judge_few(connection, rules, day)
    else:
        affected = _judge_all(connection, rules, day, stood_for)
    moves = _moves(connection, rules)
    _replace(connection, rules, affected)
    return moves


def _stood_for(connection: sqlite3.Connection) -> tuple[str, str] | None:
    """The day that the file's tables stand for and the mark of their rules."""
    if not tables.has_table(connection, "main", "judged"):
        return None
    row: tuple[str, str] | None = connection.execute("SELECT day, rules FROM judged").fetchone()
    return row


def _mark_touched(connection: sqlite3.Connection, touched: Iterable[int]) -> None:
    for table in ("touched", "affected"):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM temp.{table}")
    connection.executemany("INSERT INTO temp.touched VALUES (?)", ((id_,) for id_ in touched))


def _are_few(connection: sqlite3.Connection) -> bool:
    (touched,) = connection.execute("SELECT count(*) FROM temp.touched").fetchone()
    if touched == 1:
        return True
    (customers,) = connection.execute("SELECT count(*) FROM main.metric").fetchone()
    return bool(touched <= customers * _FEW)


def _judge_few(connection: sqlite3.Connection, rules: Rules, day: date) -> str:
    """Same day, same rules: measure the touched, move the cuts, assign whom that affects."""
    measure(connection, "main", day, touched=True)
    changes = rank_touched(connection, rankings(rules), day)
    connection.execute("INSERT INTO temp.affected SELECT id FROM temp.touched")
    for crossed in cut_again(connection, rules, changes):
        _mark_crossed(connection, crossed)
    whom = "SELECT a.id FROM temp.affected a CROSS JOIN customer c ON c.id = a.id"
    assign(connection, rules, day, _FRESH, whom)
    return "(SELECT id FROM temp.affected)"


def _mark_crossed(connection: sqlite3.Connection, crossed: Crossed) -> None:
    ranking, first, end = crossed
    before_end = f"AND {ranking.column} < :end" if end is not None else ""
    connection.execute(
        "INSERT OR IGNORE INTO temp.affected SELECT customer_id FROM main.ranked"
        f" WHERE {ranking.column} >= :first {before_end}",
        {"first": first, "end": end},
    )


def _judge_all(
    connection: sqlite3.Connection, rules: Rules, day: date, stood_for: tuple[str, str] | None
) -> str:
    """Another day, other rules or many customers: measure whom that touches, assign everybody."""
    if stood_for is None:
        tables.create_metric(connection, "main")
        tables.empty_computed(connection, "main.computed")
    elif stood_for[0] != day.isoformat():
        mark_crossing(connection, date.fromisoformat(stood_for[0]), day)
    measure(connection, "main", day, touched=stood_for is not None and not _are_most(connection))
    rank_all(connection, "main.metric", "main.ranked", rankings(rules), day)
    cut_all(connection, "main.ranked", "main.cut", rules)
    assign(connection, rules, day, _FRESH)
    tables.set_judged(connection, "main", day.isoformat(), mark(connection))
    return "(SELECT customer_id FROM main.segment)"


def _are_most(connection: sqlite3.Connection) -> bool:
    touched, customers = connection.execute(
        "SELECT (SELECT count(*) FROM temp.touched), (SELECT count(*) FROM customer)"
    ).fetchone()
    return bool(2 * touched > customers)


def _moves(connection: sqlite3.Connection, rules: Rules) -> tuple[Move, ...]:
    """Who was and is in the book and stands elsewhere now, in the order of the dimensions."""
    stored = set(tables.segment_columns(connection, "main"))
    moves = []
    for dimension in rules.dimensions:
        if dimension.key not in stored:
            continue
        column = f'"{dimension.key}"'
        rows = connection.execute(
            f"SELECT o.customer_id, o.{column}, n.{column} FROM temp.fresh_segment n"
            " CROSS JOIN main.segment o USING (customer_id)"
            f" WHERE o.{column} IS NOT n.{column} ORDER BY 1"
        )
        for customer_id, before, after in rows:
            if is_tags(dimension):
                moves.extend(_tag_moves(customer_id, dimension.key, before, after))
            else:
                moves.append(Move(customer_id, dimension.key, before, after))
    return tuple(moves)


def _tag_moves(customer_id: int, dimension: str, before: str, after: str) -> list[Move]:
    old, new = before.split(), after.split()
    gone = [Move(customer_id, dimension, tag, None) for tag in old if tag not in new]
    return gone + [Move(customer_id, dimension, None, tag) for tag in new if tag not in old]


def _replace(connection: sqlite3.Connection, rules: Rules, affected: str) -> None:
    """Make the file's segments what was judged afresh, of the affected; write what differs."""
    keys = tuple(dimension.key for dimension in rules.dimensions)
    if tables.segment_columns(connection, "main") != keys:
        tables.create_segment(connection, "main.segment", keys)
    differs = " OR ".join(f'o."{key}" IS NOT n."{key}"' for key in keys) or "0"
    connection.execute(
        f"DELETE FROM main.segment WHERE customer_id IN {affected}"
        " AND customer_id NOT IN (SELECT id FROM customer)"
    )
    connection.execute(
        "INSERT OR REPLACE INTO main.segment SELECT n.* FROM temp.fresh_segment n"
        " LEFT JOIN main.segment o USING (customer_id)"
        f" WHERE o.customer_id IS NULL OR {differs}"
    )
    connection.execute(f"DELETE FROM main.computed WHERE customer_id IN {affected}")
    connection.execute("INSERT INTO main.computed SELECT * FROM temp.fresh_computed")
    # What is left of it would only take room.
    connection.execute("DELETE FROM temp.fresh_segment")
