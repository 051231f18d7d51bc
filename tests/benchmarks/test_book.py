"""A made-up book, written past the one way to write, is just as whole as any other."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from custtui.reading.connection import connect
from custtui.segments.judging.judge import judge_view, judged_on
from custtui.store import open_book, search_index, take_back
from tests.benchmarks.book import made
from tests.benchmarks.records import SORTS, TODAY, YESTERDAY

_CUSTOMERS = 120


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "book.db"
    made(path, _CUSTOMERS)
    return path


def test_it_holds_what_it_promises_and_nothing_stands_beside_it(path: Path) -> None:
    with closing(connect(path)) as book:
        for kind, sort in SORTS.items():
            assert _all(book, f"SELECT count(*) FROM {kind}") == [(round(sort.each * _CUSTOMERS),)]
        for own in ("SELECT code FROM customer", "SELECT phones FROM contact"):
            assert len(set(_all(book, own))) == _CUSTOMERS
        assert len(set(_all(book, "SELECT name FROM customer"))) > _CUSTOMERS / 2
        assert _all(book, "PRAGMA journal_mode") == [("wal",)]
    assert [each.name for each in path.parent.iterdir()] == ["book.db"]


def test_the_file_is_sound(path: Path) -> None:
    with closing(connect(path)) as book, closing(sqlite3.connect(":memory:")) as schema:
        assert _all(book, "PRAGMA integrity_check") == [("ok",)]
        assert _all(book, "PRAGMA foreign_key_check") == []
        indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY 1"
        fresh = path.with_name("fresh.db")
        open_book(fresh, YESTERDAY).close()
        schema.execute("ATTACH ? AS fresh", (str(fresh),))
        assert _all(book, indexes) == _all(
            schema, indexes.replace("sqlite_master", "fresh.sqlite_master")
        )
    fresh.unlink()


def test_it_is_judged_as_yesterday(path: Path) -> None:
    with closing(connect(path)) as stored, closing(connect(path)) as anew:
        assert judged_on(stored) == YESTERDAY
        judge_view(anew, YESTERDAY)
        for table in ("metric", "ranked", "cut", "computed", "segment"):
            query = f"SELECT * FROM {{}}.{table} ORDER BY 1, 2, 3"
            assert _all(stored, query.format("main")) == _all(anew, query.format("temp")), table


def test_its_search_index_is_what_the_program_makes(path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path, tmp_path))
    documents = "SELECT * FROM search_document ORDER BY slot"
    tokens = "SELECT term, doc FROM vocabulary ORDER BY 1"
    with closing(sqlite3.connect(copy, isolation_level=None)) as book:
        book.execute(
            "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search_index, row)"
        )
        found = _all(book, documents), _all(book, tokens)
        assert len(found[0]) == _CUSTOMERS
        search_index.rebuild(book)
        assert (_all(book, documents), _all(book, tokens)) == found


def test_it_is_one_import_that_can_be_undone(path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path, tmp_path))
    book = open_book(copy, TODAY)
    book.roll_forward(TODAY)
    with closing(connect(copy)) as connection:
        assert _all(connection, "SELECT what, cause FROM edit")[:2] == [
            ("new book", "rule"),
            ("sample", "import"),
        ]
    take_back(book, 2)
    with closing(connect(copy)) as connection:
        for table in (*SORTS, "metric", "segment", "search_document"):
            assert _all(connection, f"SELECT count(*) FROM {table}") == [(0,)], table


def test_the_same_number_gives_the_same_book(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    made(again, _CUSTOMERS)
    with closing(connect(path)) as one, closing(connect(again)) as other:
        for kind in SORTS:
            query = f"SELECT * FROM {kind} ORDER BY id"
            assert _all(one, query) == _all(other, query), kind


def _all(connection: sqlite3.Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()
