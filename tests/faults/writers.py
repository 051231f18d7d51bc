"""Somebody who edits shared customers as fast as can be, in a process of their own.

Each edit reads what stands there and writes what follows from it: a counter in a customer's note,
and beside it a purchase, a follow-up, a tag, a correction, a deletion. What the edit left behind is
acknowledged in a file once it is committed.
"""

import json
import random
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from custtui.reading.conflict import Conflicting
from custtui.reading.connection import BookError, connect
from custtui.reading.customer import stored_record
from custtui.store import Book, Edit, engine, many, open_book
from custtui.store.merging import merge
from custtui.values.registry import CUSTOMER

TODAY = date(2026, 11, 22)
SHARED = (1, 2, 3, 4, 5)


class Acknowledged(NamedTuple):
    """One edit that was told to be saved: whose counter it raised and to what, all it left behind.

    `left` has each record that it touched, as kind, id, and its columns or None where it is gone.
    `waited` are seconds until the lock was had.
    """

    edit: int
    customer: int
    counted: int
    left: list[tuple[str, int, dict[str, Any] | None]]
    waited: float


class Wishes(NamedTuple):
    """What one writer is to do."""

    path: Path
    number: int
    edits: int
    #: Whether the file is kept open between edits, as the app does.
    stays_open: bool = False
    #: What is said where a transaction begins, in the place of BEGIN IMMEDIATE; None for nothing.
    begins: str | None = "BEGIN IMMEDIATE"
    #: Whether what is counted on was read before the edit began, as a form does.
    is_stale: bool = False
    #: Whether it is compared in the edit, and read anew where somebody was quicker. No counter is
    #: raised then, for two who make it the same agree: a line of one's own is written below.
    compares: bool = False

    @property
    def acknowledgements(self) -> Path:
        """The file in which this writer acknowledges its edits."""
        return self.path.with_name(f"acknowledged-{self.number}")


def write(wishes: Wishes, together: Barrier) -> None:
    """Make the edits, all writers beginning at once; what failed is acknowledged as a text."""
    if wishes.begins != "BEGIN IMMEDIATE":
        _begin_with(wishes.begins)
    chance = random.Random(wishes.number)
    book = open_book(wishes.path, TODAY)
    if wishes.stays_open:
        book.stay_open()
    together.wait()
    with wishes.acknowledgements.open("w", buffering=1, encoding="utf-8") as told:
        for place in range(wishes.edits):
            try:
                told.write(json.dumps(edit_once(book, wishes, chance, place)) + "\n")
            except (BookError, KeyError) as error:
                told.write(json.dumps(repr(error)) + "\n")
    book.close()


def acknowledged(wishes: Wishes) -> Iterator[Acknowledged | str]:
    """What a writer acknowledged, in order; of an edit that failed, why."""
    with wishes.acknowledgements.open(encoding="utf-8") as told:
        for line in told:
            read = json.loads(line)
            yield read if isinstance(read, str) else Acknowledged(*read)


def edit_once(book: Book, wishes: Wishes, chance: random.Random, place: int) -> Acknowledged:
    """One edit; what it left behind, once that is committed."""
    customer = chance.choice(SHARED)
    while wishes.compares:
        with suppress(Conflicting):
            return _compared(book, customer, f"{wishes.number}-{place}")
    stale = _counter(book, customer) if wishes.is_stale else None
    begun = time.monotonic()
    with book.edit("count") as edit:
        waited = time.monotonic() - begun
        counted = 1 + (_count(edit, customer) if stale is None else stale)
        edit.change("customer", customer, {"note": str(counted)})
        _do_more(edit, customer, f"{wishes.number}-{place}", chance)
        left = _left(edit)
    assert edit.result is not None
    return Acknowledged(edit.result.edit_id, customer, counted, left, waited)


def _compared(book: Book, customer: int, own: str) -> Acknowledged:
    """A line more by a form: Conflicting where somebody changed the text since that was opened."""
    with closing(connect(book.path)) as connection:
        opened = stored_record(connection, CUSTOMER, customer)
    assert opened is not None
    with book.edit("write on") as edit:
        merge(edit, CUSTOMER, opened, {"note": f"{opened.values['note']}\n{own}"})
        left = _left(edit)
    return Acknowledged(edit.edit_id, customer, 0, left, 0.0)


def _count(edit: Edit, customer: int) -> int:
    rows = edit.connection.execute("SELECT note FROM customer WHERE id = ?", (customer,))
    return int(rows.fetchone()[0])


def _counter(book: Book, customer: int) -> int:
    """The counter as a form finds it that is opened before anything is saved."""
    with closing(connect(book.path)) as connection:
        rows = connection.execute("SELECT note FROM customer WHERE id = ?", (customer,))
        return int(rows.fetchone()[0])


def _do_more(edit: Edit, customer: int, own: str, chance: random.Random) -> None:
    """Something beside the counter; `own` is a mark that nobody else writes."""
    match chance.randrange(7):
        case 0 | 1:
            edit.add_record("purchase", {"customer_id": customer, "day": TODAY,
                                         "amount": chance.randrange(-50, 500) * 100,
                                         "order_number": own})  # fmt: skip
        case 2:
            edit.add_record("follow_up", {"customer_id": customer, "day": TODAY, "summary": own})
        case 3:
            many.add_tag(edit, chance.sample(SHARED, 2), own)
        case 4:
            # Whoever made it, and if it still is there: others delete, too.
            for identity in _any(edit, "purchase", chance):
                edit.change("purchase", identity, {"amount": chance.randrange(500) * 100})
        case 5:
            for identity in _any(edit, chance.choice(("purchase", "follow_up")), chance):
                kind = "purchase" if _is_there(edit, "purchase", identity) else "follow_up"
                edit.delete(kind, identity)
        case _:
            _pass_through(edit, own)


def _any(edit: Edit, kind: str, chance: random.Random) -> list[int]:
    ids = [row[0] for row in edit.connection.execute(f"SELECT id FROM {kind} ORDER BY id")]
    return [chance.choice(ids)] if ids else []


def _is_there(edit: Edit, kind: str, identity: int) -> bool:
    rows = edit.connection.execute(f"SELECT 1 FROM {kind} WHERE id = ?", (identity,))
    return rows.fetchone() is not None


def _pass_through(edit: Edit, own: str) -> None:
    """A new customer comes, and the oldest of those who came so goes, with all they have."""
    rows = edit.connection.execute(
        "SELECT id FROM customer WHERE id > ? ORDER BY id LIMIT 1", (SHARED[-1],)
    ).fetchone()
    made = edit.add_record("customer", {"name": f"过客{own}"})
    edit.add_record("contact", {"customer_id": made, "phones": "13800138000"})
    if rows:
        edit.delete("customer", rows[0])


def _left(edit: Edit) -> list[tuple[str, int, dict[str, Any] | None]]:
    """Each record that the edit touched, as it is now; none is a run of many."""
    edit.session.flush()
    touched = edit.connection.execute(
        "SELECT DISTINCT record, record_id FROM change WHERE edit_id = ?", (edit.edit_id,)
    ).fetchall()
    return [(kind, identity, _row(edit, kind, identity)) for kind, identity in touched]


def _row(edit: Edit, kind: str, identity: int) -> dict[str, Any] | None:
    cursor = edit.connection.execute(f"SELECT * FROM {kind} WHERE id = ?", (identity,))
    row = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    return dict(zip(names, row, strict=True)) if row else None


def _begin_with(statement: str | None) -> None:
    """Have the store begin its transactions otherwise, in this process."""

    def begin(connection: Connection, path: Path) -> None:
        if statement is not None:
            connection.exec_driver_sql(statement)

    engine._take_the_lock = begin
