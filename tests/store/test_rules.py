"""A rule is saved only over the rule that it was made from."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custtui.reading.connection import BookError, connect
from custtui.segments.drafting.adjusting import Refused, adjusted
from custtui.segments.drafting.draft import Draft
from custtui.segments.drafting.draft_steps import (
    moved_dimension,
    moved_segment,
    taken_from,
    with_dimension,
    with_segment,
    without_dimension,
    without_segment,
)
from custtui.segments.drafting.what_if import try_rules
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import Conditions, Dimension, Rules, Segment, Words
from custtui.segments.stored import load, to_json
from custtui.store import Book, open_book, take_back
from custtui.store.rules import change_rule, change_rules
from tests.segments.small_books import DAY, book_of, bought
from tests.segments.small_rules import comparison


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


def rows(book: Book) -> list[tuple[object, ...]]:
    """What the file holds of its dimensions."""
    connection = connect(book.path)
    found = connection.execute("SELECT * FROM dimension ORDER BY id").fetchall()
    connection.close()
    return found


def rules_of(book: Book) -> Rules:
    connection = connect(book.path)
    rules = load(connection)
    connection.close()
    return rules


def written(rules: Rules) -> list[str]:
    return [to_json(dimension) for dimension in rules.dimensions]


def save(book: Book, before: Rules, after: Rules) -> int:
    with book.edit("change rules", "rule") as edit:
        change_rules(edit, before, after)
    return edit.edit_id


OWN = Conditions(key="own", name=Words(en="Own"), kind="conditions", segments=())
HIGH_IS_LESS: tuple[str | int, ...] = ("value", "segments", 0, "when", "value")
STEPS: list[Callable[[Rules], Rules]] = [
    lambda rules: with_dimension(rules, OWN, after="grade"),
    lambda rules: without_dimension(rules, "risk"),
    lambda rules: without_dimension(rules, "own"),
    lambda rules: moved_dimension(rules, "need", -2),
    lambda rules: moved_dimension(rules, "grade", 3),
    lambda rules: adjusted(rules, {("grade", "segments", 0, "share"): Decimal(40)}),
    lambda rules: adjusted(rules, {HIGH_IS_LESS: Decimal(400_000)}),
    lambda rules: with_segment(rules, "grade", Segment(key="x", name=Words(en="X")), after="A"),
    lambda rules: without_segment(rules, "grade", "B"),
    lambda rules: moved_segment(rules, "value", "low", -1),
    lambda rules: taken_from(rules, preset(STANDARD)),
]


@settings(max_examples=25)
@given(steps=st.lists(st.sampled_from(range(len(STEPS))), min_size=1, max_size=6))
def test_a_draft_is_saved_as_it_is_and_taken_back_exactly(steps: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        book = book_of(path, *(bought((DAY, 50_000_000 * n)) for n in range(1, 6)))
        before = rules_of(book)
        draft = Draft.of(before)
        for step in steps:
            with suppress(Refused, KeyError):
                draft = draft.stepped(STEPS[step](draft.now))
        stood, standing = rows(book), segments(book)
        tried = try_rules(path, draft.now, DAY)
        with book.edit("change rules", "rule") as edit:
            change_rules(edit, draft.began, draft.now)
        assert written(rules_of(book)) == written(draft.now)
        assert edit.result is not None
        known = {move.customer_id for move in edit.result.moves}
        assert known == {
            identity
            for key, each in tried.migrations.items()
            if key not in draft.added
            for ids in each.movers.values()
            for identity in ids
        }
        if draft.is_changed:
            take_back(book, edit.edit_id)
        assert rows(book) == stood
        assert segments(book) == standing


def segments(book: Book) -> list[tuple[object, ...]]:
    connection = connect(book.path)
    found = connection.execute("SELECT * FROM segment ORDER BY customer_id").fetchall()
    connection.close()
    return found


def test_the_undoing_of_an_undo_puts_the_draft_in_force_again(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", DAY)
    before = rules_of(book)
    after = moved_dimension(without_dimension(with_dimension(before, OWN), "risk"), "own", -4)
    edit_id = save(book, before, after)
    undone = take_back(book, edit_id)
    assert rules_of(book) == before
    take_back(book, undone.edit_id)
    assert rules_of(book) == after


def test_what_others_saved_of_other_dimensions_stays(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", DAY)
    before = rules_of(book)
    save(book, before, with_dimension(before, OWN))
    after = adjusted(before, {HIGH_IS_LESS: Decimal(400_000)})
    save(book, before, after)
    assert [d.key for d in rules_of(book).dimensions][-1] == "own"
    assert rules_of(book).dimension("value") == after.dimension("value")


CLASHES: dict[str, tuple[Callable[[Rules], Rules], Callable[[Rules], Rules]]] = {
    "both changed it": (STEPS[5], STEPS[7]),
    "removed and changed": (lambda rules: without_dimension(rules, "value"), STEPS[6]),
    "both added it": (STEPS[0], STEPS[0]),
    "both reordered": (STEPS[3], STEPS[4]),
    "reordered what is gone": (STEPS[3], STEPS[1]),
    "asked for what is gone": (
        lambda rules: with_segment(
            rules,
            "need",
            Segment(key="x", name=Words(en="X")),
            condition=comparison("segment:risk", "has", "no_contact"),
        ),
        lambda rules: without_dimension(rules, "risk"),
    ),
}


@pytest.mark.parametrize("clash", CLASHES)
def test_what_somebody_else_saved_meanwhile_is_not_overwritten(tmp_path: Path, clash: str) -> None:
    book = open_book(tmp_path / "book.db", DAY)
    before = rules_of(book)
    mine, theirs = (step(before) for step in CLASHES[clash])
    save(book, before, theirs)
    stood = rows(book)
    with pytest.raises(BookError):
        save(book, before, mine)
    assert rows(book) == stood
    assert rules_of(book) == theirs
