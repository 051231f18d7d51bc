"""The fields that a department has added to the customer (新增栏目), and what stands in them."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from custtui.values.registry import CUSTOMER, RECORD_KINDS, OwnField, RecordKind, is_own, with_own
from custtui.values.registry.own import OWN, OWN_FORMS, OWN_KEY


@dataclass(frozen=True, slots=True)
class Value:
    """A value that some customers have in a field, as it is stored, and how many have it."""

    value: object
    customers: int


def own_fields(connection: sqlite3.Connection) -> tuple[OwnField, ...]:
    """The book's own fields in their order.

    What another program may have written there and can be no field of ours is none.
    """
    rows = connection.execute(
        "SELECT key, chinese, english, form, choices FROM custom_field ORDER BY position, id"
    )
    fields = (
        (key, chinese, english, form, tuple(filter(None, (choices or "").split("\n"))))
        for key, chinese, english, form, choices in rows
    )
    return tuple(
        OwnField(key, chinese, english, form, choices)
        for key, chinese, english, form, choices in fields
        if OWN_KEY.fullmatch(key) and form in OWN_FORMS and (form == "choice") == bool(choices)
    )


def customer_kind(connection: sqlite3.Connection) -> RecordKind:
    """The customer as this book has it: with its own fields behind those that every book has."""
    return with_own(CUSTOMER, own_fields(connection))


def record_kinds(own: Iterable[OwnField]) -> tuple[RecordKind, ...]:
    """Every kind of record, the customer with these own fields."""
    customer = with_own(CUSTOMER, own)
    return tuple(customer if kind.is_customer else kind for kind in RECORD_KINDS)


def stored_value(key: str) -> str:
    """The SQL of a customer's value in an own field, `field:KEY`; the customer's row is `c`."""
    name = key.removeprefix(OWN)
    if not (is_own(key) and OWN_KEY.fullmatch(name)):
        raise ValueError(f"{key!r} is no own field")
    return f"json_extract(c.custom, '$.{name}')"


def filled(connection: sqlite3.Connection, key: str) -> int:
    """How many customers have a value in the own field `field:KEY`."""
    row = connection.execute(
        f"SELECT count(*) FROM customer c WHERE {stored_value(key)} IS NOT NULL"
    ).fetchone()
    return int(row[0])


def frequent_values(connection: sqlite3.Connection, key: str, limit: int) -> list[Value]:
    """The values that most customers have in that own field, the most frequent first."""
    rows = connection.execute(
        f"SELECT {stored_value(key)} AS value, count(*) FROM customer c WHERE value IS NOT NULL"
        " GROUP BY value ORDER BY 2 DESC, 1 LIMIT ?",
        (limit,),
    )
    return [Value(value, count) for value, count in rows]
