"""What FTS5 made beside the book is in the index as if it had been written there."""

import ctypes
import ctypes.util
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from custtui.reading.connection import connect
from custtui.reading.search import matches, search
from custtui.store import Book, open_book, search_beside, search_index, take_back
from custtui.store.edit import Known
from custtui.store.putting_in import put_in
from custtui.store.search_copying import can_copy
from custtui.store.staging import Staging
from tests.reading.test_search import TODAY
from tests.store.index_content import content, pieces

_ROWS = 150


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """An empty one; customers are looked at in portions."""
    monkeypatch.setattr(search_beside, "_CUSTOMERS_AT_ONCE", 70)
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


def _bring(book: Book, word: str, rows: int = _ROWS, *, tidies_up: bool = False) -> int:
    with book.staging() as staging:
        _stage(staging, word, rows)
        assert len(_put_in(book, staging).indexed) == rows
        if tidies_up:
            staging.tidy_up()
    with closing(connect(book.path)) as connection:
        return int(connection.execute("SELECT max(id) FROM edit").fetchone()[0])


def _put_in(book: Book, staging: Staging) -> Known:
    with book.edit("import", "import", staging=staging) as edit:
        put_in(edit, staging)
    return edit.known


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


def test_large_and_small_ones_come_one_after_another_and_are_one_at_last(book: Book) -> None:
    _bring(book, "aaa")
    assert _pieces(book) == [0] * 8 + [1]
    _bring(book, "bbb", 20)
    assert _pieces(book) == [1] + [0] * 7 + [1]
    _bring(book, "ccc")
    assert _pieces(book) == [0] * 8 + [1, 1] + [0] * 7 + [1], "the newest below the others"
    _assert_right(book)
    with closing(connect(book.path)) as connection:
        assert len(matches(connection, "bbb")) == 20
        assert search(connection, "13800130149")
    _bring(book, "ddd", 20, tidies_up=True)
    assert sum(_pieces(book)) > 1, "too few to be worth it"
    _bring(book, "eee", tidies_up=True)
    assert sum(_pieces(book)) == 1
    _assert_right(book)


@pytest.mark.parametrize("is_large", [True, False])
@pytest.mark.parametrize("catches_up", [True, False])
def test_customers_of_the_book_come_to_stand_elsewhere_while_others_write(
    book: Book, monkeypatch: pytest.MonkeyPatch, is_large: bool, catches_up: bool
) -> None:
    monkeypatch.setattr(search_beside, "LARGE_PART", 5 if is_large else 1)
    _bring(book, "aaa", 60)
    with book.staging() as staging:
        with staging.at_one_moment():
            staging.start()
            staging.add_rows("contact", [
                {"customer_id": id_, "name": f"李{id_}"} for id_ in range(1, 60, 3)
            ])  # fmt: skip
            staging.add_rows("follow_up", [
                {"customer_id": id_, "day": TODAY - timedelta(days=id_ % 4), "summary": "拜访"}
                for id_ in range(1, 60, 2)])  # fmt: skip
            staging.get_ready(set())
        _write_a_lot(book)
        if catches_up:
            staging.catch_up()
        assert _put_in(book, staging).to_correct
    _assert_right(book)


def _write_a_lot(book: Book) -> None:
    """To customers that have neither, one and both of what the import brings."""
    for number in range(1, 13):
        with book.edit("change") as edit:
            edit.change("customer", number, {"name": f"改{number}"})
            edit.add_record("contact", {"customer_id": 60 - number, "name": "王"})
            edit.add_record(
                "follow_up", {"customer_id": 20 + number, "day": TODAY, "summary": "微信"}
            )
            edit.delete("follow_up", 2 + number)


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
        assert len(_put_in(book, staging).indexed) == _ROWS
    _assert_right(book)


def test_at_the_last_moment_it_is_made_under_the_lock(book: Book) -> None:
    with book.staging() as staging:
        _stage(staging, "aaa")
        _add_one(book)
        assert not _put_in(book, staging).indexed
    _assert_right(book)


def test_who_got_another_code_under_the_lock_is_found_by_it(book: Book) -> None:
    _add_one(book, code="X")
    with book.staging() as staging:
        _stage(staging, "aaa")
        with book.edit("change") as edit:
            edit.change("customer", 1, {"code": "C00003"})
        assert _put_in(book, staging).to_correct == {3}
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
        assert not _put_in(book, staging).indexed
    _assert_right(book)


def _defend(connection: sqlite3.Connection) -> None:
    """Leave the tables of FTS5 to FTS5 alone, as some builds of SQLite do from the start."""
    defensive = 1010  # SQLITE_DBCONFIG_DEFENSIVE; Connection.setconfig is there from 3.12 on
    if hasattr(connection, "setconfig"):
        connection.setconfig(defensive, True)
        return
    handle = ctypes.c_void_p.from_address(id(connection) + object.__basicsize__)
    library = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
    assert library.sqlite3_db_config(handle, defensive, 1, None) == 0


def test_where_sqlite_lets_nobody_write_its_tables_it_is_made_under_the_lock(book: Book) -> None:
    _add_one(book)
    with book.staging() as staging:
        _defend(staging.connection)
        _stage(staging, "aaa")
        with pytest.raises(sqlite3.OperationalError, match="may not be modified"):
            staging.connection.execute("DELETE FROM search_index_data WHERE id = -1")
        assert not _put_in(book, staging).indexed
        staging.tidy_up()
    _assert_right(book)


def test_a_form_of_the_index_that_is_not_known_is_left_alone(book: Book) -> None:
    _add_one(book)
    with closing(sqlite3.connect(book.path)) as connection:
        assert can_copy(connection)
        # With `contentless_delete`, SQLite from 3.43 on marks its record so behind the cookie.
        connection.execute(
            "UPDATE search_index_data SET block ="
            " CAST(substr(block, 1, 4) || x'ff000001' || substr(block, 5) AS BLOB) WHERE id = 10"
        )
        assert not can_copy(connection)
