"""What FTS5 made beside the book is in the index as if it had been written there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from custtui.reading.connection import connect
from custtui.reading.search import matches, search
from custtui.store import Book, open_book, search_beside, search_index, take_back
from custtui.store.putting_in import put_in
from custtui.store.staging import Staging
from tests.reading.test_search import TODAY
from tests.store.index_content import content, pieces

_ROWS = 150


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """An empty one, into which a hundred customers and more come as a large piece."""
    monkeypatch.setattr(search_beside, "_CUSTOMERS_AT_ONCE", 100)
    book = open_book(tmp_path / "book.db", TODAY)
    yield book
    book.close()


def _stage(staging: Staging, word: str, rows: int = _ROWS) -> None:
    """Customers with that word in their names, none of whom has a code."""
    names = ("".join(chr(0x4E00 + (n * 37 + k * k) % 3000) for k in range(9)) for n in range(rows))
    with staging.at_one_moment():
        staging.start()
        ids = staging.add_rows("customer", [{"code": None, "name": f"{n} {word}"} for n in names])
        staging.add_rows("contact", [{"customer_id": id_, "phones": f"1380013{-id_:04}"}
                                     for id_ in ids])  # fmt: skip
        staging.add_rows("follow_up", [
            {"customer_id": id_, "day": TODAY - timedelta(days=-id_ % 7), "summary": "电话"}
            for id_ in ids[::2]])  # fmt: skip
        staging.get_ready(set())


def _bring(book: Book, word: str, rows: int = _ROWS) -> int:
    with book.staging() as staging:
        _stage(staging, word, rows)
        with book.edit("import", "import", staging=staging) as edit:
            put_in(edit, staging)
            assert len(edit.known.indexed) == rows
    return edit.edit_id


def _add_one(book: Book, **values: object) -> None:
    with book.edit("new") as edit:
        edit.add_record("customer", {"name": "张三", **values})


def _assert_right(book: Book) -> None:
    with closing(sqlite3.connect(book.path)) as connection:
        connection.execute(
            "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 0)"
        )
    with closing(connect(book.path)) as connection:
        kept = content(connection)
        connection.execute("BEGIN")
        search_index.rebuild(connection)
        assert kept == content(connection)
        connection.execute("ROLLBACK")


def _pieces(book: Book) -> list[int]:
    with closing(connect(book.path)) as connection:
        return pieces(connection)


def test_large_and_small_ones_come_one_after_another(book: Book) -> None:
    _bring(book, "aaa")
    assert _pieces(book) == [0] * 8 + [1]
    _bring(book, "bbb", 50)
    _bring(book, "ccc")
    assert _pieces(book)[8:] == [1, 1]
    _assert_right(book)
    with closing(connect(book.path)) as connection:
        assert len(matches(connection, "bbb")) == 50
        assert search(connection, "13800130149")
    for word in ("ddd", "eee", "fff"):
        _bring(book, word)
    assert sum(_pieces(book)) == 1, "merged before there are many"
    _assert_right(book)


def test_what_came_so_is_changed_deleted_and_taken_back_like_any_other(book: Book) -> None:
    first = _bring(book, "aaa")
    for number in range(1, 60):
        with book.edit("change") as edit:
            edit.change("customer", number, {"name": f"新{number}"})
            edit.delete("customer", 80 + number)
    _assert_right(book)
    second = _bring(book, "bbb")
    take_back(book, second)
    _bring(book, "ccc")
    _assert_right(book)
    with closing(connect(book.path)) as connection:
        assert not matches(connection, "bbb")
        assert len(matches(connection, "aaa")) == _ROWS - 118
    assert first < second


def test_where_others_added_a_customer_meanwhile_it_is_made_anew(book: Book) -> None:
    with book.staging() as staging:
        _stage(staging, "aaa")
        _add_one(book)
        staging.catch_up()
        with book.edit("import", "import", staging=staging) as edit:
            put_in(edit, staging)
            assert len(edit.known.indexed) == _ROWS
    _assert_right(book)


def test_at_the_last_moment_it_is_made_under_the_lock(book: Book) -> None:
    with book.staging() as staging:
        _stage(staging, "aaa")
        _add_one(book)
        with book.edit("import", "import", staging=staging) as edit:
            put_in(edit, staging)
            assert not edit.known.indexed
    _assert_right(book)


def test_who_got_another_code_under_the_lock_is_found_by_it(book: Book) -> None:
    _add_one(book, code="X")
    with book.staging() as staging:
        _stage(staging, "aaa")
        with book.edit("change") as edit:
            edit.change("customer", 1, {"code": "C00003"})
        with book.edit("import", "import", staging=staging) as edit:
            put_in(edit, staging)
            assert len(edit.known.indexed) == _ROWS - 1
    _assert_right(book)
    with closing(connect(book.path)) as connection:
        assert search(connection, "c00003") == [1]


def test_an_index_of_another_form_is_made_anew(book: Book) -> None:
    _add_one(book)
    with sqlite3.connect(book.path) as connection:
        connection.execute("UPDATE search_state SET form = form - 1")
        connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    with book.staging() as staging:
        _stage(staging, "aaa")
        with book.edit("import", "import", staging=staging) as edit:
            put_in(edit, staging)
    _assert_right(book)
