"""Whether search finds what the records say: the rows it is made of, and the index itself."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from custtui.store import search_index
from custtui.store.checkup.finding import Finding, Ground, Mend, named
from custtui.values.language import _, plural
from custtui.values.tokens import FORM, token_text

#: A prime: sums of slots are kept small by it, and hardly any two ways of being wrong sum up alike.
_PRIME = 1_000_003

#: By token: in how many rows it stands, and the sum of these rows' numbers.
_Tokens = dict[str, tuple[int, int]]


def search(ground: Ground) -> Iterator[Finding]:
    """Rows and tokens as they are kept, beside those that the records give."""
    connection = ground.connection
    try:
        (form,) = connection.execute("SELECT form FROM search_state").fetchone() or (None,)
        stored = {
            customer: (slot, text)
            for slot, customer, text in connection.execute("SELECT * FROM search_document")
        }
        wrong = _wrong_rows(connection, stored)
        is_right = not wrong and _kept_tokens(connection) == _tokens(stored)
    except sqlite3.DatabaseError as error:
        message = _("The search index can't be read: {reason}.")
        yield Finding("search", message.format(reason=error), mend=Mend.SEARCH)
        return
    if form != FORM:
        yield Finding(
            "search", _("The search index is of an older or newer kind."), mend=Mend.SEARCH
        )
    elif wrong:
        message = plural(
            "Search does not know {count} customer as the records have it ({codes}).",
            "Search does not know {count} customers as the records have them ({codes}).",
            len(wrong),
        )
        codes = named(wrong)
        yield Finding(
            "search", message.format(count=f"{len(wrong):,}", codes=codes), mend=Mend.SEARCH,
            codes=wrong,
        )  # fmt: skip
    elif not is_right:
        yield Finding(
            "search", _("The search index does not find what it should."), mend=Mend.SEARCH
        )


def _wrong_rows(
    connection: sqlite3.Connection, stored: dict[int, tuple[int, str]]
) -> tuple[str, ...]:
    """The codes of customers whose row is missing or another; numbers of those that are gone."""
    unseen, wrong = set(stored), []
    for slot, customer, text in search_index.as_records_say(connection):
        unseen.discard(customer)
        if stored.get(customer) != (slot, text):
            wrong.append(customer)
    codes = dict(connection.execute("SELECT id, code FROM customer")) if wrong else {}
    return (*(str(codes[each]) for each in wrong), *(f"#{each}" for each in sorted(unseen)))


def _tokens(stored: dict[int, tuple[int, str]]) -> _Tokens:
    counts: dict[str, int] = defaultdict(int)
    sums: dict[str, int] = defaultdict(int)
    for slot, text in stored.values():
        number = slot % _PRIME
        for token in {*token_text(text).split()}:
            counts[token] += 1
            sums[token] += number
    return {token: (count, sums[token]) for token, count in counts.items()}


def _kept_tokens(connection: sqlite3.Connection) -> _Tokens:
    """What FTS5 has in its index, read from it without the table that it was made of."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.kept_tokens"
        " USING fts5vocab(main, search_index, instance)"
    )
    rows = connection.execute(
        f"SELECT term, count(*), sum(doc % {_PRIME}) FROM temp.kept_tokens GROUP BY term"
    )
    return {term: (count, number) for term, count, number in rows}
