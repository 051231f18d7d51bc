"""Another day, and two days compared; the file is left as it was."""

from collections import Counter
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from custtui.exchange.sample import make_sample
from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.reading.customer import whole_customer
from custtui.segments.judging.judge import judge_view
from custtui.segments.listing import listing
from custtui.segments.over_time.time_travel import NotWanted, compare_days, view_of
from custtui.segments.rules import is_tags
from custtui.store import open_book

TODAY = date(2026, 11, 22)
JUNE = date(2026, 6, 30)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "book.db"
    make_sample(path, TODAY)
    return path


def seen_on(path: Path, day: date) -> dict[str, Any]:
    """The whole book as of a day, judged afresh."""
    connection = connect(path)
    judge_view(connection, day)
    found: dict[str, Any] = listing(connection)
    connection.close()
    return found


@pytest.mark.parametrize("day", [JUNE, TODAY, TODAY + timedelta(days=200)])
def test_a_view_is_the_book_of_that_day_and_the_file_is_untouched(sample: Path, day: date) -> None:
    before = sha256(sample.read_bytes()).hexdigest()
    view = view_of(sample, day, read_only=True)
    assert listing(view) == seen_on(sample, day)
    view.close()
    assert sha256(sample.read_bytes()).hexdigest() == before
    assert seen_on(sample, JUNE) != seen_on(sample, TODAY)


def test_a_view_stays_of_one_state_whatever_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book = open_book(path, TODAY)
    with book.edit("fill") as edit:
        customer = edit.add(Customer(code="", name="张三", recorded=""))
    view = view_of(path, JUNE)
    before, records = listing(view), whole_customer(view, customer)
    with book.edit("more") as edit:
        edit.add(Purchase(customer_id=customer, day=JUNE, amount=5, recorded=""))
        edit.add(Customer(code="", name="李四", recorded=""))
    assert (listing(view), whole_customer(view, customer)) == (before, records)
    view.close()
    after = view_of(path, JUNE)
    assert listing(after) == seen_on(path, JUNE) != before
    after.close()


def test_two_days_compared_are_the_differences_of_their_listings(sample: Path) -> None:
    compared = compare_days(sample, JUNE, TODAY)
    then, now = seen_on(sample, JUNE), seen_on(sample, TODAY)
    pairs = list(zip(then["customers"], now["customers"], strict=True))
    assert any(migration.moved for migration in compared.migrations.values())
    for key, migration in compared.migrations.items():
        cells: Counter[tuple[str | None, str | None]] = Counter()
        for old, new in ((o["segments"][key], n["segments"][key]) for o, n in pairs):
            if is_tags(compared.rules.dimension(key)):
                cells.update((tag, tag if tag in new else None) for tag in old)
                cells.update((None, tag) for tag in new if tag not in old)
            else:
                cells[old, new] += 1
        assert migration.cells == cells, key
        moved = {cell: len(ids) for cell, ids in migration.movers.items()}
        assert moved == {cell: n for cell, n in cells.items() if cell[0] != cell[1]}, key
        assert {each.segment: each.customers for each in migration.before if each.customers} == {
            segment: count for segment, count in then["counts"][key].items() if count
        }


def test_days_may_stand_the_other_way_round(sample: Path) -> None:
    forth = compare_days(sample, JUNE, TODAY).migrations["grade"].cells
    back = compare_days(sample, TODAY, JUNE).migrations["grade"].cells
    assert back == {(after, before): count for (before, after), count in forth.items()}


def test_what_is_not_wanted_ends(sample: Path) -> None:
    looks = 0

    def is_wanted() -> bool:
        nonlocal looks
        looks += 1
        return False

    with pytest.raises(NotWanted):
        view_of(sample, JUNE, is_wanted=is_wanted)
    with pytest.raises(NotWanted):
        compare_days(sample, JUNE, TODAY, is_wanted=is_wanted)
    assert looks == 2
