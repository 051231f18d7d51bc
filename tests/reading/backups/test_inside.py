"""What a backup holds, how far it is from the book, and what in its folder is none."""

import os
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from custtui.reading.backups.inside import Apart, apart, inside_of
from custtui.reading.backups.names import ASKED, DAILY, backups_in, file_name
from custtui.reading.backups.places import folders, own_folder
from custtui.reading.connection import connect
from custtui.store import Book
from custtui.store.backups.making import back_up
from custtui.store.backups.restoring import restore
from tests.faults.books import TODAY, filled_book, rename


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return filled_book(tmp_path / "book.db")


def distance(book: Book, backup: Path) -> Apart | None:
    with closing(connect(book.path)) as connection:
        found = apart(connection, backup)
        connection.execute("CREATE TABLE t (x)").execute("DROP TABLE t")  # nothing reads on
        return found


def test_edits_that_go_and_come_back(book: Book) -> None:
    first = back_up(book.path, ASKED).path
    assert distance(book, first) == Apart(0, 0)
    for name in "甲乙丙":
        rename(book, name)
    second = back_up(book.path, ASKED).path
    assert distance(book, first) == Apart(3, 0)
    restore(book.path, first, TODAY)
    assert distance(book, first) == Apart(0, 0)
    assert distance(book, second) == Apart(0, 3)
    rename(book, "丁")
    assert distance(book, first) == Apart(1, 0)
    assert distance(book, second) == Apart(1, 3)


def test_what_days_did_is_no_edit_of_anybody(book: Book) -> None:
    kept = back_up(book.path, ASKED).path
    book.roll_forward(TODAY + timedelta(days=3))
    assert distance(book, kept) == Apart(0, 0)
    rename(book, "甲")
    assert distance(book, kept) == Apart(1, 0)
    inside = inside_of(kept)
    assert inside is not None
    assert inside.customers == 30
    assert inside.last is not None
    assert inside.last.what == "new customer"


def test_of_what_is_no_book(book: Book, tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    for content in (b"", b"not a database " * 1000):
        text.write_bytes(content)
        assert inside_of(text) is None
        assert distance(book, text) is None
    assert inside_of(tmp_path / "gone.db") is None


def test_what_is_no_backup_hides_none(book: Book, tmp_path: Path) -> None:
    made = back_up(book.path, ASKED)
    folder = made.path.parent

    def name(moment: str, reason: str = DAILY) -> Path:
        return folder / file_name(book.path, datetime.fromisoformat(moment), reason)

    name("2026-01-01T00:00:00Z").symlink_to(tmp_path / "nowhere")
    circle = name("2026-01-02T00:00:00Z")
    circle.symlink_to(circle)
    name("2026-01-03T00:00:00Z").mkdir()
    os.mkfifo(name("2026-01-04T00:00:00Z"))
    os.link(book.path, name("2026-01-05T00:00:00Z"))
    name("2026-01-06T00:00:00Z").symlink_to(book.path)
    for written in ("0001-01-01T000000Z", "9999-12-31T235959Z", "2026-02-31T000000Z"):
        (folder / f"book-{written}-daily.db").write_bytes(b"x")
    for hostile in ("\x1b[31mred.db", "book\n.db", "[bold]x.db", b"\xff\xfe.db"):
        path = os.path.join(os.fsencode(folder), os.fsencode(hostile))
        Path(os.fsdecode(path)).write_bytes(b"x")
    assert own_folder(book.path) == folder
    assert backups_in(book.path, folders(book.path, "")) == [made]


def test_one_that_goes_while_they_are_listed_hides_none(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (back_up(book.path, ASKED) for _ in range(2))
    names = os.listdir(old.path.parent)
    old.path.unlink()
    monkeypatch.setattr(os, "listdir", lambda _folder: names)
    assert backups_in(book.path, [old.path.parent]) == [new]
