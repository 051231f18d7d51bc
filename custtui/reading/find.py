"""The quick look-up: a few facts of the customers that a text means."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from custtui.reading.search import search

#: The columns before those of the dimensions, which follow the rules in force.
_OF_CUSTOMER = ("c.id", "c.code", "c.name", "s.customer_id")
_CUSTOMERS = (
    f"SELECT {', '.join(_OF_CUSTOMER[:-1])}, s.* FROM customer c"
    " LEFT JOIN segment s ON s.customer_id = c.id"
    " WHERE c.id IN (SELECT value FROM json_each(?))"
)
_CONTACTS = (
    "SELECT customer_id, name, phones FROM contact"
    " WHERE customer_id IN (SELECT value FROM json_each(?)) ORDER BY is_primary DESC, id"
)
_DIMENSIONS = "SELECT key, json_extract(rule, '$.tags') FROM dimension ORDER BY position, id"


class Found(NamedTuple):
    """A customer that was found.

    `phones` in the stored form, those of the primary contact first; `contact` is the first
    contact's name; `segments` by dimension in their order, of a tag dimension a list of keys.
    """

    customer_id: int
    code: str
    name: str
    phones: tuple[str, ...]
    contact: str | None
    segments: dict[str, str | list[str]]


def find(connection: sqlite3.Connection, text: str, limit: int = 20) -> list[Found]:
    """At most `limit` customers that fit `text`, best first."""
    customers = search(connection, text, limit)
    ids = json.dumps(customers)
    contacts: dict[int, list[tuple[str | None, str | None]]] = defaultdict(list)
    for customer_id, name, phones in connection.execute(_CONTACTS, (ids,)):
        contacts[customer_id].append((name, phones))
    tags = {key: bool(is_tags) for key, is_tags in connection.execute(_DIMENSIONS)}
    cursor = connection.execute(_CUSTOMERS, (ids,))
    keys = [column[0] for column in cursor.description][len(_OF_CUSTOMER) :]
    rows = {row[0]: row for row in cursor}
    return [
        _found(rows[customer], keys, contacts.get(customer, ()), tags)
        for customer in customers
        if customer in rows
    ]


def _found(
    row: tuple[Any, ...],
    keys: Sequence[str],
    contacts: Sequence[tuple[str | None, str | None]],
    tags: Mapping[str, bool],
) -> Found:
    customer_id, code, name, *_again = row[: len(_OF_CUSTOMER)]
    segments = dict(zip(keys, row[len(_OF_CUSTOMER) :], strict=True))
    phones = [number for _name, numbers in contacts for number in (numbers or "").split("\n")]
    return Found(
        customer_id=customer_id,
        code=code,
        name=name,
        phones=tuple(dict.fromkeys(filter(None, phones))),
        contact=next((name for name, _numbers in contacts if name), None),
        segments={
            key: (segments[key] or "").split() if is_tags else segments[key]
            for key, is_tags in tags.items()
            if key in segments and segments[key] is not None
        },
    )
