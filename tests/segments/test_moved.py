"""Since when a customer stands where it stands, and whose change brought it there."""

from datetime import date
from pathlib import Path

import pytest

from custtui.model import Purchase, Survey
from custtui.segments.explain import as_json, explain
from custtui.segments.explaining.explanation import Moved
from custtui.segments.judging.judge import judge_view
from custtui.store import Book, take_back
from custtui.values.account import account_name
from tests.segments.small_books import DAY, book_of, bought, in_memory


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ten customers, 1.00 to 10.00; the tenth and the ninth are A."""
    return book_of(
        tmp_path / "book.db", *(bought((DAY, amount)) for amount in range(100, 1100, 100))
    )


def moved(book: Book, customer: int, dimension: str = "grade") -> Moved | None:
    segments = explain(in_memory(book.path), customer, dimension).segments
    return segments[0].moved if segments else None


def test_its_own_purchase(book: Book) -> None:
    assert moved(book, 8) is None
    with book.edit("buy") as edit:
        purchase = edit.add(Purchase(customer_id=8, day=DAY, amount=500, recorded=""))
    found = explain(in_memory(book.path), 8, "grade")
    assert found.since == DAY
    assert found.segments[0].moved == Moved(
        DAY, "B", "B", "A", "A", "edit", f"Purchase #{purchase}", "buy", account_name(),
        edit.edit_id, "purchase", purchase,
    )  # fmt: skip
    assert found.segments[0].key == "A"
    segment = as_json(found)["segments"]
    assert isinstance(segment, list)
    assert segment[0]["record"] == {"kind": "purchase", "id": purchase}
    assert (segment[0]["since"], segment[0]["before"]) == ("2024-02-29", "B")


def test_another_customers_purchase(book: Book) -> None:
    with book.edit("buy") as edit:
        edit.add(Purchase(customer_id=8, day=DAY, amount=500, recorded=""))
    found = moved(book, 9)
    assert found is not None
    assert (found.before, found.because, found.record) == (
        "A", "a change of another customer", None,
    )  # fmt: skip


def test_a_deleted_record_is_still_the_cause(book: Book) -> None:
    with book.edit("delete") as edit:
        edit.delete("purchase", 10)
    found = moved(book, 10)
    assert found is not None
    assert found.because == "Purchase #10"
    take_back(book, edit.edit_id)
    found = moved(book, 10)
    assert found is not None
    assert (found.before_name, found.because) == ("Unrated", "Purchase #10")


def test_imports_and_the_clock(book: Book) -> None:
    with book.edit("import purchases", "import") as edit:
        edit.add_rows("purchase", [{"customer_id": 1, "day": DAY.isoformat(), "amount": 5000}])
    found = moved(book, 1)
    assert found is not None
    assert (found.cause, found.because) == ("import", "an import")
    book.roll_forward(date(2025, 3, 1))
    found = moved(book, 1)
    assert found is not None
    assert (found.day, found.before, found.because) == (
        date(2025, 3, 1), "A", "the passing of time",
    )  # fmt: skip


def test_several_changes_at_once_are_an_edit(book: Book) -> None:
    with book.edit("buy") as edit:
        for _purchase in range(2):
            edit.add(Purchase(customer_id=8, day=DAY, amount=500, recorded=""))
    found = moved(book, 8)
    assert found is not None
    assert (found.because, found.kind) == ("an edit", None)


def test_a_tag_has_no_before(book: Book) -> None:
    with book.edit("call") as edit:
        edit.add(Survey(customer_id=8, day=DAY, score=1, recorded=""))
    found = explain(in_memory(book.path), 8, "risk")
    by_key = {segment.key: segment.moved for segment in found.segments}
    assert by_key["contact_missing"] is None
    tag = by_key["dissatisfied"]
    assert tag is not None
    assert (tag.before, tag.before_name, tag.because) == (None, None, "Satisfaction survey #1")
    assert found.since == DAY


def test_moves_that_the_shadowing_tables_do_not_know_are_left_out(book: Book) -> None:
    with book.edit("buy") as edit:
        edit.add(Purchase(customer_id=8, day=DAY, amount=500, recorded=""))
    connection = in_memory(book.path)
    judge_view(connection, date(2025, 3, 1))
    assert explain(connection, 8, "grade").since is None
    judge_view(connection, date(2023, 3, 1))
    assert explain(connection, 8, "grade").since is None
