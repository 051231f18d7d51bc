"""What search is to know of new customers, made beside the book and put into it as it is.

To make their part of the index takes some 60 µs a customer, nearly all of it in FTS5; to copy what
it made takes one. So an import has FTS5 make it in `staged`, in the same two tables that the book
has: under the slots that the customers will have if nobody else adds one before.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterator

from custtui.store import search_index, search_pieces
from custtui.store.search_copying import copy_piece
from custtui.store.staged_book import index_by_customer
from custtui.values.tokens import token_text

_CUSTOMERS_AT_ONCE = 5_000
#: So many large pieces may be in the index; each takes a search a little longer.
_MOST_LARGE = 4
_AMONG = "IN (SELECT value FROM json_each(?2))"
_CUSTOMERS = (
    f"SELECT {search_index.SLOT_OF_DAY} + ?1 + c.id AS slot, ?1 + c.id, code, name, tags"
    " FROM staged.customer c JOIN staged.metric m ON m.customer_id = -c.id"
    f" WHERE c.id {_AMONG} ORDER BY slot"
)
_CONTACTS = (
    "SELECT ?1 - customer_id, name, phones, email, accounts FROM staged.contact"
    " WHERE customer_id IN (SELECT -value FROM json_each(?2)) ORDER BY id"
)
# FTS5 is quickest at rows in the order of their slots.
_IN_ORDER = (
    f"SELECT c.id, {search_index.SLOT_OF_DAY} + c.id AS slot FROM staged.customer c"
    " JOIN staged.metric m ON m.customer_id = -c.id ORDER BY slot"
)


def make(connection: sqlite3.Connection, behind: int) -> None:
    """Fill `staged.search_document` and `staged.search_index`, once `staged.metric` is filled.

    `behind` is the highest id of a customer of the book, behind which the new ones will stand.
    """
    connection.execute("DROP TABLE IF EXISTS staged.search_document")
    connection.execute(
        "CREATE TABLE staged.search_document (slot INTEGER PRIMARY KEY, customer_id, tokens)"
    )
    index_by_customer(connection, "contact")
    with search_pieces.made_beside(connection):
        for portion in _portions(connection):
            chosen = (behind, json.dumps(portion))
            rows = search_index.documents(
                connection.execute(_CUSTOMERS, chosen), connection.execute(_CONTACTS, chosen)
            )
            connection.executemany("INSERT INTO staged.search_document VALUES (?, ?, ?)", rows)
            connection.executemany(
                "INSERT INTO staged.search_index (rowid, tokens) VALUES (?, ?)",
                [(slot, token_text(text)) for slot, _customer, text in rows],
            )


def put_in(connection: sqlite3.Connection) -> None:
    """Copy both into the book's, under whose lock this is."""
    connection.execute(
        "INSERT INTO main.search_document SELECT * FROM staged.search_document ORDER BY slot"
    )
    (count,) = connection.execute("SELECT count(*) FROM staged.search_document").fetchone()
    if copy_piece(connection, is_large=count > _CUSTOMERS_AT_ONCE) > _MOST_LARGE:
        search_pieces.merge_all(connection)


def _portions(connection: sqlite3.Connection) -> Iterator[list[int]]:
    ordered = array("q", (id_ for id_, _slot in connection.execute(_IN_ORDER)))
    for start in range(0, len(ordered), _CUSTOMERS_AT_ONCE):
        yield ordered[start : start + _CUSTOMERS_AT_ONCE].tolist()
