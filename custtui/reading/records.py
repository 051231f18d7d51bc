"""Whole tables as a stream: every customer, every record of a kind. Nothing is held in memory."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from custtui.reading.own_fields import customer_kind
from custtui.values.columns import apart, stored_columns
from custtui.values.registry import RecordKind, is_own

#: A row by column, as the file holds it: days ISO text, money minor units, choices by key.
Record = Mapping[str, object]

# The primary contact, else the first one; the newest follow-up that is not later than the day.
_CONTACT = "SELECT id FROM contact WHERE customer_id = c.id ORDER BY is_primary DESC, id LIMIT 1"
_FOLLOW_UP = (
    "SELECT id FROM follow_up WHERE customer_id = c.id AND day <= :as_of"
    " ORDER BY day DESC, id DESC LIMIT 1"
)


def customer_records(
    connection: sqlite3.Connection, as_of: date, judged: Mapping[str, str] | None = None
) -> Iterator[dict[str, object]]:
    """Every customer by code: the columns of its fields, own ones by their keys, and `id`.

    Beside them `contact_name`, `contact_title` and `contact_phones` of its primary contact, and
    `last_summary` of its newest follow-up up to `as_of`. `judged` names more, each by its SQL,
    which may speak of the rows of `metric m` and `segment s`: one query gives all of a customer.
    """
    fields = customer_kind(connection).fields
    names = ["id", *stored_columns(fields)]
    beside = {
        "contact_name": "k.name",
        "contact_title": "k.title",
        "contact_phones": "k.phones",
        "last_summary": "f.summary",
        **(judged or {}),
    }
    columns = [*(f'c."{name}"' for name in names), *beside.values()]
    rows = connection.execute(
        f"SELECT {', '.join(columns)} FROM customer c"
        f" LEFT JOIN metric m ON m.customer_id = c.id LEFT JOIN segment s ON s.customer_id = c.id"
        f" LEFT JOIN contact k ON k.id = ({_CONTACT})"
        f" LEFT JOIN follow_up f ON f.id = ({_FOLLOW_UP}) ORDER BY c.code",
        {"as_of": as_of.isoformat()},
    )
    records = _named([*names, *beside], rows)
    if not any(is_own(field.key) for field in fields):
        return records
    return (apart(row, fields) for row in records)


def records_of(connection: sqlite3.Connection, kind: RecordKind) -> Iterator[Record]:
    """Every record of a kind that customers have, by their code, then by day.

    The columns of its fields, with `customer_code` and `customer_name`.
    """
    names = stored_columns(kind.fields)
    columns = ", ".join(f'r."{name}"' for name in names)
    order = "c.code, r.day, r.id" if "day" in names else "c.code, r.id"
    # CROSS JOIN keeps this order of the loops: the rows come sorted, nothing is gathered first.
    rows = connection.execute(
        f"SELECT c.code, c.name, {columns} FROM customer c"
        f' CROSS JOIN "{kind.key}" r ON r.customer_id = c.id ORDER BY {order}'
    )
    return _named(["customer_code", "customer_name", *names], rows)


def count_records(connection: sqlite3.Connection, kind: RecordKind) -> int:
    """How many records of a kind, customers too, the book has."""
    return int(connection.execute(f'SELECT count(*) FROM "{kind.key}"').fetchone()[0])


def _named(names: list[str], rows: Iterable[tuple[object, ...]]) -> Iterator[dict[str, object]]:
    return (dict(zip(names, row, strict=True)) for row in rows)
