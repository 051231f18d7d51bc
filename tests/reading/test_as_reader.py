"""Reading a book without a trace beside it: where it lies while others have it open, or a copy."""

import fcntl
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from custtui.reading import as_reader
from custtui.reading.as_reader import (
    CopyReader,
    Follower,
    is_outdated,
    open_as_reader,
    set_apart,
    state,
)
from custtui.reading.private_copy import PrivateCopy


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with closing(writer(path)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("CREATE TABLE edit (id INTEGER PRIMARY KEY)")
        made.execute("INSERT INTO edit DEFAULT VALUES")
    return path


@pytest.fixture(autouse=True)
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where copies are made in these tests."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    for path in list(as_reader._newest):
        as_reader._let_copy_go(path)


def writer(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def add(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO edit DEFAULT VALUES")


def count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM edit").fetchone()[0])


def beside(path: Path) -> set[str]:
    return {found.name for found in path.parent.glob("book.db*")}


def test_nobody_has_it_open_so_a_copy_is_read_and_nothing_made(book: Path, copies: Path) -> None:
    with closing(open_as_reader(book)) as one, closing(open_as_reader(book)) as other:
        assert (type(one), count(one), count(other)) == (CopyReader, 1, 1)
        assert beside(book) == {"book.db"}
        (copy,) = copies.iterdir()
        assert copy.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777 for file in copy.iterdir()} == {0o600}
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            add(one)


def test_while_somebody_has_it_open_it_is_followed(book: Path, copies: Path) -> None:
    with closing(writer(book)) as theirs:
        add(theirs)
        stood = beside(book)
        with closing(open_as_reader(book)) as ours:
            assert (type(ours), count(ours)) == (Follower, 2)
            add(theirs)
            assert count(ours) == 3
            assert theirs.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
            assert (count(ours), beside(book)) == (3, stood)
    assert not list(copies.iterdir())


def test_what_is_only_in_the_wal_is_in_the_copy(book: Path, tmp_path: Path) -> None:
    left = tmp_path / "left" / "book.db"
    left.parent.mkdir()
    with closing(writer(book)) as theirs:
        add(theirs)
        for name in ("book.db", "book.db-wal"):
            shutil.copy(book.with_name(name), left.parent)
    with closing(open_as_reader(left)) as ours:
        assert (type(ours), count(ours)) == (CopyReader, 2)
    assert beside(left) == {"book.db", "book.db-wal"}


def test_a_writer_who_comes_while_the_copy_is_made_is_noticed(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied, tried = as_reader._copied, []

    def disturbed(*given: object) -> PrivateCopy:
        copy = copied(*given)  # type: ignore[arg-type]  # passed on as they came
        tried.append(copy)
        with closing(writer(book)) as theirs:
            add(theirs)
            theirs.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return copy

    monkeypatch.setattr(as_reader, "_copied", disturbed)
    with closing(open_as_reader(book)) as ours:
        # Who came could not take away what shows it; so the book is followed now.
        assert (type(ours), count(ours), len(tried)) == (Follower, 2, 1)


def test_the_state_changes_with_a_commit_and_only_then(book: Path) -> None:
    with closing(open_as_reader(book)) as copy:
        before = state(copy, book)
        assert state(copy, book) == before
        assert not is_outdated(copy)
        with closing(writer(book)) as theirs:
            add(theirs)
            assert state(copy, book) != before
            assert is_outdated(copy)
            ours = open_as_reader(book)
        # Nobody is there: SQLite itself would see a change at every look.
        with closing(ours):
            before = state(ours, book)
            assert isinstance(ours, Follower)
            assert [state(ours, book) for _look in range(3)] == [before] * 3
            with closing(writer(book)) as theirs:
                add(theirs)
                assert state(ours, book) != before
            assert not is_outdated(ours)


def test_whoever_reads_on_and_on_keeps_nothing_from_going_into_the_book(
    book: Path, copies: Path
) -> None:
    with closing(writer(book)) as theirs:
        add(theirs)
        with closing(set_apart(open_as_reader(book))) as ours:
            ours.execute("BEGIN")
            assert count(ours) == 2
            add(theirs)
            assert theirs.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
            assert count(ours) == 2
            # Nothing of it is left, however the process ends.
            assert not list(copies.iterdir())


def test_a_writer_who_came_and_went_has_outdated_the_copy(book: Path) -> None:
    with closing(open_as_reader(book)) as copy:
        with closing(writer(book)) as theirs:
            add(theirs)
        assert beside(book) == {"book.db"}
        assert is_outdated(copy)
        with closing(open_as_reader(book)) as newer:
            assert (count(copy), count(newer)) == (1, 2)


def test_another_book_in_its_place_is_noticed(book: Path) -> None:
    other = book.with_name("other")
    shutil.copy(book, other)
    with closing(writer(book)), closing(writer(book)) as theirs:
        add(theirs)
        with closing(open_as_reader(book)) as ours:
            assert not is_outdated(ours)
            other.replace(book)
            assert is_outdated(ours)
            book.unlink()
            assert is_outdated(ours)


def test_a_copy_that_a_killed_process_left_goes_and_one_in_use_stays(
    book: Path, copies: Path
) -> None:
    left, used, young = (copies / f"custtui-reading-{name}" for name in ("left", "used", "young"))
    hour_ago = time.time() - 3600
    for folder in (left, used, young):
        folder.mkdir()
        (folder / "book.db").write_text("customers")
        if folder is not young:
            os.utime(folder, (hour_ago, hour_ago))
    descriptor = os.open(used, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with closing(open_as_reader(book)) as ours:
            assert count(ours) == 1
        assert not left.exists()
        assert used.exists()
        assert young.exists()
    finally:
        os.close(descriptor)


def test_of_an_edit_that_was_cut_short_without_a_wal_nothing_is_read(book: Path) -> None:
    with closing(writer(book)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("CREATE TABLE filler (text)")
        rows = (("x" * 900,) for _row in range(200))
        connection.executemany("INSERT INTO filler VALUES (?)", rows)
    with closing(writer(book)) as killed:
        killed.execute("PRAGMA cache_size = 5")
        killed.execute("BEGIN")
        killed.execute("INSERT INTO edit DEFAULT VALUES")
        killed.execute("UPDATE filler SET text = 'y'")
        left = {path.name: path.read_bytes() for path in book.parent.glob("book.db*")}
        killed.execute("ROLLBACK")
    for name, content in left.items():
        (book.parent / name).write_bytes(content)
    assert set(left) == {"book.db", "book.db-journal"}
    with closing(open_as_reader(book)) as reader:
        assert count(reader) == 1
        assert reader.execute("SELECT DISTINCT text FROM filler").fetchall() == [("x" * 900,)]
    assert beside(book) == set(left)
