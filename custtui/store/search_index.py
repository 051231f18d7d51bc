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
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from custtui.store import search_pieces
from custtui.values.spelling import spelling
from custtui.values.tokens import FORM, token_text

_CUSTOMERS_AT_ONCE = 5_000
#: Where an edit writes more than one in so many customers anew, the index is made one piece.
LARGE_PART = 5
#: Where it writes more than one in so many, all are made anew: taking out costs as much as making.
_MOST = 2

#: Up to so many it is quickest anyway, and makes pieces on all levels.
_SMALL = 1_000
#: Written one by one they make seven levels of pieces, as a book of a million needs.
_MAKING_LEVELS = 2**7

#: The day of the last contact in a slot, from metrics `m`; a customer's id is added to it, as
#: custtui.reading.search takes it out again.
SLOT_OF_DAY = "CAST(coalesce(julianday(m.last_contact) - 1721424.5, 0) AS INTEGER) * 4294967296"
_SLOT = f"{SLOT_OF_DAY} + c.id AS own_slot"
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
_MOVED_AMONG = f"{_MOVED} AND d.customer_id {_AMONG}"
# In the order of the rows to write, which is what FTS5 is quickest at.
_IN_ORDER = (
    f"SELECT value, {_SLOT} FROM json_each(?) LEFT JOIN customer c ON c.id = value"
    " LEFT JOIN main.metric m ON m.customer_id = value ORDER BY own_slot"
)
# What the index was last made for: the form of its tokens.
_STATE = "CREATE TABLE IF NOT EXISTS search_state (form INTEGER NOT NULL)"

#: A row of search_document: slot, customer id, spelling.
_Row = tuple[int, int, str]
#: Of a slot, the spelling to be taken out of the index, and the one to be put in.
Change = tuple[int, str | None, str | None]


def refresh(
    connection: sqlite3.Connection, measured: Collection[int] | None, words: Collection[int]
) -> None:
    """Bring the index up to the records, which are judged already.

    `words`: customers whose names, codes, contacts or tags changed; `measured`: those whose last
    contact may have changed, None for everybody.
    """
    if not is_of_this_form(connection):
        rebuild(connection)
        return
    moved = _moved(connection, measured) - set(words)
    if len(moved) + len(words) > _CUSTOMERS_AT_ONCE:
        _refresh_many(connection, moved, words)
    elif moved or words:
        _write(connection, list(words))
        _move(connection, list(moved))
        search_pieces.merge_a_little(connection)


def _refresh_many(
    connection: sqlite3.Connection, moved: Collection[int], words: Collection[int]
) -> None:
    before, customers = _count(connection, "search_document"), _count(connection, "customer")
    changed = len(moved) + len(words)
    # Whoever is new has nothing to be taken out.
    if before < _SMALL or (changed - max(0, customers - before)) * _MOST > before:
        rebuild(connection)
        return
    search_pieces.expect_many(connection)
    for portion in _portions(connection, words):
        _write(connection, portion)
    for portion in _portions(connection, moved):
        _move(connection, portion)
    if changed * LARGE_PART > customers:
        search_pieces.merge_all(connection)
    search_pieces.expect_few(connection)


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the whole index anew from the records and their metrics."""
    connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_document")
    everybody = [row[0] for row in connection.execute("SELECT id FROM customer")]
    _make_levels(connection, everybody[:_MAKING_LEVELS])
    search_pieces.expect_many(connection)
    for portion in _portions(connection, everybody[_MAKING_LEVELS:-1]):
        _write(connection, portion)
    # So that not all pieces are on one level: the large one would only come to the next.
    search_pieces.begin_to_merge(connection)
    _write(connection, everybody[-1:])
    search_pieces.merge_all(connection)
    search_pieces.expect_few(connection)
    connection.execute(_STATE)
    connection.execute("DELETE FROM search_state")
    connection.execute("INSERT INTO search_state VALUES (?)", (FORM,))


def as_records_say(connection: sqlite3.Connection) -> Iterator[_Row]:
    """Every row of search_document as records and metrics would have it: slot, id, spelling."""
    everybody = [row[0] for row in connection.execute("SELECT id FROM customer")]
    for portion in _portions(connection, everybody):
        yield from _made(connection, portion)


def forget(connection: sqlite3.Connection) -> None:
    """Have the next `refresh` make the whole index anew."""
    connection.execute(_STATE)
    connection.execute("DELETE FROM search_state")


def _make_levels(connection: sqlite3.Connection, customers: list[int]) -> None:
    """Write customers one by one, so that FTS5 has a high level for the large piece that follows.

    Above too few levels it would soon be merged with the pieces of edits, again and again.
    """
    search_pieces.expect_pairs(connection)
    for customer in customers:
        _write(connection, [customer])
        search_pieces.end_piece(connection)


def _count(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


def is_of_this_form(connection: sqlite3.Connection) -> bool:
    """Whether the tokens in the index are as they are made here; else all are made anew."""
    connection.execute(_STATE)
    row = connection.execute("SELECT form FROM search_state").fetchone()
    return bool(row == (FORM,))


def _portions(connection: sqlite3.Connection, customers: Collection[int]) -> Iterator[list[int]]:
    """Customers in the order of their slots, so many at a time."""
    rows = connection.execute(_IN_ORDER, (json.dumps(list(customers)),))
    ordered = array("q", (customer for customer, _slot in rows))
    for start in range(0, len(ordered), _CUSTOMERS_AT_ONCE):
        yield ordered[start : start + _CUSTOMERS_AT_ONCE].tolist()


def _write(connection: sqlite3.Connection, customers: list[int]) -> None:
    """Put customers into the index as the records have them."""
    _replace(connection, _stored(connection, customers), _made(connection, customers))


def _stored(connection: sqlite3.Connection, customers: list[int]) -> list[_Row]:
    return connection.execute(_STORED, (json.dumps(customers),)).fetchall()


def _made(connection: sqlite3.Connection, customers: list[int]) -> list[_Row]:
    """The rows as the records would have them; none for a customer that is gone."""
    chosen = (json.dumps(customers),)
    return documents(connection.execute(_CUSTOMERS, chosen), connection.execute(_CONTACTS, chosen))


def documents(
    customers: Iterable[tuple[int, int, str, str, str | None]],
    contacts: Iterable[tuple[int, *tuple[str | None, ...]]],
) -> list[_Row]:
    """Rows of search_document; customers come as slot, id, code, name and tags.

    Contacts come as the customer's id, name, phones, e-mail and accounts, all as stored.
    """
    theirs: dict[int, list[tuple[str | None, ...]]] = defaultdict(list)
    for customer_id, *texts in contacts:
        theirs[customer_id].append(tuple(texts))
    return [
        (slot, id_, _spelled(code, name, tags, theirs.get(id_, ())))
        for slot, id_, code, name, tags in customers
    ]


def _spelled(
    code: str, name: str, tags: str | None, contacts: Iterable[tuple[str | None, ...]]
) -> str:
    names, phones, others = [], [], (tags or "").split("\n")
    for contact_name, numbers, email, accounts in contacts:
        names.append(contact_name or "")
        phones += (numbers or "").split("\n")
        others += (email or "").split("; ")
        others.append(accounts or "")
    return spelling(code, name, names, phones, others)


def _moved(connection: sqlite3.Connection, measured: Collection[int] | None) -> set[int]:
    """Whose last contact is no longer the one they stand under; gone ones too."""
    if measured is None:
        rows = connection.execute(_MOVED)
    else:
        rows = connection.execute(_MOVED_AMONG, (json.dumps(list(measured)),))
    return {customer for _slot, customer, *_rest in rows}


def _move(connection: sqlite3.Connection, customers: list[int]) -> None:
    """Put customers under the slots of their last contacts; those that are gone are removed."""
    rows = connection.execute(_MOVED_AMONG, (json.dumps(customers),)).fetchall()
    _replace(
        connection,
        [row[:3] for row in rows],
        [(slot, customer, text) for _old, customer, text, slot in rows if slot is not None],
    )


def _replace(connection: sqlite3.Connection, old: list[_Row], new: list[_Row]) -> None:
    """Take rows out of table and index, and put others in."""
    unchanged = set(old) & set(new)
    gone = {row[0]: row for row in old if row not in unchanged}
    come = {row[0]: row for row in new if row not in unchanged}
    connection.executemany(
        "DELETE FROM search_document WHERE slot = ?", [(slot,) for slot in sorted(gone)]
    )
    connection.executemany(
        "INSERT INTO search_document VALUES (?, ?, ?)", [come[slot] for slot in sorted(come)]
    )
    before = {slot: text for slot, _customer, text in gone.values()}
    after = {slot: text for slot, _customer, text in come.values()}
    slots = sorted(before.keys() | after.keys())
    write(connection, "main", ((slot, before.get(slot), after.get(slot)) for slot in slots))


def write(connection: sqlite3.Connection, schema: str, changes: Iterable[Change]) -> None:
    """Tell FTS5 what changes in an index; it is quickest where they come in order of slots."""
    # All made first: taking turns with FTS5, each would find the processor's cache full of the
    # other's.
    told = [each for change in changes for each in _told(*change)]
    connection.executemany(
        f"INSERT INTO {schema}.search_index (search_index, rowid, tokens) VALUES (?, ?, ?)", told
    )


def _told(slot: int, gone: str | None, come: str | None) -> Iterator[tuple[str | None, int, str]]:
    before, after = token_text(gone or ""), token_text(come or "")
    if before and after:
        before, after = _in_changed_kinds(before.split(), after.split())
    if gone is not None:
        yield "delete", slot, before
    if come is not None:
        yield None, slot, after


def _in_changed_kinds(before: list[str], after: list[str]) -> Iterator[str]:
    """Of both, the tokens of the kinds that are not all the same.

    The others need not be taken out to be put in again. Whole kinds, for the prefix index knows a
    beginning once, whichever tokens have it; and as often as they stand there, for FTS5 counts.
    """
    more = Counter(before)
    more.subtract(after)
    kinds = tuple({token[0] for token, count in more.items() if count != 0})
    for each in (before, after):
        yield " ".join(token for token in each if token.startswith(kinds))
