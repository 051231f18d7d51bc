"""An edit never goes into a file that its path does not lead to any more."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from custtui.model import Customer
from custtui.reading.connection import BookError, connect
from custtui.reading.file_errors import FAULTS, fault_of, reason_of
from custtui.reading.open_files import Moved, OpenFiles, Standing
from custtui.store import Book, open_book
from custtui.values import language
from tests.store.test_edit import TODAY, add_customers, rows


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", TODAY)
    book.stay_open()
    add_customers(book, "张三")
    return book


def take_away(path: Path) -> None:
    path.rename(path.with_name("away.db"))


def replace(path: Path) -> None:
    shutil.copy(path, path.with_name("copy.db"))
    path.with_name("copy.db").replace(path)


def take_the_log_away(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


def _edit(book: Book, meanwhile: Callable[[Path], None]) -> None:
    with book.edit("new customer") as edit:
        edit.add(Customer(code="", name="李四", recorded=""))
        meanwhile(book.path)


@pytest.mark.parametrize("happens", [take_away, replace, take_the_log_away])
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_an_edit_is_refused_where_the_path_leads_elsewhere(
    book: Book, happens: Callable[[Path], None], when: str
) -> None:
    with closing(connect(book.path)) as others:  # somebody else has the old file open, too
        others.execute("SELECT 1 FROM customer").fetchone()
        if when == "before":
            happens(book.path)
        with pytest.raises(Moved):
            _edit(book, happens if when == "meanwhile" else lambda _path: None)
        assert others.execute("SELECT name FROM customer").fetchall() == [("张三",)]


def test_the_next_edit_goes_into_the_file_that_is_there_by_then(book: Book) -> None:
    replace(book.path)
    for left in ("-wal", "-shm"):
        book.path.with_name(book.path.name + left).unlink()
    with pytest.raises(Moved):
        add_customers(book, "李四")
    with closing(sqlite3.connect(book.path)) as connection:
        before = connection.execute("SELECT name FROM customer").fetchall()
    add_customers(book, "王五")
    assert rows(book, "SELECT name FROM customer") == [*before, ("王五",)]


def test_what_is_beside_a_book_may_come_and_go_for_who_does_not_hold_it(book: Book) -> None:
    files = OpenFiles(book.path, holds=False)
    take_the_log_away(book.path)
    assert files.standing() is Standing.SAME
    assert OpenFiles(book.path).standing() is Standing.SAME


def test_a_lock_that_another_program_holds_is_told(book: Book) -> None:
    """As a stale lock of a network disk: nobody lets it go."""
    book.close()
    holding = (
        "import fcntl, sys; book = open(sys.argv[1], 'r+b'); fcntl.lockf(book, fcntl.LOCK_EX);"
        "print('held', flush=True); sys.stdin.read()"
    )
    arguments = [sys.executable, "-c", holding, str(book.path)]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with closing(sqlite3.connect(book.path, timeout=0)) as connection:
            with pytest.raises(sqlite3.OperationalError) as raised:
                connection.execute("SELECT 1 FROM customer")
            assert "somebody else is writing" in reason_of(raised.value)
        other.communicate()


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_every_known_failure_is_one_clause_that_says_what_to_do(spoken: str) -> None:
    language.use(spoken)
    for code in FAULTS:
        error = sqlite3.OperationalError("as SQLite says it")
        error.sqlite_errorcode = code
        told = reason_of(error)
        assert told != "as SQLite says it"
        assert not told.endswith((".", "。"))
        error.sqlite_errorcode = code | 200 << 8  # a kind of it that nobody knows yet
        if code < 256:
            assert fault_of(error) is FAULTS[code]
    unknown = sqlite3.OperationalError("no such table: x")
    unknown.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert fault_of(unknown) is None
    assert reason_of(unknown) == "no such table: x"


def test_a_disk_that_can_not_lock_is_told_by_what_it_is() -> None:
    for code in (sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_SHMLOCK):
        error = sqlite3.OperationalError("locking protocol")
        error.sqlite_errorcode = code
        assert "network drives" in reason_of(error)


def test_a_book_that_is_gone_is_not_made_anew_where_one_has_to_be(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="There is no book"):
        open_book(tmp_path / "none.db", TODAY, may_make=False)
    assert list(tmp_path.iterdir()) == []
