"""Acts on many customers: as one by one, one edit each, and taken back as a whole."""

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.reading.connection import BookError
from custtui.store import Book, Edit, many, open_book, take_back
from custtui.values.text import LIMITS
from tests.segments.test_exactness import DAY, books, fill

Act = Callable[[Edit, Sequence[int]], object]
KINDS = (
    "customer", "contact", "follow_up", "purchase", "need", "survey", "contract", "metric",
    "segment", "search_document",
)  # fmt: skip
TAGS = (None, "展会", "展会\n老客户", "老客户\n展会\nVIP", "老展会", "VIP")


def state(path: Path) -> dict[str, list[str]]:
    with sqlite3.connect(path) as connection:
        rows = {kind: connection.execute(f"SELECT * FROM {kind}").fetchall() for kind in KINDS}
    return {kind: sorted(map(repr, found)) for kind, found in rows.items()}


def done(book: Book, act: Act, customers: Sequence[int]) -> int:
    with book.edit("many") as edit:
        act(edit, customers)
    assert edit.result is not None
    return edit.result.edit_id


def tags_of(edit: Edit, customer: int) -> list[str]:
    query = "SELECT tags FROM customer WHERE id = ?"
    (tags,) = edit.connection.execute(query, (customer,)).fetchone()
    return tags.split("\n") if tags else []


def deleted(edit: Edit, customers: Sequence[int]) -> None:
    for customer in customers:
        edit.delete("customer", customer)


def owned(edit: Edit, customers: Sequence[int]) -> None:
    for customer in customers:
        edit.change("customer", customer, {"owner": "王敏"})


def tagged(edit: Edit, customers: Sequence[int]) -> None:
    for customer in customers:
        tags = dict.fromkeys((*tags_of(edit, customer), "展会"))
        edit.change("customer", customer, {"tags": "\n".join(tags)})


def untagged(edit: Edit, customers: Sequence[int]) -> None:
    for customer in customers:
        tags = [tag for tag in tags_of(edit, customer) if tag != "展会"]
        edit.change("customer", customer, {"tags": "\n".join(tags) or None})


ACTS: dict[str, tuple[Act, Act]] = {
    "delete": (many.delete_customers, deleted),
    "owner": (lambda edit, customers: many.set_owner(edit, customers, "王敏"), owned),
    "tag": (lambda edit, customers: many.add_tag(edit, customers, "展会"), tagged),
    "untag": (lambda edit, customers: many.remove_tag(edit, customers, "展会"), untagged),
}


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(content=books, name=st.sampled_from(list(ACTS)), data=st.data())
def test_many_at_once_is_one_by_one_and_goes_back(
    content: list[Any], name: str, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        at_once = open_book(Path(folder) / "at_once.db", DAY)
        one_by_one = open_book(Path(folder) / "one_by_one.db", DAY)
        for place, (customer, *_children) in enumerate(content):
            owner = data.draw(st.sampled_from((None, "王敏", "李强")))
            customer |= {"tags": data.draw(st.sampled_from(TAGS)), "owner": owner}
            customer |= {"code": f"K{place}"}
        ids = data.draw(st.lists(st.integers(1, len(content)), unique=True))
        for book in (at_once, one_by_one):
            fill(book, content)
        for book in (at_once, one_by_one):
            forget_moments(book.path)
        before = state(at_once.path)
        act, slowly = ACTS[name]
        edit_id = done(at_once, act, [*ids, 999])
        done(one_by_one, slowly, ids)
        after = state(at_once.path)
        assert after == state(one_by_one.path)
        if before != after:
            undo = take_back(at_once, edit_id).edit_id
            assert state(at_once.path) == before
            redo = take_back(at_once, undo).edit_id
            assert state(at_once.path) == after
            take_back(at_once, redo)
            assert state(at_once.path) == before


def forget_moments(path: Path) -> None:
    """When a record was made is the one thing in which the same two books differ."""
    with sqlite3.connect(path) as connection:
        for kind in KINDS[:7]:
            connection.execute(f"UPDATE {kind} SET recorded = ''")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = open_book(tmp_path / "book.db", DAY)
    with made.edit("fill") as edit:
        for name in ("甲", "乙", "丙"):
            edit.add_record("customer", {"name": name, "tags": "展会" if name == "甲" else None})
    return made


def test_each_says_how_many_it_changed_and_logs_only_those(book: Book) -> None:
    with book.edit("tag") as edit:
        assert many.add_tag(edit, (1, 2, 3, 4), "展会") == 2
    assert edit.result is not None
    assert edit.result.customers == (2, 3)
    with book.edit("tag") as again:
        assert many.add_tag(again, (1, 2, 3, 4), "展会") == 0
        assert many.remove_tag(again, (1, 2, 3), "会") == 0
    with sqlite3.connect(book.path) as connection:
        assert connection.execute("SELECT count(*) FROM edit WHERE what = 'tag'").fetchone() == (1,)


def test_it_is_not_taken_back_over_what_came_later(book: Book) -> None:
    edit_id = done(book, ACTS["owner"][0], (1, 2))
    with book.edit("change customer") as edit:
        edit.change("customer", 2, {"name": "丁"})
    with pytest.raises(BookError, match="came after it"):
        take_back(book, edit_id)


def test_a_code_that_went_from_one_to_another_goes_back(book: Book) -> None:
    before = state(book.path)
    with book.edit("change customer") as edit:
        old = [edit.connection.execute("SELECT code FROM customer WHERE id = ?", (who,)).fetchone()
               for who in (1, 2)]  # fmt: skip
        edit.change("customer", 1, {"code": "C-NEW"})
        edit.session.flush()
        edit.change("customer", 2, {"code": old[0][0]})
    assert edit.result is not None
    take_back(book, edit.result.edit_id)
    assert state(book.path) == before


def test_a_tag_goes_where_there_is_room(book: Book) -> None:
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"tags": "长" * LIMITS.long_text})
    with book.edit("many") as edit:
        assert many.add_tag(edit, [1, 2], "展会") == 1
        assert tags_of(edit, 1) == ["长" * LIMITS.long_text]
