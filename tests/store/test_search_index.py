"""The index stays what the records say, edit by edit."""

import sqlite3
from collections import defaultdict
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custtui.model import Contact, Customer, FollowUp
from custtui.reading.connection import BookError, connect
from custtui.reading.search import matches, search
from custtui.store import Book, Edited, open_book, search_index, take_back
from tests.reading import slow_search as slow
from tests.reading.test_search import NAMES, TODAY, in_memory
from tests.store.index_content import content, pieces


def _day(number: int) -> date:
    """A day round today, sometimes one to come."""
    return TODAY + timedelta(days=number % 9 - 5)


class _Work:
    """Somebody at work on a book: each step is one edit."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.edits: list[int] = []
        self.today = TODAY

    def take(self, step: str, number: int, text: str) -> None:
        if step == "undo":
            self._undo(number)
        elif step == "day":
            self.today += timedelta(days=number % 3)
            self._keep(self.book.roll_forward(self.today))
        else:
            with self.book.edit(step) as edit:
                self._change(edit, step, number, text)
            self._keep(edit.result)

    def _change(self, edit: Any, step: str, number: int, text: str) -> None:
        if step == "add":
            customer = edit.add(Customer(code="", name=text, tags="行业:制造业", recorded=""))
            edit.add(Contact(customer_id=customer, name=text[::-1], recorded=""))
            return
        kind = "contact" if step in ("contact", "no contact") else "customer"
        ids = [row[0] for row in edit.connection.execute(f"SELECT id FROM {kind} ORDER BY id")]
        if not ids:
            return
        chosen = ids[number % len(ids)]
        match step:
            case "rename":
                edit.change("customer", chosen, {"name": text, "tags": None})
            case "contact":
                values = {"name": text, "phones": f"1380013800{number % 4}", "email": "a@zs.cn"}
                edit.change("contact", chosen, values)
            case "call":
                edit.add(
                    FollowUp(customer_id=chosen, day=_day(number), summary="电话", recorded="")
                )
            case "delete" | "no contact":
                edit.delete(kind, chosen)

    def _undo(self, number: int) -> None:
        if not self.edits:
            return
        # Refused where newer work stands on it; then nothing was changed.
        with suppress(BookError):
            self._keep(take_back(self.book, self.edits[-1 - number % len(self.edits)]))

    def _keep(self, edited: Edited | None) -> None:
        if edited is not None and edited.customers:
            self.edits.append(edited.edit_id)


def _stored(connection: sqlite3.Connection) -> list[slow.Customer]:
    """Every customer as the slow search takes it, read from the records."""
    (today,) = connection.execute("SELECT day FROM judged").fetchone()
    contacts: dict[int, list[tuple[str | None, ...]]] = defaultdict(list)
    for customer, *texts in connection.execute(
        "SELECT customer_id, name, phones, email, accounts FROM contact"
    ):
        contacts[customer].append(tuple(texts))
    called = dict(
        connection.execute(
            "SELECT customer_id, max(day) FROM follow_up WHERE day <= ? GROUP BY 1", (today,)
        )
    )
    return [
        slow.Customer(
            id=customer,
            code=code,
            name=name,
            contacts=tuple(texts[0] or "" for texts in contacts[customer]),
            phones=tuple(p for texts in contacts[customer] for p in (texts[1] or "").split("\n")),
            others=(
                *(tags or "").split("\n"),
                *(t or "" for c in contacts[customer] for t in c[2:]),
            ),
            last_contact=called.get(customer, ""),
        )
        for customer, code, name, tags in connection.execute(
            "SELECT id, code, name, tags FROM customer"
        )
    ]


_STEPS = st.tuples(
    st.sampled_from(
        ["add", "add", "rename", "contact", "no contact", "call", "call", "delete", "undo", "day"]
    ),
    st.integers(0, 99),
    NAMES.filter(bool),
)


@settings(max_examples=25)
@given(st.lists(_STEPS, min_size=4, max_size=12))
def test_edits_deletions_undo_and_days_keep_it_right(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, str]]
) -> None:
    path = tmp_path_factory.mktemp("book") / "book.db"
    work = _Work(open_book(path, TODAY))
    for step in steps:
        work.take(*step)
    connection = connect(path)
    customers = _stored(connection)
    typed = {part for _step, _number, text in steps for part in (text, text[:2], text[-1:])}
    for text in sorted(typed | {"", "138001", "z", "c", "制造", "zs.cn"}):
        assert search(connection, text, 100) == slow.slow_search(customers, text), text
    kept = content(connection)
    search_index.rebuild(connection)
    assert kept == content(connection)
    connection.close()


def test_a_follow_up_to_come_counts_from_its_day_on(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("fill") as edit:
        ids = list(edit.add_rows("customer", [{"code": c, "name": "张三"} for c in "ab"]))
        edit.add_rows("follow_up", [
            {"customer_id": ids[0], "day": TODAY + timedelta(days=2), "summary": "展会"},
            {"customer_id": ids[1], "day": TODAY, "summary": "电话"},
        ])  # fmt: skip
    connection = connect(book.path)
    assert list(matches(connection, "张三")) == ids[::-1]
    book.roll_forward(TODAY + timedelta(days=1))
    assert list(matches(connection, "张三")) == ids[::-1]
    book.roll_forward(TODAY + timedelta(days=2))
    assert list(matches(connection, "张三")) == ids


def test_tokens_of_another_form_are_made_anew(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("fill") as edit:
        edit.add(Customer(code="", name="张三", recorded=""))
    with sqlite3.connect(book.path) as connection:
        connection.execute("UPDATE search_state SET form = form - 1")
        connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    assert search(connect(book.path), "zs") == []
    with book.edit("fill") as edit:
        edit.add(Customer(code="", name="李四", recorded=""))
    assert search(connect(book.path), "zs") == [1]
    assert search(connect(book.path), "ls") == [2]


def test_an_import_of_many_is_one_index(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("import", "import") as edit:
        edit.add_rows("customer", ({"code": f"C{n}", "name": f"华东{n}号"} for n in range(6_000)))
    connection = connect(book.path)
    assert len(matches(connection, "huadong")) == 6_000
    assert search(connection, "c5999") == [6_000]
    kept = content(connection)
    search_index.rebuild(connection)
    assert kept == content(connection)


@pytest.mark.parametrize("called", [0, 1, 7, 30])
@pytest.mark.parametrize("renamed", [0, 1, 9, 30])
def test_few_or_many_changed_the_index_is_the_same(
    monkeypatch: pytest.MonkeyPatch, called: int, renamed: int
) -> None:
    connection = in_memory(slow.Customer(n, f"C{n}", f"华东{n}号") for n in range(1, 41))
    monkeypatch.setattr(search_index, "_CUSTOMERS_AT_ONCE", 4)
    connection.execute(
        "UPDATE metric SET last_contact = ? WHERE customer_id > ?",
        (str(TODAY), 40 - called),
    )
    connection.execute("UPDATE customer SET name = name || '厂' WHERE id <= ?", (renamed,))
    connection.execute("PRAGMA foreign_keys = OFF")
    gone = set(range(20, 20 + min(called, renamed)))
    connection.execute("DELETE FROM customer WHERE id IN (SELECT value FROM json_each(?))",
                       (str(sorted(gone)),))  # fmt: skip
    connection.execute("INSERT INTO customer (id, code, name, recorded) VALUES (50, 'N', '新', '')")
    words = {*range(1, renamed + 1), *gone, 50}
    search_index.refresh(connection, range(1, 51), words)
    kept = content(connection)
    search_index.rebuild(connection)
    assert kept == content(connection)
    connection.close()


def test_edits_leave_few_pieces_far_below_the_large_one() -> None:
    names = ("".join(chr(0x4E00 + (n * 37 + k * k) % 3000) for k in range(30)) for n in range(300))
    connection = in_memory(slow.Customer(n, f"C{n}", name) for n, name in enumerate(names, 1))
    connection.execute("BEGIN")
    search_index.rebuild(connection)
    connection.execute("COMMIT")
    assert pieces(connection) == [0] * 8 + [1]
    for place in range(100):
        connection.execute("BEGIN")
        connection.execute("UPDATE customer SET name = ? WHERE id = ?", (f"新{place}", place + 1))
        search_index.refresh(connection, {place + 1}, {place + 1})
        connection.execute("COMMIT")
    left = pieces(connection)
    assert left[4:] == [0] * 4 + [1]
    assert sum(left) < 12
    connection.close()


def test_what_an_edit_took_back_is_not_in_the_index(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)

    def fail() -> None:
        with book.edit("fill") as edit:
            edit.add(Customer(code="", name="张三", recorded=""))
            edit.session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert search(connect(book.path), "张三") == []
