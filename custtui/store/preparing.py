"""What of an import can be worked out before the lock: the metrics.

They are those that the customers will have when all that is staged stands in the book. The
very statements that judging uses tell them, from TEMP tables that stand before the book's: with the
records of a portion of customers, staged ones among them.
"""

import sqlite3
from datetime import date

from custtui.segments.judging import beside, tables
from custtui.segments.judging.judge import FEW
from custtui.segments.judging.metrics import measure_portion
from custtui.segments.judging.moves import Move
from custtui.store.staged_book import index_by_customer

#: The kinds of records that metrics are taken of, with the columns that they are taken from.
_MEASURED = {
    "contact": ("decision_role", "phones", "email", "accounts"),
    "follow_up": ("day", "direction", "kind", "done", "next_day"),
    "purchase": ("day", "amount", "cost", "product"),
    "need": ("kind", "weight", "state", "day"),
    "survey": ("day", "score"),
    "contract": ("start", "end", "state"),
}
#: Added to the ids of staged records: they come behind all that the book can have.
_BEHIND_ALL = 2**40


def measure_staged(connection: sqlite3.Connection, day: date) -> None:
    """Fill `staged.metric` for a day; new customers have negative ids there.

    Customers of whom something else is to be changed or taken away are left out.
    """
    beside.forget(connection)
    tables.create_metric(connection, "staged")
    _choose(connection)
    kept = {"customer": ("employees_low", "employees_high"), **_MEASURED}
    for kind, columns in kept.items():
        names = ", ".join(f'"{name}"' for name in columns)
        connection.execute(
            f"CREATE TEMP TABLE {kind} (id INTEGER PRIMARY KEY, customer_id INTEGER, {names})"
        )
        connection.execute(f"CREATE INDEX temp.{kind}_of ON {kind} (customer_id, {names})")
    for portion in tables.portions(connection, "temp.touched"):
        _take(connection, portion)
        measure_portion(connection, "staged", day, portion, touched=True)
    for kind in kept:
        connection.execute(f"DROP TABLE temp.{kind}")


def judge_staged(connection: sqlite3.Connection, day: date) -> tuple[Move, ...]:
    """Where many are measured, judge everybody beside the book too; tells the moves."""
    touched, customers = connection.execute(
        "SELECT (SELECT count(*) FROM staged.metric), (SELECT count(*) FROM main.metric)"
    ).fetchone()
    if touched <= customers * FEW:
        return ()
    for kind in ("customer", "purchase", "need"):
        _see_both(connection, kind)
    moves = beside.judge_beside(connection, day)
    for kind in ("customer", "purchase", "need"):
        connection.execute(f"DROP VIEW temp.{kind}")
    return moves


def _see_both(connection: sqlite3.Connection, kind: str) -> None:
    """Have the records of a kind seen that the book has, and those that are staged.

    Customers are brought together, for they are gone to one by one.
    """
    _id, *others = connection.execute(f"PRAGMA staged.table_info({kind})").fetchall()
    columns = ", ".join(f'"{name}"' for _place, name, *_rest in others)
    both = (
        f"SELECT id, {columns} FROM main.{kind} UNION ALL SELECT -id, {columns} FROM staged.{kind}"
    )
    if kind == "customer":
        connection.execute("DROP TABLE IF EXISTS staged.everybody")
        typed = ", ".join(f'"{name}" {form}' for _place, name, form, *_rest in others)
        connection.execute(f"CREATE TABLE staged.everybody (id INTEGER PRIMARY KEY, {typed})")
        connection.execute(f"INSERT INTO staged.everybody {both}")
        both = "SELECT * FROM staged.everybody"
    connection.execute(f"CREATE TEMP VIEW {kind} AS {both}")


def _take(connection: sqlite3.Connection, portion: tuple[int, int]) -> None:
    """The records of a portion of customers, as they will be, into the TEMP tables."""
    connection.execute("DELETE FROM temp.customer")
    connection.execute(
        "INSERT INTO temp.customer (id, employees_low, employees_high)"
        " SELECT * FROM staged.own_row WHERE id BETWEEN ? AND ?",
        portion,
    )
    among = "customer_id IN (SELECT id FROM temp.customer)"
    for kind, columns in _MEASURED.items():
        names = ", ".join(f'"{name}"' for name in ("customer_id", *columns))
        connection.execute(f"DELETE FROM temp.{kind}")
        for schema, behind in (("main", 0), ("staged", _BEHIND_ALL)):
            connection.execute(
                f"INSERT INTO temp.{kind} (id, {names})"
                f" SELECT id + {behind}, {names} FROM {schema}.{kind} WHERE {among}"
            )


def _choose(connection: sqlite3.Connection) -> None:
    """Note in `temp.touched` who is to be measured, with what their own rows tell of them."""
    connection.execute("DROP TABLE IF EXISTS staged.own_row")
    connection.execute(
        "CREATE TABLE staged.own_row (id INTEGER PRIMARY KEY, employees_low, employees_high)"
    )
    connection.execute(
        "INSERT INTO staged.own_row SELECT -id, employees_low, employees_high FROM staged.customer"
        " ORDER BY id DESC"
    )
    for kind in _MEASURED:
        index_by_customer(connection, kind)
    touched = " UNION ".join(f"SELECT customer_id FROM staged.{kind}" for kind in _MEASURED)
    otherwise = " UNION ALL ".join(
        f"SELECT k.customer_id FROM staged.changed c JOIN main.{kind} k ON k.id = c.id"
        f" WHERE c.kind = '{kind}'"
        for kind in _MEASURED
    )
    connection.execute(
        "INSERT INTO staged.own_row SELECT id, employees_low, employees_high FROM main.customer"
        f" WHERE id IN ({touched}) AND id NOT IN (SELECT id FROM staged.changed WHERE kind ="
        f" 'customer' UNION ALL {otherwise} UNION ALL SELECT customer_id FROM main.purchase p"
        " JOIN staged.taken_away t ON p.id BETWEEN t.first_id AND t.last_id)"
    )
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.touched")
    connection.execute("INSERT INTO temp.touched SELECT id FROM staged.own_row ORDER BY id")
