"""What people type into search: each text as it grows, for customers chosen by chance."""

import random
import sqlite3
from collections.abc import Iterator

from custtui.values import pinyin

#: So much of a text is typed before one looks.
_MOST_LETTERS = 8
#: Words of names and tags that very many have, and what nobody has.
_COMMON = (
    "有限公司", "科技", "上海", "重点", "gongsi", "yxgs", "shanghai", "C0", "13", "138", "zhang w",
    "l h", "example.com", "acme",
)  # fmt: skip
_NOBODYS = ("zzxqv", "张饕餮", "有限 饕餮", "qqqq", "zhangx weiq", "13000009999", "Q77")
_SOMEBODY = (
    "SELECT c.code, c.name, c.tags, k.name, k.phones, k.email FROM customer c"
    " JOIN contact k ON k.customer_id = c.id WHERE c.id = ? LIMIT 1"
)


def typed_texts(connection: sqlite3.Connection, customers: int, count: int) -> list[str]:
    """All that is typed to find so many customers of the book; each text once."""
    chance = random.Random(3)
    found: dict[str, None] = {}
    for _customer in range(count):
        row = connection.execute(_SOMEBODY, (chance.randint(1, customers),)).fetchone()
        found.update(dict.fromkeys(_for(*(each or "" for each in row))))
    for text in (*_COMMON, *_NOBODYS):
        found.update(dict.fromkeys(_growing(text)))
    return list(found)


def _for(code: str, name: str, tags: str, contact: str, phones: str, email: str) -> Iterator[str]:
    phone, last = phones.split("\n")[0], name[-6:-4]
    for text in (
        code, name, name[1:3], last, _pinyin(name), _pinyin(name[:3], " "), _initials(name),
        contact, _initials(contact), phone, phone[-4:], phone[-7:], tags, email,
    ):  # fmt: skip
        yield from _growing(text)
    yield from (code, phone, f"{phone[:3]} {phone[3:7]} {phone[7:]}")
    # Two words: one of the name and one that tells which of many.
    yield from (f"{name[:2]} {phone[-4:]}", f"{_initials(name)[:2]} {phone[-4:]}")
    yield from (f"{name[:2]} {contact[:1]}", f"{_initials(name)[:2]} {_initials(contact)}")
    yield from (f"{contact}馕", phone[:7] + "饕")


def _growing(text: str) -> Iterator[str]:
    yield from (text[:length] for length in range(1, min(len(text), _MOST_LETTERS) + 1))


def _pinyin(name: str, between: str = "") -> str:
    """The name spelled in full, in one of its readings."""
    return between.join(min(read) for read in pinyin.syllables(name) if read)


def _initials(name: str) -> str:
    return "".join(min(read)[0] for read in pinyin.syllables(name) if read)
