"""The tables that judging fills: in the file (`main`), or in `temp`, where they shadow it.

A query that names `metric`, `cut`, `segment` or `judged` without a schema reads whichever of the
two is there, and so serves the stored state, another as-of day, a draft of rules and a file
opened for reading only, without knowing which.
"""

import sqlite3
from collections.abc import Iterator, Sequence

#: What judging fills, `ranked` (segments/judging/rankings.py) included.
JUDGED = ("metric", "ranked", "cut", "computed", "segment", "judged")

#: So many customers are measured at once: what that takes of memory does not grow with the book.
PORTION = 2_000
_LAST_ID = 2**63 - 1
_FIRST_ID = -_LAST_ID

#: Days and sums, never ages: an age is taken against as-of when it is read.
METRIC_COLUMNS = {
    "customer_id": "INTEGER PRIMARY KEY",
    "amount_12m": "INTEGER NOT NULL",
    "amount_prev_12m": "INTEGER NOT NULL",
    "amount_24m": "INTEGER NOT NULL",
    "amount_total": "INTEGER NOT NULL",
    "amount_90d": "INTEGER NOT NULL",
    "amount_prev_90d": "INTEGER NOT NULL",
    "profit_12m": "INTEGER",
    "orders_12m": "INTEGER NOT NULL",
    "orders_24m": "INTEGER NOT NULL",
    "orders_90d": "INTEGER NOT NULL",
    "orders_prev_90d": "INTEGER NOT NULL",
    "orders_total": "INTEGER NOT NULL",
    "first_purchase": "TEXT",
    "last_purchase": "TEXT",
    "cycle_half_days": "INTEGER",
    "main_product": "TEXT",
    "last_contact": "TEXT",
    "follow_ups_90d": "INTEGER NOT NULL",
    "inbound_90d": "INTEGER NOT NULL",
    "complaints_90d": "INTEGER NOT NULL",
    "complaints_prev_90d": "INTEGER NOT NULL",
    "praises_12m": "INTEGER NOT NULL",
    "score_sum_12m": "INTEGER NOT NULL",
    "score_count_12m": "INTEGER NOT NULL",
    "satisfaction_last": "INTEGER",
    "next_due": "TEXT",
    "contract_end": "TEXT",
    "contracts_renewed": "INTEGER NOT NULL",
    "contracts_ended": "INTEGER NOT NULL",
    "leading_need": "TEXT",
    "employees": "INTEGER",
    "has_decision_maker": "INTEGER",
    "reachable": "INTEGER NOT NULL",
}


def create_metric(connection: sqlite3.Connection, schema: str, table: str = "metric") -> None:
    """An empty table of metrics, in `main` or another schema."""
    columns = ", ".join(f"{name} {form}" for name, form in METRIC_COLUMNS.items())
    connection.execute(f"DROP TABLE IF EXISTS {schema}.{table}")
    connection.execute(f"CREATE TABLE {schema}.{table} ({columns})")


def order_metric(connection: sqlite3.Connection) -> None:
    """Keep the file's customers in the order of the list, so that its first page is there at once.

    The newest contact first, as `reading.customers` asks for it.
    """
    connection.execute(
        "CREATE INDEX IF NOT EXISTS main.metric_last_contact"
        " ON metric (last_contact DESC, customer_id)"
    )


def drop_order(connection: sqlite3.Connection) -> None:
    """Keep no order while every customer is measured: sorting once at the end is quicker."""
    connection.execute("DROP INDEX IF EXISTS main.metric_last_contact")


def create_segment(connection: sqlite3.Connection, table: str, dimensions: Sequence[str]) -> None:
    """An empty segment table with a column for each dimension's key."""
    columns = "".join(f', "{key}" TEXT' for key in dimensions)
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(f"CREATE TABLE {table} (customer_id INTEGER PRIMARY KEY{columns})")


def empty_segment(connection: sqlite3.Connection, table: str, dimensions: Sequence[str]) -> None:
    """The same, but a table that has just these columns already is only emptied.

    A change of form makes SQLite prepare every statement of the connection anew.
    """
    if columns_of(connection, table) == ("customer_id", *dimensions):
        connection.execute(f"DELETE FROM {table}")
    else:
        create_segment(connection, table, dimensions)


def create_cut(connection: sqlite3.Connection, table: str) -> None:
    """An empty table of cuts: the lowest value of each segment or score of a relative kind."""
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(
        f"CREATE TABLE {table} (dimension TEXT, part TEXT, name TEXT, lowest, ranked INTEGER,"
        " total INTEGER, above INTEGER, equal INTEGER,"
        " PRIMARY KEY (dimension, part, name)) WITHOUT ROWID"
    )


def empty_computed(connection: sqlite3.Connection, table: str) -> None:
    """An empty table of what the rules give where a pin fixes something by hand."""
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {table} (customer_id INTEGER, dimension TEXT,"
        " segment TEXT NOT NULL, PRIMARY KEY (customer_id, dimension)) WITHOUT ROWID"
    )
    connection.execute(f"DELETE FROM {table}")


def set_judged(connection: sqlite3.Connection, schema: str, day: str, rules: str) -> None:
    """Note the day that the tables of this schema stand for, and the mark of the rules."""
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {schema}.judged (day TEXT NOT NULL, rules TEXT NOT NULL)"
    )
    connection.execute(f"DELETE FROM {schema}.judged")
    connection.execute(f"INSERT INTO {schema}.judged VALUES (?, ?)", (day, rules))


def portions(connection: sqlite3.Connection, table: str) -> Iterator[tuple[int, int]]:
    """The ids of a table in runs of `PORTION`, in order: each run's first and last number."""
    first: int | None = _FIRST_ID
    while first is not None:
        row = connection.execute(
            f"SELECT id FROM {table} WHERE id >= ? ORDER BY id LIMIT 1 OFFSET {PORTION}", (first,)
        ).fetchone()
        yield first, row[0] - 1 if row else _LAST_ID
        first = row[0] if row else None


def has_table(connection: sqlite3.Connection, schema: str, table: str) -> bool:
    """Whether that table stands there."""
    found = connection.execute(
        f"SELECT 1 FROM {schema}.sqlite_master WHERE type = 'table' AND name = ?", (table,)
    )
    return found.fetchone() is not None


def columns_of(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The columns of `schema.table`; none where there is no such table."""
    schema, name = table.split(".")
    rows = connection.execute("SELECT name FROM pragma_table_info(?, ?)", (name, schema))
    return tuple(name for (name,) in rows)


def segment_columns(connection: sqlite3.Connection, schema: str) -> tuple[str, ...]:
    """The dimensions that the segment table there has a column for."""
    return columns_of(connection, f"{schema}.segment")[1:]
