"""One customer whole: its fields and every record, as frozen values."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from custtui.reading.own_fields import customer_kind
from custtui.values.columns import apart, from_columns, stored_columns
from custtui.values.registry import RECORD_KINDS, RecordKind

#: The kinds of record that a customer has.
KINDS: tuple[RecordKind, ...] = tuple(kind for kind in RECORD_KINDS if not kind.is_customer)
#: The tables of all records that hang on a customer; with one, all of them go.
CHILDREN = ("pin", *(kind.key for kind in KINDS))

#: What of a kind a person wants to see first; every order ends with the id, so that it is fixed.
_ORDERS = {
    "contact": "is_primary DESC, id",
    "follow_up": "day DESC, id DESC",
    "purchase": "day DESC, id DESC",
    "need": "state <> 'open', weight DESC, id DESC",
    "survey": "day DESC, id DESC",
    "contract": '"end" DESC, id DESC',
}


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it is stored: clean values by field key; `recorded` is a UTC instant, ISO."""

    id: int
    values: Mapping[str, object]
    recorded: str


@dataclass(frozen=True, slots=True)
class WholeCustomer:
    """A customer and its records by the kind's key, each kind in the order to show it in.

    `kind` is the customer as its book has it, own fields and all.
    """

    kind: RecordKind
    customer: StoredRecord
    records: Mapping[str, tuple[StoredRecord, ...]]

    @property
    def id(self) -> int:
        return self.customer.id

    @property
    def code(self) -> str:
        return str(self.customer.values["code"])

    @property
    def name(self) -> str:
        return str(self.customer.values["name"])

    def of(self, kind: RecordKind) -> tuple[StoredRecord, ...]:
        """Its records of that kind."""
        return self.records[kind.key]


def customer_id(connection: sqlite3.Connection, code: str) -> int | None:
    """The id of the customer with that code; None where there is none."""
    row = connection.execute("SELECT id FROM customer WHERE code = ?", (code,)).fetchone()
    return int(row[0]) if row else None


def name_of_customer(connection: sqlite3.Connection, kind: RecordKind, identity: int) -> str:
    """The name of the customer that has that record; empty where it is gone."""
    row = connection.execute(
        f"SELECT c.name FROM {kind.key} r JOIN customer c ON c.id = r.customer_id WHERE r.id = ?",
        (identity,),
    ).fetchone()
    return str(row[0]) if row else ""


def customer_codes(connection: sqlite3.Connection) -> dict[int, str]:
    """The code of every customer, by id."""
    return dict(connection.execute("SELECT id, code FROM customer").fetchall())


def whole_customer(connection: sqlite3.Connection, identity: int) -> WholeCustomer | None:
    """The customer of that id with every record; None when it is not, or no longer, there."""
    own_kind = customer_kind(connection)
    customer = stored_record(connection, own_kind, identity)
    if customer is None:
        return None
    records = {kind.key: records_of(connection, kind, identity) for kind in KINDS}
    return WholeCustomer(own_kind, customer, MappingProxyType(records))


def records_of(
    connection: sqlite3.Connection, kind: RecordKind, identity: int
) -> tuple[StoredRecord, ...]:
    """The records of one kind that this customer has, in the order to show them in."""
    return _records(connection, kind, f"customer_id = ? ORDER BY {_ORDERS[kind.key]}", identity)


def stored_record(
    connection: sqlite3.Connection, kind: RecordKind, identity: int
) -> StoredRecord | None:
    """One record by its id; None when it is not, or no longer, there."""
    found = _records(connection, kind, "id = ?", identity)
    return found[0] if found else None


def _records(
    connection: sqlite3.Connection, kind: RecordKind, which: str, identity: int
) -> tuple[StoredRecord, ...]:
    names = ["id", "recorded", *stored_columns(kind.fields)]
    columns = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(f"SELECT {columns} FROM {kind.key} WHERE {which}", (identity,))
    return tuple(_record(kind, dict(zip(names, row, strict=True))) for row in rows)


def _record(kind: RecordKind, row: Mapping[str, object]) -> StoredRecord:
    row = apart(row, kind.fields)
    values = {field.key: from_columns(field, row) for field in kind.fields}
    identity = row["id"]
    assert isinstance(identity, int)
    return StoredRecord(identity, MappingProxyType(values), str(row["recorded"]))
