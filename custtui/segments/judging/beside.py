"""What a large edit will make of everybody, judged before the edit has the lock.

The edit is staged in the schema `staged`; `staged.metric` has the metrics that its customers will
have. From there on this is judging as ever, into tables of that schema: `ranked`, `cut` and
`computed` of everybody, as the book stands and with the edit in it; `segment` of those for whom it
is another one, or the first. Under the lock they take the place of the book's own. Whoever was
changed by others meanwhile, or has metrics that are not known, is judged after that as ever.
"""

import sqlite3
from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from custtui.segments.judging import tables
from custtui.segments.judging.assign import Assigned, assign
from custtui.segments.judging.cuts import cut_all
from custtui.segments.judging.moves import Move, moves_to
from custtui.segments.judging.rankings import copy_ranked, rank_all, rankings
from custtui.segments.rules import Rules
from custtui.segments.stored import load, mark

_ASSIGNED = Assigned("staged.all_metric", "staged.cut", "staged.segment", "staged.computed")
_AFFECTED = "customer_id IN (SELECT id FROM temp.affected)"


@dataclass(frozen=True, slots=True)
class Beside:
    """What was worked out before the lock, as far as it is true under it.

    `whom` are the customers whose metrics `staged.metric` has; `others` are whom other edits have
    changed or moved since; `moves` are those that `judge_beside` gave.
    """

    whom: Set[int]
    others: Set[int]
    moves: tuple[Move, ...]


def judge_beside(connection: sqlite3.Connection, day: date) -> tuple[Move, ...]:
    """Judge everybody from `staged.metric`, and `main.metric` where it has nobody; tells the moves.

    `customer`, `purchase` and `need` without a schema have to tell of those that are staged too.
    """
    rules = load(connection)
    tables.create_metric(connection, "staged", "all_metric")
    connection.execute(
        "INSERT INTO staged.all_metric SELECT * FROM main.metric"
        " WHERE customer_id NOT IN (SELECT customer_id FROM staged.metric)"
    )
    connection.execute("INSERT INTO staged.all_metric SELECT * FROM staged.metric")
    rank_all(connection, _ASSIGNED.metric, "staged.ranked", rankings(rules), day)
    cut_all(connection, "staged.ranked", _ASSIGNED.cut, rules)
    assign(connection, rules, day, _ASSIGNED)
    moves = moves_to(connection, rules, _ASSIGNED.segment)
    same = " AND ".join(f'o."{d.key}" IS n."{d.key}"' for d in rules.dimensions) or "1"
    connection.execute(
        "DELETE FROM staged.segment AS n WHERE EXISTS (SELECT 1 FROM main.segment o"
        f" WHERE o.customer_id = n.customer_id AND {same})"
    )
    tables.set_judged(connection, "staged", day.isoformat(), mark(connection))
    return moves


def forget(connection: sqlite3.Connection) -> None:
    """Have nobody judged beside the book."""
    for table in tables.JUDGED:
        connection.execute(f"DROP TABLE IF EXISTS staged.{table}")


def number(connection: sqlite3.Connection, behind: int) -> None:
    """Give new customers, who have negative ids so far, those that come after `behind`."""
    for table in ("metric", "ranked", "segment", "computed"):
        if tables.has_table(connection, "staged", table):
            connection.execute(
                f"UPDATE staged.{table} SET customer_id = ? - customer_id WHERE customer_id < 0",
                (behind,),
            )


def know_metrics(connection: sqlite3.Connection, beside: Beside) -> str:
    """Make a table of the metrics that are known; gives its name."""
    connection.executemany(
        "DELETE FROM staged.metric WHERE customer_id = ?", ((id_,) for id_ in beside.others)
    )
    return "staged.metric"


def take_over(connection: sqlite3.Connection, rules: Rules) -> None:
    """Make the file's metrics, rankings and cuts those that were judged beside it."""
    tables.drop_order(connection)
    connection.execute(
        "DELETE FROM main.metric WHERE customer_id IN (SELECT customer_id FROM staged.metric)"
    )
    connection.execute("INSERT INTO main.metric SELECT * FROM staged.metric ORDER BY customer_id")
    copy_ranked(connection, rankings(rules))
    connection.execute("DELETE FROM main.cut")
    connection.execute("INSERT INTO main.cut SELECT * FROM staged.cut")


def take_over_segments(connection: sqlite3.Connection, beside: Beside) -> tuple[Move, ...]:
    """Do the same with the segments of all but those in `temp.affected`; gives their moves."""
    connection.execute(
        "INSERT OR REPLACE INTO main.segment SELECT * FROM staged.segment"
        f" WHERE NOT {_AFFECTED} ORDER BY customer_id"
    )
    connection.execute(f"DELETE FROM main.computed WHERE NOT {_AFFECTED}")
    connection.execute(
        f"INSERT INTO main.computed SELECT * FROM staged.computed WHERE NOT {_AFFECTED}"
    )
    affected = {id_ for (id_,) in connection.execute("SELECT id FROM temp.affected")}
    return tuple(move for move in beside.moves if move.customer_id not in affected)
