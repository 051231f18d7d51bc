"""Which records of the book the rows of a file speak of, and which it holds already."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from custtui.values.columns import TOGETHER, own_values

_CUSTOMER_KINDS = ("contact", "follow_up", "purchase", "need", "survey", "contract")


def customer_with_code(connection: sqlite3.Connection, code: str) -> int | None:
    """The id of the customer that has this code."""
    row = connection.execute("SELECT id FROM customer WHERE code = ?", (code,)).fetchone()
    return None if row is None else int(row[0])


def customers_named(connection: sqlite3.Connection, name: str) -> list[int]:
    """The ids of all customers of exactly this name, the oldest first."""
    rows = connection.execute("SELECT id FROM customer WHERE name = ? ORDER BY id", (name,))
    return [int(id_) for (id_,) in rows]


def row_of(connection: sqlite3.Connection, kind: str, record_id: int) -> dict[str, object]:
    """The columns of one record as they are stored, and the values of a customer's own fields.

    KeyError when there is no such record.
    """
    cursor = connection.execute(f'SELECT * FROM "{kind}" WHERE id = ?', (record_id,))
    row = cursor.fetchone()
    if row is None:
        raise KeyError(f"{kind} {record_id}")
    stored = dict(zip((column[0] for column in cursor.description), row, strict=True))
    return stored | own_values(stored.get(TOGETHER))


def rows_of_customer(
    connection: sqlite3.Connection, kind: str, customer_id: int
) -> list[dict[str, object]]:
    """Every record of one kind that a customer has, the oldest first."""
    cursor = connection.execute(
        f'SELECT * FROM "{kind}" WHERE customer_id = ? ORDER BY id', (customer_id,)
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


class Standing:
    """The records of one kind that the book has.

    Estimated purchases stand for real ones and are none: they are looked at only where `estimated`
    is one of the columns.
    """

    def __init__(self, connection: sqlite3.Connection, kind: str, columns: Sequence[str]) -> None:
        assert kind in _CUSTOMER_KINDS
        self._connection = connection
        self._columns = tuple(columns)
        equal = "".join(f' AND "{column}" IS ?' for column in columns)
        if kind == "purchase" and "estimated" not in columns:
            equal += " AND estimated = 0"
        self._statement = f'SELECT 1 FROM "{kind}" WHERE customer_id = ?{equal} LIMIT 1'

    def holds(self, customer_id: int, row: Mapping[str, object]) -> bool:
        """Whether one of them is the customer's and equal in every column asked for."""
        values = (_stored(row[column]) for column in self._columns)
        found = self._connection.execute(self._statement, (customer_id, *values))
        return found.fetchone() is not None


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
