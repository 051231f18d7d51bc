"""Dealing records out to the customers of a new book: set-based, so that millions take seconds."""

import random
import sqlite3
from collections.abc import Iterable

from tests.benchmarks.records import AROUND_A_NAME, SORTS, YESTERDAY, Row, Sort, given_name

#: Primes: a row of the one comes together with one of the other again only after their product.
_ROWS = 99_991
_CHANCES = 99_989
_ONE = 1_000_000_007

# A number from 0 to below 1 for record `n.id`, without a pattern that anybody would see.
_BY_CHANCE = f"((c.share + n.id / {_CHANCES} * 618033989) % {_ONE} * 1.0 / {_ONE})"
_OWNERS = {
    # A fifth of the customers make most of the purchases.
    "purchase": f"1 + CAST(:customers * pow({_BY_CHANCE}, 2.5) AS INTEGER)",
    "contact": "n.id",
}
_ANYBODY = f"1 + CAST(:customers * {_BY_CHANCE} AS INTEGER)"
# No two are the same: the multiplier and the prime that it is taken by have no common factor.
_PHONE = "13000000000 + n.id * 618033989 % 6999999989"
_MADE_OF = {
    "customer": {"code": "printf('C%07d', n.id)", "name": "r.before || c.given || r.behind"},
    "contact": {
        "name": "r.before || c.given",
        "phones": _PHONE,
        "email": "iif(n.id % 4, NULL, printf('c%d@example.com', n.id))",
        "is_primary": "1",
    },
}


def deal(connection: sqlite3.Connection, kinds: Iterable[str], customers: int) -> None:
    """Fill the empty tables of these kinds, each in the order of its ids, then index them."""
    _throw(connection)
    for shift, kind in enumerate(SORTS):
        if kind in kinds:
            indexes = _without_indexes(connection, kind)
            _deal(connection, kind, customers, shift * 20_011)
            # In one sort each, once all rows are there.
            for statement in indexes:
                connection.execute(statement)


def note(connection: sqlite3.Connection, customers: int) -> None:
    """Log what was dealt as the import that it stands for."""
    connection.execute(
        "INSERT INTO edit (what, cause, moment, uid, account) SELECT 'sample', 'import', moment,"
        " uid, account FROM edit"
    )
    connection.executemany(
        "INSERT INTO change (edit_id, record, record_id, last_id)"
        " VALUES ((SELECT max(id) FROM edit), ?, 1, ?)",
        ((kind, round(customers * sort.each)) for kind, sort in SORTS.items()),
    )


def _throw(connection: sqlite3.Connection) -> None:
    chance = random.Random(7)
    _keep(
        connection,
        "chance",
        ("share", "given"),
        ((chance.randrange(_ONE), given_name(chance)) for _place in range(_CHANCES)),
    )


def _deal(connection: sqlite3.Connection, kind: str, customers: int, shift: int) -> None:
    sort = SORTS[kind]
    count = round(customers * sort.each)
    rows = min(count, _ROWS)
    chance = random.Random(kind)
    _keep(connection, "rows", sort.columns, (sort.row(chance) for _place in range(rows)))
    columns = _columns(kind, sort)
    connection.execute(
        f"INSERT INTO {kind} (id, {', '.join(columns)}, recorded)"
        " WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < :count)"
        f" SELECT n.id, {', '.join(columns.values())}, :recorded FROM n"
        " CROSS JOIN temp.rows r ON r.place = n.id % :rows"
        f" CROSS JOIN temp.chance c ON c.place = (n.id + :shift) % {_CHANCES}",
        {
            "count": count,
            "customers": customers,
            "rows": rows,
            "shift": shift,
            "recorded": f"{YESTERDAY}T01:00:00+00:00",
        },
    )


def _columns(kind: str, sort: Sort) -> dict[str, str]:
    """The columns of a kind that are filled, with their SQL."""
    plain = {f'"{name}"': f'r."{name}"' for name in sort.columns if name not in AROUND_A_NAME}
    owner = {} if kind == "customer" else {"customer_id": _OWNERS.get(kind, _ANYBODY)}
    return owner | plain | _MADE_OF.get(kind, {})


def _keep(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterable[Row]
) -> None:
    """A table to deal from, its rows numbered from 0."""
    names = "".join(f', "{name}"' for name in columns)
    connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute(f"CREATE TEMP TABLE {table} (place INTEGER PRIMARY KEY{names})")
    connection.executemany(
        f"INSERT INTO temp.{table} VALUES (?{', ?' * len(columns)})",
        ((place, *row) for place, row in enumerate(rows)),
    )


def _without_indexes(connection: sqlite3.Connection, kind: str) -> list[str]:
    """Drop the indexes of a table; gives the SQL that makes them again."""
    found = connection.execute(
        "SELECT name, sql FROM main.sqlite_master"
        " WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
        (kind,),
    ).fetchall()
    for name, _sql in found:
        connection.execute(f"DROP INDEX main.{name}")
    return [sql for _name, sql in found]
