"""Work that is killed in the middle: each kind begins at once, and tells what it has committed."""

import json
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from custtui.exchange.importing import import_file
from custtui.reading.connection import APPLICATION_ID
from custtui.segments.presets import STANDARD, preset
from custtui.segments.stored import to_json
from custtui.store import Book, many, open_book, take_back
from custtui.store.migrate import steps
from tests.faults.large_work import CUSTOMERS, LATER, TODAY, make_book, purchases
from tests.faults.writers import SHARED, Acknowledged, Wishes, edit_once


class Work(NamedTuple):
    """What a process is to do to the book at `path`; `seed` is for what it chooses by chance."""

    kind: str
    path: Path
    seed: int

    @property
    def told(self) -> Path:
        """The file in which it acknowledges what it has committed."""
        return self.path.with_name("told")


def work(wanted: Work, begins: Connection) -> None:
    """Do the work, having said that it begins."""
    told = os.open(wanted.told, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_TRUNC, 0o600)
    begins.send("begun")
    for done in _KINDS[wanted.kind](wanted):
        os.write(told, json.dumps(done).encode() + b"\n")


def acknowledged(wanted: Work) -> list[Acknowledged]:
    """What was acknowledged until the kill; a line cut short was not."""
    lines = wanted.told.read_bytes().split(b"\n")[:-1]
    return [Acknowledged(*json.loads(line)) for line in lines]


def make_template(kind: str, path: Path) -> None:
    """The book that such work begins with."""
    if kind == "new book":
        return
    if kind == "migration":
        make_old_book(path)
        return
    if kind != "edits":
        make_book(path)
        return
    with open_book(path, TODAY).edit("fill") as edit:
        for number in SHARED:
            edit.add_record("customer", {"name": f"客户{number}", "note": "0"})


def make_old_book(path: Path) -> None:
    """A book as the first program made it, judged in the form of its time."""
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.executescript(steps()[1])
        old.execute("BEGIN")
        old.executemany(
            "INSERT INTO dimension (key, position, rule) VALUES (?, ?, ?)",
            [(d.key, place, to_json(d)) for place, d in enumerate(preset(STANDARD).dimensions)],
        )
        old.executemany(
            "INSERT INTO customer (code, name, recorded) VALUES (?, ?, 'then')",
            [(f"K{number}", f"客户{number}") for number in range(CUSTOMERS)],
        )
        old.executemany(
            "INSERT INTO purchase (customer_id, day, amount, recorded) VALUES (?, ?, ?, 'then')",
            [(row["customer_id"], str(row["day"]), row["amount"]) for row in purchases()],
        )
        old.execute("INSERT INTO setting VALUES ('currency', 'CNY')")
        old.execute("CREATE TABLE segment (customer_id INTEGER PRIMARY KEY, grade TEXT)")
        old.execute("CREATE TABLE judged (day TEXT)")
        old.execute("INSERT INTO judged VALUES ('2026-10-01')")
        old.execute("COMMIT")
        old.execute("PRAGMA journal_mode = WAL")
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")


def _edits(wanted: Work) -> Iterator[Acknowledged]:
    """Edits of few records, one after another without an end."""
    chance = random.Random(wanted.seed)
    book = _open(wanted, chance)
    wishes = Wishes(wanted.path, wanted.seed, 0)
    for place in count():
        yield edit_once(book, wishes, chance, place)


def _import(wanted: Work) -> Iterator[Acknowledged]:
    book = _open(wanted, random.Random(wanted.seed))
    path = wanted.path.with_name("purchases.csv")
    imported = import_file(book, "purchases", path, today=TODAY, keep_duplicates=True)
    assert imported.edited is not None
    yield _of(imported.edited.edit_id)


def _undo(wanted: Work) -> Iterator[Acknowledged]:
    """The import taken back, and done again, and so on."""
    book = _open(wanted, random.Random(wanted.seed))
    with closing(sqlite3.connect(wanted.path)) as connection:
        (last,) = connection.execute("SELECT max(id) FROM edit").fetchone()
    for _time in range(2):
        last = take_back(book, last).edit_id
        yield _of(last)


def _new_day(wanted: Work) -> Iterator[Acknowledged]:
    edited = _open(wanted, random.Random(wanted.seed)).roll_forward(LATER)
    assert edited is not None
    yield _of(edited.edit_id)


def _bulk_delete(wanted: Work) -> Iterator[Acknowledged]:
    book = _open(wanted, random.Random(wanted.seed))
    with book.edit("delete customers") as edit:
        many.delete_customers(edit, range(1, CUSTOMERS))
    yield _of(edit.edit_id)


def _opening(wanted: Work) -> Iterator[Acknowledged]:
    """A book that is made, or brought up to date, in opening it."""
    open_book(wanted.path, TODAY)
    yield _of(0)


_KINDS: dict[str, Callable[[Work], Iterator[Acknowledged]]] = {
    "edits": _edits,
    "import": _import,
    "undo": _undo,
    "new day": _new_day,
    "bulk delete": _bulk_delete,
    "migration": _opening,
    "new book": _opening,
}


def _open(wanted: Work, chance: random.Random) -> Book:
    book = open_book(wanted.path, TODAY)
    if chance.random() < 0.5:
        book.stay_open()
    return book


def _of(edit: int) -> Acknowledged:
    return Acknowledged(edit, 0, 0, [], 0.0)
