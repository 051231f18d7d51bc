"""Keeping the search index right, inside the transaction of each edit.

`search_document` holds one row a customer: its spelling (`values.spelling`, in the column
`tokens`) under a slot that orders customers by their last contact,

    day of the last contact (days since year 1; 0 without one) * 2**32 + customer id

so that the newest come by `ORDER BY rowid DESC` without sorting, and no slot is ever renumbered.
`search_index` holds what `values.tokens` makes of the spelling, under the same slot. Its tokens
stand nowhere else: to be taken out of it they are made again from the spelling. So only the
statements here may write to it, never FTS5's own 'rebuild'.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from custtui.values.spelling import spelling
from custtui.values.tokens import FORM, tokens

_CUSTOMERS_AT_ONCE = 5_000
#: Where an edit writes more than one in so many customers anew, the index is put in order.
_LARGE_PART = 5

#: As custtui.reading.search takes the id out of it again.
_SLOT = (
    "CAST(coalesce(julianday(m.last_contact) - 1721424.5, 0) AS INTEGER) * 4294967296"
    " + c.id AS own_slot"
)
_AMONG = "IN (SELECT value FROM json_each(?))"
_CUSTOMERS = (
    f"SELECT {_SLOT}, c.id, c.code, c.name, c.tags FROM customer c"
    " LEFT JOIN main.metric m ON m.customer_id = c.id"
    f" WHERE c.id {_AMONG} ORDER BY own_slot"
)
_CONTACTS = (
    "SELECT customer_id, name, phones, email, accounts FROM contact"
    f" WHERE customer_id {_AMONG} ORDER BY id"
)
_STORED = f"SELECT slot, customer_id, tokens FROM search_document WHERE customer_id {_AMONG}"
_MOVED = (
    f"SELECT d.slot, d.customer_id, d.tokens, {_SLOT} FROM search_document d"
    " LEFT JOIN customer c ON c.id = d.customer_id"
    " LEFT JOIN main.metric m ON m.customer_id = d.customer_id"
    " WHERE own_slot IS NOT d.slot"
)
# What the index was last made for: the form of its tokens.
_STATE = "CREATE TABLE IF NOT EXISTS search_state (form INTEGER NOT NULL)"

#: A row of search_document: slot, customer id, spelling.
_Row = tuple[int, int, str]


def refresh(
    connection: sqlite3.Connection, measured: Collection[int] | None, words: Collection[int]
) -> None:
    """Bring the index up to the records, which are judged already.

    `words`: customers whose names, codes, contacts or tags changed; `measured`: those whose last
    contact may have changed, None for everybody.
    """
    if _form(connection) != FORM:
        rebuild(connection)
        return
    for portion in _portions(words):
        _replace(connection, _stored(connection, portion), _made(connection, portion))
    if len(words) > _CUSTOMERS_AT_ONCE and len(words) * _LARGE_PART > _count(connection):
        _merge(connection)
    if measured is None:
        _move(connection, _MOVED)
    else:
        for portion in _portions(set(measured) - set(words)):
            _move(connection, f"{_MOVED} AND d.customer_id {_AMONG}", json.dumps(portion))


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the whole index anew from the records and their metrics."""
    connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_document")
    everybody = [row[0] for row in connection.execute("SELECT id FROM customer ORDER BY id")]
    for portion in _portions(everybody):
        _replace(connection, [], _made(connection, portion))
    _merge(connection)
    connection.execute(_STATE)
    connection.execute("DELETE FROM search_state")
    connection.execute("INSERT INTO search_state VALUES (?)", (FORM,))


def _merge(connection: sqlite3.Connection) -> None:
    """Make the index one piece: as written in portions it is larger, and twice as slow to read."""
    connection.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM search_document").fetchone()
    return int(count)


def _form(connection: sqlite3.Connection) -> int | None:
    connection.execute(_STATE)
    row = connection.execute("SELECT form FROM search_state").fetchone()
    return row[0] if row else None


def _portions(customers: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(customers)
    for start in range(0, len(ordered), _CUSTOMERS_AT_ONCE):
        yield ordered[start : start + _CUSTOMERS_AT_ONCE]


def _stored(connection: sqlite3.Connection, customers: list[int]) -> list[_Row]:
    return connection.execute(_STORED, (json.dumps(customers),)).fetchall()


def _made(connection: sqlite3.Connection, customers: list[int]) -> list[_Row]:
    """The rows as the records would have them; none for a customer that is gone."""
    ids = json.dumps(customers)
    contacts: dict[int, list[tuple[str | None, ...]]] = defaultdict(list)
    for customer_id, *texts in connection.execute(_CONTACTS, (ids,)):
        contacts[customer_id].append(tuple(texts))
    return [
        (slot, customer_id, _spelling(code, name, tags, contacts.get(customer_id, ())))
        for slot, customer_id, code, name, tags in connection.execute(_CUSTOMERS, (ids,))
    ]


def _spelling(
    code: str, name: str, tags: str | None, contacts: Iterable[tuple[str | None, ...]]
) -> str:
    names, phones, others = [], [], (tags or "").split("\n")
    for contact_name, numbers, email, accounts in contacts:
        names.append(contact_name or "")
        phones += (numbers or "").split("\n")
        others += (email or "").split("; ")
        others.append(accounts or "")
    return spelling(code, name, names, phones, others)


def _move(connection: sqlite3.Connection, moved: str, *values: str) -> None:
    """Put customers under the slots of their last contacts; those that are gone are removed."""
    rows = connection.execute(moved, values).fetchall()
    _replace(
        connection,
        [row[:3] for row in rows],
        [(slot, customer, text) for _old, customer, text, slot in rows if slot is not None],
    )


def _replace(connection: sqlite3.Connection, old: list[_Row], new: list[_Row]) -> None:
    """Take rows out of table and index, and put others in. FTS5 is quickest in order of slots."""
    unchanged = set(old) & set(new)
    gone = sorted(row for row in old if row not in unchanged)
    come = sorted(row for row in new if row not in unchanged)
    connection.executemany(
        "INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', ?, ?)",
        ((slot, " ".join(tokens(text))) for slot, _customer, text in gone),
    )
    connection.executemany(
        "DELETE FROM search_document WHERE slot = ?", ((slot,) for slot, *_rest in gone)
    )
    connection.executemany("INSERT INTO search_document VALUES (?, ?, ?)", come)
    connection.executemany(
        "INSERT INTO search_index (rowid, tokens) VALUES (?, ?)",
        ((slot, " ".join(tokens(text))) for slot, _customer, text in come),
    )
