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
from custtui.segments.assign import assign
from custtui.segments.metrics import measure
from custtui.segments.rules import Rules, is_tags
from custtui.segments.stored import load


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
    assign(connection, rules, as_of, "temp", "")
    tables.set_judged(connection, "temp", as_of.isoformat())
    return rules


def drop_view(connection: sqlite3.Connection) -> None:
    """Take the shadowing tables away: the connection sees the stored state again."""
    for table in ("metric", "segment", "cut", "judged"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def judge_file(
    connection: sqlite3.Connection, day: date, touched: Iterable[int] | None = None
) -> tuple[Move, ...]:
    """Bring the file's own tables to `day`, inside the caller's transaction; gives the moves.

    `touched` are the customers whose records changed since the tables stood for this same day;
    without it every customer is measured. Segments are then assigned to all, for relative
    segments move neighbours too, and only what differs is written.
    """
    rules = load(connection)
    if not tables.has_table(connection, "main", "metric"):
        tables.create_metric(connection, "main")
        touched = None
    if judged_on(connection) != day:
        touched = None
    _mark_touched(connection, touched or ())
    measure(connection, "main", day, touched=touched is not None)
    assign(connection, rules, day, "main", "fresh_")
    moves = _moves(connection, rules)
    _replace(connection, rules)
    tables.set_judged(connection, "main", day.isoformat())
    return moves


def _mark_touched(connection: sqlite3.Connection, touched: Iterable[int]) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.touched")
    connection.executemany("INSERT INTO temp.touched VALUES (?)", ((id_,) for id_ in touched))


def _moves(connection: sqlite3.Connection, rules: Rules) -> tuple[Move, ...]:
    """Who was and is in the book and stands elsewhere now, in the order of the dimensions."""
    stored = set(tables.segment_columns(connection, "main"))
    moves = []
    for dimension in rules.dimensions:
        if dimension.key not in stored:
            continue
        column = f'"{dimension.key}"'
        rows = connection.execute(
            f"SELECT o.customer_id, o.{column}, n.{column} FROM main.segment o"
            f" JOIN temp.fresh_segment n USING (customer_id) WHERE o.{column} IS NOT n.{column}"
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


def _replace(connection: sqlite3.Connection, rules: Rules) -> None:
    """Make the file's segments and cuts what was judged afresh; write only rows that differ."""
    keys = tuple(dimension.key for dimension in rules.dimensions)
    if tables.segment_columns(connection, "main") != keys:
        tables.create_segment(connection, "main.segment", keys)
    differs = " OR ".join(f'o."{key}" IS NOT n."{key}"' for key in keys) or "0"
    connection.execute(
        "DELETE FROM main.segment WHERE customer_id NOT IN"
        " (SELECT customer_id FROM temp.fresh_segment)"
    )
    connection.execute(
        "INSERT OR REPLACE INTO main.segment SELECT n.* FROM temp.fresh_segment n"
        " LEFT JOIN main.segment o USING (customer_id)"
        f" WHERE o.customer_id IS NULL OR {differs}"
    )
    if not tables.has_table(connection, "main", "cut"):
        tables.create_cut(connection, "main.cut")
    connection.execute("DELETE FROM main.cut")
    connection.execute("INSERT INTO main.cut SELECT * FROM temp.fresh_cut")
    connection.execute("DROP TABLE temp.fresh_segment")
    connection.execute("DROP TABLE temp.fresh_cut")
