"""Search: whom a typed text means, best first. `values.question` says what fits."""

import sqlite3
from array import array
from collections.abc import Iterator
from itertools import islice

from custtui.values.question import Question, ask
from custtui.values.way import Asked

#: A slot of `search_document` is the day of the last contact times this, plus the customer's id.
_SLOTS_A_DAY = 2**32

_FOUND = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC"
_CANDIDATES = (
    "SELECT d.slot, d.tokens FROM search_index i JOIN search_document d ON d.slot = i.rowid"
    " WHERE search_index MATCH ? ORDER BY i.rowid DESC"
)
_EVERYBODY = "SELECT slot FROM search_document ORDER BY slot DESC"


def search(connection: sqlite3.Connection, text: str, limit: int = 50) -> list[int]:
    """The ids of at most `limit` customers that fit `text`, best first.

    First whose code or phone number it is, then whose name begins with it, then all others; in
    each the newest contact first, on the same day the newer customer. No text raises.
    """
    question = _question(connection, text)
    if question is None:
        return []
    ranked: dict[int, None] = {}
    for asked in (question.exact, question.beginning):
        if asked is not None:
            ranked.update(dict.fromkeys(islice(_fitting(connection, asked), limit)))
    everybody = _fitting(connection, question.everything)
    others = (customer for customer in everybody if customer not in ranked)
    return [*ranked, *islice(others, max(0, limit - len(ranked)))][:limit]


def matches(connection: sqlite3.Connection, text: str) -> "array[int]":
    """The ids of all customers that fit `text`, the newest contact first."""
    question = _question(connection, text)
    if question is None:
        return array("q")
    return array("q", _fitting(connection, question.everything))


def _question(connection: sqlite3.Connection, text: str) -> Question | None:
    def known(expression: str) -> bool:
        return connection.execute(f"{_FOUND} LIMIT 1", (expression,)).fetchone() is not None

    return ask(text, known)


def _fitting(connection: sqlite3.Connection, asked: Asked | None) -> Iterator[int]:
    """The ids of those who fit, the newest contact first."""
    if asked is None:
        slots = (slot for (slot,) in connection.execute(_EVERYBODY))
    elif asked.decides:
        slots = (slot for (slot,) in connection.execute(_FOUND, (asked.expression,)))
    else:
        candidates = connection.execute(_CANDIDATES, (asked.expression,))
        slots = (slot for slot, spelling in candidates if asked.fits(spelling))
    return (slot % _SLOTS_A_DAY for slot in slots)
