"""What an import changes in the search index, made beside the book and put into it as it is.

To make it takes some 100 µs a customer; to copy what FTS5 made takes two. So an import has FTS5
make it in `staged`, in the same two tables that the book has: under the slots that customers will
have if nobody else adds one before, and with what is to be taken out of the book's.
"""

import json
import sqlite3
from array import array
from collections.abc import Collection

from custtui.store import search_index, search_pieces
from custtui.store.search_copying import can_copy, copy_pieces
from custtui.store.search_index import LARGE_PART, SLOT_OF_DAY
from custtui.store.staged_book import index_by_customer

_CUSTOMERS_AT_ONCE = 5_000
_TABLES = """
DROP TABLE IF EXISTS staged.search_gone;
DROP TABLE IF EXISTS staged.search_document;
DROP TABLE IF EXISTS staged.with_contacts;
CREATE TABLE staged.search_gone (slot INTEGER PRIMARY KEY, customer_id, tokens);
CREATE TABLE staged.search_document (slot INTEGER PRIMARY KEY, customer_id, tokens);
CREATE TABLE staged.with_contacts (id INTEGER PRIMARY KEY);
INSERT INTO staged.with_contacts SELECT DISTINCT customer_id FROM staged.contact
"""
# Customers of the book who come to stand elsewhere, or under other words.
_GONE = f"""
INSERT INTO staged.search_gone SELECT d.slot, d.customer_id, d.tokens
FROM staged.metric m JOIN main.search_document d ON d.customer_id = m.customer_id
WHERE {SLOT_OF_DAY} + d.customer_id <> d.slot OR d.customer_id IN staged.with_contacts
"""
_MOVED = f"""
INSERT INTO staged.search_document SELECT {SLOT_OF_DAY} + customer_id, customer_id, tokens
FROM staged.search_gone g JOIN staged.metric m USING (customer_id)
WHERE customer_id NOT IN staged.with_contacts
"""
# New customers have negative ids in `staged`, which count on from `:behind`.
_WORDED = """
SELECT -id FROM staged.customer UNION ALL
SELECT customer_id FROM staged.search_gone WHERE customer_id IN staged.with_contacts
"""
_AMONG = "IN (SELECT value FROM json_each(:chosen))"
_CUSTOMERS = f"""
SELECT {SLOT_OF_DAY} + iif(id < 0, :behind - id, id), id, code, name, tags FROM (
    SELECT id, code, name, tags FROM main.customer WHERE id {_AMONG} UNION ALL
    SELECT -id, code, name, tags FROM staged.customer
    WHERE id IN (SELECT -value FROM json_each(:chosen))
) JOIN staged.metric m ON m.customer_id = id ORDER BY 1
"""
_CONTACTS = f"""
SELECT customer_id, name, phones, email, accounts FROM (
    SELECT 0 AS is_new, id, customer_id, name, phones, email, accounts FROM main.contact
    WHERE customer_id {_AMONG} UNION ALL
    SELECT 1, id, customer_id, name, phones, email, accounts FROM staged.contact
    WHERE customer_id {_AMONG}
) ORDER BY is_new, id
"""
# FTS5 is quickest at rows in the order of their slots.
_CHANGES = """
SELECT slot, g.tokens, d.tokens FROM (
    SELECT slot FROM staged.search_gone UNION SELECT slot FROM staged.search_document
) LEFT JOIN staged.search_gone g USING (slot) LEFT JOIN staged.search_document d USING (slot)
ORDER BY slot
"""
_CHANGED_BY_OTHERS = """
SELECT d.slot, d.tokens, s.slot, s.tokens FROM staged.search_document s
JOIN main.search_document d USING (customer_id)
WHERE customer_id IN (SELECT value FROM json_each(?))
"""


def make(connection: sqlite3.Connection, behind: int) -> None:
    """Fill `staged.search_document` and `staged.search_index`, once `staged.metric` is filled.

    `behind` is the highest id of a customer of the book, behind which the new ones will stand.
    Customers whose metrics are not known beside the book are left out; all are where pieces of an
    index can't be copied: then it is made under the lock.
    """
    index_by_customer(connection, "contact")
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    if not can_copy(connection):
        return
    for statement in (_GONE, _MOVED):
        connection.execute(statement)
    worded = array("q", (id_ for (id_,) in connection.execute(_WORDED)))
    for start in range(0, len(worded), _CUSTOMERS_AT_ONCE):
        chosen = json.dumps(worded[start : start + _CUSTOMERS_AT_ONCE].tolist())
        customers = connection.execute(_CUSTOMERS, {"behind": behind, "chosen": chosen})
        contacts = connection.execute(_CONTACTS, {"chosen": chosen})
        connection.executemany(
            "INSERT INTO staged.search_document VALUES (?, ?, ?)",
            (
                (slot, behind - id_ if id_ < 0 else id_, text)
                for slot, id_, text in search_index.documents(customers, contacts)
            ),
        )
    with search_pieces.made_beside(connection):
        changes = connection.execute(_CHANGES)
        while portion := changes.fetchmany(_CUSTOMERS_AT_ONCE):
            search_index.write(connection, "staged", portion)
        if connection.execute("SELECT 1 FROM staged.search_gone").fetchone() is None:
            search_pieces.merge_all(connection, "staged")


def put_in(connection: sqlite3.Connection, others: Collection[int]) -> None:
    """Copy both into the book's, under whose lock this is.

    `others` are whom others have changed meanwhile: they stand under what is staged for them here,
    as if nobody had, and are to be written again.
    """
    if connection.execute("SELECT 1 FROM staged.search_document").fetchone() is None:
        return
    changed = connection.execute(_CHANGED_BY_OTHERS, (json.dumps(list(others)),)).fetchall()
    connection.execute(
        "DELETE FROM main.search_document WHERE customer_id IN"
        " (SELECT customer_id FROM staged.search_gone)"
    )
    connection.execute(
        "INSERT INTO main.search_document SELECT * FROM staged.search_document ORDER BY slot"
    )
    copy_pieces(connection, is_large=is_large_part(connection))
    for theirs, text, slot, staged in changed:
        search_index.write(connection, "main", [(theirs, text, None), (slot, staged, None)])
        search_index.write(connection, "main", [(slot, None, staged)])


def is_large_part(connection: sqlite3.Connection) -> bool:
    """Whether that is about so many of the book's customers that all pieces are to become one."""
    changed, customers = connection.execute(
        "SELECT (SELECT count(*) FROM staged.search_document),"
        " (SELECT count(*) FROM main.search_document)"
    ).fetchone()
    return bool(changed * LARGE_PART > customers)


def whom(connection: sqlite3.Connection) -> set[int]:
    """The ids of those whom that is about, as they will be in the book."""
    return {id_ for (id_,) in connection.execute("SELECT customer_id FROM staged.search_document")}
