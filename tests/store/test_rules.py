"""A rule is saved only over the rule that it was made from."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from custtui.reading.connection import BookError, connect
from custtui.segments.adjusting import adjusted
from custtui.segments.rules import Dimension
from custtui.segments.stored import load
from custtui.store import Book, open_book, take_back
from custtui.store.rules import change_rule

DAY = date(2026, 11, 22)


def grades(book: Book, share: int) -> tuple[Dimension, Dimension]:
    """The grade as it is in the book, and with another share for A."""
    rules = load(connect(book.path))
    draft = adjusted(rules, {("grade", "segments", 0, "share"): Decimal(share)})
    return rules.dimension("grade"), draft.dimension("grade")


def test_a_rule_is_saved_and_taken_back(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", DAY)
    before, after = grades(book, 15)
    with book.edit("change rules", "rule") as edit:
        change_rule(edit, before, after)
    assert load(connect(book.path)).dimension("grade") == after
    take_back(book, edit.edit_id)
    assert load(connect(book.path)).dimension("grade") == before


def test_a_rule_that_somebody_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", DAY)
    before, mine = grades(book, 15)
    _same, theirs = grades(book, 25)
    with book.edit("change rules", "rule") as edit:
        change_rule(edit, before, theirs)
    with pytest.raises(BookError), book.edit("change rules", "rule") as edit:
        change_rule(edit, before, mine)
    assert load(connect(book.path)).dimension("grade") == theirs
