"""What of an import can be worked out before the lock: metrics, and what search is to know.

The metrics are those that the customers will have when all that is staged stands in the book. The
very statements that judging uses tell them, from TEMP tables that stand before the book's: with the
records of a portion of customers, staged ones among them.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from custtui.segments.judging import tables
from custtui.segments.judging.judge import judged_on
from custtui.segments.judging.metrics import measure_portion
from custtui.store.search_index import spelled
from custtui.store.staged_book import index_by_customer
from custtui.values.tokens import token_text

#: The kinds of records that metrics are taken of, with the columns that they are taken from.
_MEASURED = {
    "contact": ("decision_role", "phones", "email", "accounts"),
    "follow_up": ("day", "direction", "kind", "done", "next_day"),
    "purchase": ("day", "amount", "cost", "product"),
    "need": ("kind", "weight", "state", "day"),
    "survey": ("day", "score"),
    "contract": ("start", "end", "state"),
}
_CUSTOMERS_AT_ONCE = 5_000
#: Added to the ids of staged records: they come behind all that the book can have.
_BEHIND_ALL = 2**40


def measure_staged(connection: sqlite3.Connection) -> None:
    """Fill `staged.metric` for the day of the file; new customers have negative ids there.

    Customers of whom something else is to be changed or taken away are left out.
    """
    day = judged_on(connection)
    assert day is not None, "a book is judged when it is made"
    connection.execute("CREATE TABLE staged.measured_on AS SELECT ? AS day", (day.isoformat(),))
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


def spell_staged(connection: sqlite3.Connection) -> None:
    """Fill `staged.spelled`: what search is to know of each new customer, and its tokens."""
    connection.execute("CREATE TABLE staged.spelled (id INTEGER PRIMARY KEY, spelling, tokens)")
    index_by_customer(connection, "contact")
    (count,) = connection.execute("SELECT count(*) FROM staged.customer").fetchone()
    for first in range(1, count + 1, _CUSTOMERS_AT_ONCE):
        connection.executemany(
            "INSERT INTO staged.spelled VALUES (?, ?, ?)",
            _spelled(connection, first, first + _CUSTOMERS_AT_ONCE - 1),
        )


def _spelled(
    connection: sqlite3.Connection, first: int, last: int
) -> Iterator[tuple[int, str, str]]:
    contacts: dict[int, list[tuple[str | None, ...]]] = defaultdict(list)
    for customer_id, *texts in connection.execute(
        "SELECT -customer_id, name, phones, email, accounts FROM staged.contact"
        " WHERE customer_id BETWEEN ? AND ? ORDER BY id",
        (-last, -first),
    ):
        contacts[customer_id].append(tuple(texts))
    rows = connection.execute(
        "SELECT id, code, name, tags FROM staged.customer WHERE id BETWEEN ? AND ?", (first, last)
    ).fetchall()
    for id_, code, name, tags in rows:
        text = spelled(code, name, tags, contacts.get(id_, ()))
        yield id_, text, token_text(text)
