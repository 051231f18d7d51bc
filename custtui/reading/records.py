"""Whole tables as a stream: every customer, every record of a kind. Little is held in memory.

They come some hundred rows at a time, and of these column by column: who writes a million cells
does with a column at once what would take longer cell by cell.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from custtui.reading.own_fields import customer_kind
from custtui.values.columns import TOGETHER, as_known, readable_own_values, stored_columns
from custtui.values.registry import Field, RecordKind, is_own

#: Some rows: the values of each column together, as the file holds them: days ISO text, money
#: minor units, choices by key. `id` is always among them.
SomeRows = Mapping[str, Sequence[Any]]

_ROWS_AT_ONCE = 200
# The primary contact, else the first one; the newest follow-up that is not later than the day.
_CONTACT = "SELECT id FROM contact WHERE customer_id = c.id ORDER BY is_primary DESC, id LIMIT 1"
_FOLLOW_UP = (
    "SELECT id FROM follow_up WHERE customer_id = c.id AND day <= :as_of"
    " ORDER BY day DESC, id DESC LIMIT 1"
)


def customer_records(
    connection: sqlite3.Connection, as_of: date, judged: Mapping[str, str] | None = None
) -> Iterator[SomeRows]:
    """Every customer by code: the columns of its fields, own ones by their keys.

    Beside them `contact_name`, `contact_title` and `contact_phones` of its primary contact, and
    `last_summary` of its newest follow-up up to `as_of`. `judged` names more, each by its SQL,
    which may speak of the rows of `metric m` and `segment s`: one query gives all of a customer.
    """
    fields = customer_kind(connection).fields
    own = [field for field in fields if is_own(field.key)]
    columns = {
        **{name: f'c."{name}"' for name in ("id", *stored_columns(fields))},
        "contact_name": "k.name",
        "contact_title": "k.title",
        "contact_phones": "k.phones",
        "last_summary": "f.summary",
        **(judged or {}),
    }
    rows = connection.execute(
        f"SELECT {', '.join(columns.values())} FROM customer c"
        " LEFT JOIN metric m ON m.customer_id = c.id LEFT JOIN segment s ON s.customer_id = c.id"
        f" LEFT JOIN contact k ON k.id = ({_CONTACT})"
        f" LEFT JOIN follow_up f ON f.id = ({_FOLLOW_UP}) ORDER BY c.code",
        {"as_of": as_of.isoformat()},
    )
    for some in _some_at_once([*columns], rows):
        if own:
            values = [readable_own_values(stored) for stored in some[TOGETHER]]
            some |= {field.key: [_known(field, each) for each in values] for field in own}
        yield some


def records_of(connection: sqlite3.Connection, kind: RecordKind) -> Iterator[SomeRows]:
    """Every record of a kind that customers have, by their code, then by day.

    The columns of its fields, with `customer_code` and `customer_name`.
    """
    names = ["id", *stored_columns(kind.fields)]
    columns = ", ".join(f'r."{name}"' for name in names)
    order = "c.code, r.day, r.id" if "day" in names else "c.code, r.id"
    # CROSS JOIN keeps this order of the loops: the rows come sorted, nothing is gathered first.
    rows = connection.execute(
        f"SELECT c.code, c.name, {columns} FROM customer c"
        f' CROSS JOIN "{kind.key}" r ON r.customer_id = c.id ORDER BY {order}'
    )
    yield from _some_at_once(["customer_code", "customer_name", *names], rows)


def count_records(connection: sqlite3.Connection, kind: RecordKind) -> int:
    """How many records of a kind, customers too, the book has."""
    return int(connection.execute(f'SELECT count(*) FROM "{kind.key}"').fetchone()[0])


def _some_at_once(names: list[str], rows: sqlite3.Cursor) -> Iterator[dict[str, Sequence[Any]]]:
    while some := rows.fetchmany(_ROWS_AT_ONCE):
        yield dict(zip(names, zip(*some, strict=True), strict=True))


def _known(field: Field, values: Mapping[str, object]) -> object:
    """The value of an own field among those of a customer; another program may have put it in."""
    value = values.get(field.key)
    return None if value is None else as_known(field, value)
