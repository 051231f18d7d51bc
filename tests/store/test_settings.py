"""Settings: what the book carries with it, changed and taken back like any record."""

from pathlib import Path

from custtui.store import Book, open_book, take_back
from custtui.store.settings import change_setting
from tests.store.test_edit import TODAY, rows


def change(book: Book, value: str | None) -> int:
    with book.edit("change setting") as edit:
        change_setting(edit, "currency_symbol", value)
    assert edit.result is not None
    return edit.result.edit_id


def symbol(book: Book) -> list[tuple[object, ...]]:
    return rows(book, "SELECT value FROM setting WHERE key = 'currency_symbol'")


def test_a_setting_is_changed_taken_away_and_given_back(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    changed = change(book, "€")
    assert symbol(book) == [("€",)]
    gone = change(book, None)
    assert symbol(book) == []
    take_back(book, gone)
    assert symbol(book) == [("€",)]
    take_back(book, changed)
    assert symbol(book) == [("¥",)]


def test_a_setting_that_stays_as_it_is_is_no_edit(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    before = rows(book, "SELECT count(*) FROM edit")
    change(book, "¥")
    assert rows(book, "SELECT count(*) FROM edit") == before
