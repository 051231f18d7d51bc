"""The file goes wrong under an open app and before a command: told, nothing lost, no traceback."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from custtui.model import Customer
from custtui.reading.connection import VERSION
from custtui.store import Book, open_book
from tests.cli.running import bare_environment, run
from tests.terminal.terminal import Terminal, program

_SECOND = 1.0


def book_of(path: Path, *names: str) -> Book:
    book = open_book(path, date.today(), {"time_zone": "UTC"})
    add(book, *names)
    return book


def add(book: Book, *names: str) -> None:
    with book.edit("new customer") as edit:
        for name in names:
            edit.add(Customer(code="", name=name, recorded=""))


def names(path: Path) -> set[str]:
    return {name for (name,) in ask(path, "SELECT name FROM customer")}


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    book_of(path, "First One", "Second One")
    return path


def opened(book: Path) -> Terminal:
    return Terminal(program(book), columns=120).see("First One", "Second One")


def saving(terminal: Terminal, name: str) -> Terminal:
    """A new customer typed and ctrl+s pressed."""
    terminal.press("f9").see("ctrl+s").type(name)
    return terminal.see(name).press("ctrl+s")


def leaves_cleanly(terminal: Terminal) -> None:
    """It ends as ever, with the screen given back and without a traceback."""
    terminal.press("ctrl+q")
    assert terminal.ends() == 0
    assert b"Traceback" not in terminal.output
    assert b"\x1b[?1049l" in terminal.output


def test_a_file_that_is_taken_away_is_told_and_what_is_typed_is_saved_when_it_is_back(
    book: Path,
) -> None:
    away = book.with_name("away.db")
    with opened(book) as terminal:
        book.rename(away)
        terminal.see("book.db is gone")
        away.rename(book)
        terminal.see("as it should be again")
        terminal.press("f9").see("ctrl+s").type("Third One")
        book.rename(away)
        terminal.press("ctrl+s").see("book.db is gone", "Third One")
        assert not book.exists()  # no new book is made in its place
        away.rename(book)
        terminal.press("ctrl+s").see("Saved: Customer")
        leaves_cleanly(terminal)
    assert names(book) == {"First One", "Second One", "Third One"}


def test_another_state_of_the_book_is_gone_over_to_and_saved_into(
    book: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "earlier.db"
    shutil.copy(book, earlier)
    with opened(book) as terminal:
        saving(terminal, "Only In The Former File").see("Saved: Customer")
        terminal.press("f9").see("ctrl+s").type("Typed Before")
        former = tmp_path / "former.db"
        book.rename(former)
        earlier.rename(book)
        # Whatever comes first, the look or the key: it goes into the file that is there now.
        terminal.until(
            lambda: bool(terminal.press("ctrl+s")) and "Saved: Customer" in terminal.text, "save"
        )
        terminal.see_no("Only In The Former File")
        leaves_cleanly(terminal)
    assert names(book) == {"First One", "Second One", "Typed Before"}
    assert names(former) == {"First One", "Second One", "Only In The Former File"}
    assert ask(book, "PRAGMA integrity_check") == [("ok",)]


def test_another_book_is_shown_but_what_was_typed_for_the_former_is_not_saved_into_it(
    book: Path, tmp_path: Path
) -> None:
    other, former = tmp_path / "other.db", tmp_path / "former.db"
    make_other = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from custtui.store import open_book; from custtui.model import Customer;"
        "book = open_book(Path(sys.argv[1]), date.today(), {'time_zone': 'UTC'});\n"
        "with book.edit('new customer') as edit: edit.add(Customer(name='Stranger', recorded=''))"
    )
    subprocess.run([sys.executable, "-c", make_other, str(other)], check=True)
    with sqlite3.connect(other) as connection:  # made in another second than ours
        connection.execute("UPDATE edit SET moment = '2001-01-01T00:00:00+00:00'")
    connection.close()
    with opened(book) as terminal:
        saving(terminal, "Just Saved").see("Saved: Customer")
        terminal.press("f9").see("ctrl+s").type("Third One")
        book.rename(former)
        other.rename(book)
        terminal.until(
            lambda: bool(terminal.press("ctrl+s")) and "is another book now" in terminal.text,
            "refuse",
        )
        terminal.see("Third One")
        assert names(book) == {"Stranger"}
        # The former one comes back, and takes what was typed for it.
        other = tmp_path / "other again.db"
        book.rename(other)
        former.rename(book)
        terminal.until(
            lambda: bool(terminal.press("ctrl+s")) and "Saved: Customer" in terminal.text, "save"
        )
        leaves_cleanly(terminal)
    assert names(book) == {"First One", "Second One", "Just Saved", "Third One"}
    assert names(other) == {"Stranger"}
    assert {ask(each, "PRAGMA integrity_check")[0] for each in (book, other)} == {("ok",)}


def test_what_sqlite_keeps_beside_it_may_be_deleted_and_no_edit_is_lost(book: Path) -> None:
    with opened(book) as terminal:
        saving(terminal, "Third One").see("Saved: Customer")
        for ending in ("-wal", "-shm"):
            book.with_name(book.name + ending).unlink()
        terminal.see("was opened again")
        saving(terminal, "Fourth One").see("Saved: Customer")
        # Another program sees both while the app is still open.
        assert names(book) == {"First One", "Second One", "Third One", "Fourth One"}
        leaves_cleanly(terminal)
    assert ask(book, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(("kept", "told"), [(0, "was emptied"), (200_000, "is damaged")])
def test_a_file_that_is_cut_off_is_told_and_not_written_to(
    book: Path, kept: int, told: str
) -> None:
    with opened(book) as terminal:
        os.truncate(book, kept)
        terminal.see(told)
        terminal.press("f9").see(told)
        assert book.stat().st_size == kept
        leaves_cleanly(terminal)


def test_a_newer_program_may_change_its_form_while_it_is_open_here(book: Path) -> None:
    with opened(book) as terminal:
        terminal.press("f9").see("ctrl+s").type("Third One")
        with sqlite3.connect(book) as newer:
            newer.execute(f"PRAGMA user_version = {VERSION + 1}")
        newer.close()
        terminal.press("ctrl+s").see("made by a newer custtui", "Third One")
        leaves_cleanly(terminal)
    assert names(book) == {"First One", "Second One"}


def a_folder(path: Path) -> None:
    path.mkdir()


def an_empty_file(path: Path) -> None:
    path.touch()


def a_text(path: Path) -> None:
    path.write_text("客户" * 5_000)


def a_broken_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere.db"))


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def half_a_book(path: Path) -> None:
    book_of(path, "First One")
    os.truncate(path, 200_000)


def a_newer_book(path: Path) -> None:
    book_of(path, "First One")
    with sqlite3.connect(path) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()


def a_damaged_rule(path: Path) -> None:
    book_of(path, "First One")
    with sqlite3.connect(path) as other:
        other.execute("UPDATE dimension SET rule = '{\"key\": 1' WHERE key = 'grade'")
    other.close()


def a_damaged_day(path: Path) -> None:
    book_of(path, "First One")
    with sqlite3.connect(path) as other:
        other.execute("UPDATE judged SET day = 'soon'")
    other.close()


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (a_folder, "is a folder"),
        (an_empty_file, "is empty"),
        (a_text, "is no database"),
        (a_broken_link, "is a link to"),
        (a_pipe, "is no ordinary file"),
        (half_a_book, "is damaged"),
        (a_newer_book, "Update custtui"),
        (a_damaged_rule, "custtui doctor"),
        (a_damaged_day, "custtui doctor"),
    ],
)
def test_a_command_says_what_is_wrong_with_the_file(tmp_path: Path, made: Any, told: str) -> None:
    path = tmp_path / "book.db"
    made(path)
    done = run("--db", str(path), "why", "C00001", home=tmp_path)
    assert done.returncode == 1
    assert told in done.stderr
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("where", ["no folder/book.db", "a file/book.db"])
def test_a_folder_that_is_missing_or_none_is_told(tmp_path: Path, where: str) -> None:
    (tmp_path / "a file").touch()
    done = run("--db", str(tmp_path / where), "due", home=tmp_path)
    assert done.returncode == 1
    assert str(tmp_path / where) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disk_that_does_not_write_is_told_and_nothing_is_changed(
    book: Path, tmp_path: Path
) -> None:
    contacts = tmp_path / "new.csv"
    rows = "".join(f"Customer {number},{'x' * 400}\n" for number in range(2_000))
    contacts.write_text("客户名称,备注\n" + rows)
    done = subprocess.run(
        [sys.executable, "-m", "custtui", "--db", str(book), "import", "customers", str(contacts)],
        env=bare_environment(tmp_path),
        # SQLite sees what a failing disk would give it: a write that is refused.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Nothing was changed: the disk" in done.stderr
    assert "Traceback" not in done.stderr
    assert names(book) == {"First One", "Second One"}
    assert ask(book, "PRAGMA integrity_check") == [("ok",)]
