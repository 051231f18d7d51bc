"""Where else in the book somebody is named: in the free text of others, and in what the log kept.

Who is erased is gone with all records; but a note of another customer may still name the person.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from custtui.reading.customer import CHILDREN
from custtui.values.columns import stored_columns
from custtui.values.registry import CUSTOMER, RECORD_KINDS, Form

_MOST = 200
#: Shorter ones stand everywhere.
_LEAST, _LEAST_ASCII = 2, 4
#: What is written by hand or holds a number: there somebody else may be named.
_TEXTS = (Form.TEXT, Form.LONG_TEXT, Form.TAGS, Form.PHONES, Form.EMAIL)
#: Names of the staff.
_OF_STAFF = ("owner", "author")
_OWN_VALUES = ("customer", "custom")
_OF_PINS = ("pin", "reason")
#: What tells of a customer: by table, its columns.
_TELLING = (("customer", ("name", "sensitive_id")), ("contact", ("phones", "email", "accounts")))
#: Where somebody of the same name is somebody else.
_NAMESAKES = (("contact", "name"), ("follow_up", "contact"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A record of another customer, by its code, that holds one of the words.

    `field` is the column. What only the log holds, as it was before, has `is_past`; with an empty
    `code`, a record of no customer, like a rule.
    """

    code: str
    kind: str
    field: str
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What tells of a customer, now or before; the names of its contacts apart.

    Others are called like a contact too: a contact of that name elsewhere is no mention.
    """

    own: tuple[str, ...]
    of_contacts: tuple[str, ...] = ()


def telling_words(connection: sqlite3.Connection, customer_id: int) -> Words:
    """Names, numbers, e-mails and accounts of a customer and its contacts, and those they had."""
    own = [
        word
        for kind, columns in _TELLING
        for word in _words(connection, kind, columns, customer_id)
    ]
    names = _words(connection, "contact", ("name",), customer_id)
    return Words(tuple(own), tuple(name for name in names if name not in own))


def _words(
    connection: sqlite3.Connection, kind: str, columns: tuple[str, ...], customer_id: int
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    whose = "id" if kind == "customer" else "customer_id"
    names = ", ".join(columns)
    past = ", ".join(f"json_extract(before, '$.{name}')" for name in columns)
    rows = connection.execute(
        f"SELECT {names} FROM {kind} WHERE {whose} = :id UNION SELECT {past} FROM change"
        f" WHERE record = '{kind}' AND before IS NOT NULL"
        f" AND json_extract(before, '$.{whose}') = :id",
        {"id": customer_id},
    )
    for row in rows:
        for value in filter(None, row):
            found.update(dict.fromkeys(filter(_tells, str(value).split("\n"))))
    return tuple(found)


def mentions(
    connection: sqlite3.Connection, words: Words, most: int = _MOST
) -> tuple[Mention, ...]:
    """The records that hold one of the words, those that stand before those of the log."""
    found: dict[Mention, None] = {}
    for mention in chain(_standing(connection, words), _past(connection, words)):
        found[mention] = None
        if len(found) == most:
            break
    return tuple(found)


def _standing(connection: sqlite3.Connection, words: Words) -> Iterator[Mention]:
    values = _named((*words.own, *words.of_contacts))
    for kind, columns in _columns().items():
        code = (
            "k.code"
            if kind == "customer"
            else "(SELECT code FROM customer WHERE id = k.customer_id)"
        )
        names = ", ".join(f'k."{column}"' for column in columns)
        # Together, so that each word is looked for once in a row.
        together = " || char(0) || ".join(f"coalesce(k.\"{column}\", '')" for column in columns)
        rows = connection.execute(
            f'SELECT {code}, {names} FROM "{kind}" k WHERE {_holds(f"({together})", values)}',
            values,
        )
        for whose, *texts in rows:
            for column, text in zip(columns, texts, strict=True):
                own_only = (kind, column) in _NAMESAKES
                wanted = words.own if own_only else (*words.own, *words.of_contacts)
                if text and any(word in text for word in wanted):
                    yield Mention(whose, kind, column)
    for kind, column in (("dimension", "rule"), ("custom_field", "choices")):
        rows = connection.execute(
            f"SELECT 1 FROM {kind} WHERE {_holds(column, values)} LIMIT 1", values
        )
        yield from (Mention("", kind, column) for _row in rows)


def _past(connection: sqlite3.Connection, words: Words) -> Iterator[Mention]:
    """What the log holds, where a text is written as JSON writes it."""
    written = (json.dumps(word, ensure_ascii=False)[1:-1] for word in words.own)
    values = _named(written)
    rows = connection.execute(
        "SELECT DISTINCT record, coalesce(c.code, '') FROM change x LEFT JOIN customer c ON c.id ="
        " CASE x.record WHEN 'customer' THEN x.record_id"
        " ELSE json_extract(x.before, '$.customer_id') END"
        f" WHERE x.before IS NOT NULL AND {_holds('x.before', values)} ORDER BY 2, 1",
        values,
    )
    yield from (Mention(code, record, "", is_past=True) for record, code in rows)


def _columns() -> dict[str, list[str]]:
    """The columns that may name somebody, by the table."""
    found = {
        kind.key: stored_columns(
            f for f in kind.fields if f.form in _TEXTS and f.key not in _OF_STAFF
        )
        for kind in (CUSTOMER, *(kind for kind in RECORD_KINDS if not kind.is_customer))
    }
    for table, column in (_OWN_VALUES, _OF_PINS):
        found.setdefault(table, []).append(column)
    assert set(found) == {"customer", *CHILDREN}
    return found


def _named(words: Iterable[str]) -> dict[str, str]:
    return {f"word{place}": word for place, word in enumerate(words)}


def _holds(column: str, values: dict[str, str]) -> str:
    if not values:
        return "0"
    return "(" + " OR ".join(f"instr({column}, :{name}) > 0" for name in values) + ")"


def _tells(word: str) -> bool:
    return len(word) >= (_LEAST_ASCII if word.isascii() else _LEAST)
