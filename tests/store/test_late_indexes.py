import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from custtui.reading.connection import connect
from custtui.store import Book, open_book
from custtui.store.late_indexes import late_indexes

TODAY = date(2026, 11, 25)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("x") as edit:
        edit.add_rows("customer", [{"code": "1", "name": "张三"}])
    return book


def _indexes(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? ORDER BY name",
        (table,),
    ).fetchall()


def _kept(book: Book) -> list[tuple[str, str]]:
    with closing(connect(book.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return _indexes(connection, "purchase")


def test_an_empty_table_has_its_indexes_when_it_is_filled(book: Book) -> None:
    before = _kept(book)
    with book.edit("x") as edit:
        with late_indexes(edit.connection, "purchase"):
            assert _indexes(edit.connection, "purchase") == []
            row = {"customer_id": 1, "day": TODAY, "amount": 5}
            edit.add_rows("purchase", [row] * 3)
        assert sorted(_indexes(edit.connection, "purchase")) == before
    assert _kept(book) == before


def test_a_table_with_rows_and_what_is_unique_keep_theirs(book: Book) -> None:
    with book.edit("x") as edit:
        row = {"customer_id": 1, "day": TODAY, "amount": 5}
        edit.add_rows("purchase", [row])
        with late_indexes(edit.connection, "purchase"):
            assert len(_indexes(edit.connection, "purchase")) == 2
        edit.delete("purchase", 1)
        edit.delete("customer", 1)
        with late_indexes(edit.connection, "customer"):
            assert [sql for _name, sql in _indexes(edit.connection, "customer")] == [None]


def test_what_is_taken_back_leaves_them_as_they_were(book: Book) -> None:
    before = _kept(book)
    with (
        pytest.raises(ZeroDivisionError),
        book.edit("x") as edit,
        late_indexes(edit.connection, "purchase"),
    ):
        raise ZeroDivisionError
    assert _kept(book) == before
