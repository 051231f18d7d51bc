"""Real purchases and the estimated ones (期初) that stood for them until they came."""

from pathlib import Path

import pytest

from custtui.exchange.errors import ExchangeError
from custtui.store import Book, take_back
from tests.exchange.files import everything, new_book, stored, take, write_csv

_OLD = [
    ["客户编号", "客户名称", "近12个月交易金额", "近12个月合作次数", "最后购买日期"],
    ["K1", "甲", "800", "4", "2026-10-01"],
    ["K2", "乙", "300", "1", "2026-09-01"],
    ["K3", "丙", "100", "2", "2026-08-01"],
    ["K4", "丁", "", "", ""],
]
_REAL = [
    ["客户编号", "日期", "金额"],
    ["K1", "2026-10-01", "200"],
    ["K2", "2026-09-01", "300"],
    ["K2", "2026-05-01", "10"],
    ["K4", "2026-05-01", "7"],
]
_PURCHASES = (
    "SELECT c.code, p.day, p.amount / 100, p.estimated FROM purchase p"
    " JOIN customer c ON c.id = p.customer_id ORDER BY c.code, p.day, p.estimated, p.id"
)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Three customers of whom only sums are known, and one without purchases."""
    book = new_book(tmp_path)
    done = take(book, "customers", write_csv(tmp_path / "old.csv", _OLD))
    assert (done.added, done.records_made["purchase"]) == (4, 7)
    return book


@pytest.fixture
def real(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "real.csv", _REAL)


def test_an_estimated_purchase_is_not_the_real_one(book: Book, real: Path) -> None:
    done = take(book, "purchases", real)
    assert (done.added, done.already_there) == (4, 0)
    again = take(book, "purchases", real)
    assert (again.added, again.already_there) == (0, 4)


def test_a_file_that_says_what_is_estimated_is_compared_as_a_whole(
    book: Book, tmp_path: Path
) -> None:
    rows = [
        [*_REAL[0], "期初估算"],
        ["K2", "2026-09-01", "300", "是"],
        ["K2", "2026-09-01", "300", "否"],
        ["K3", "2026-01-01", "300", "是"],
    ]
    done = take(book, "purchases", write_csv(tmp_path / "own.csv", rows))
    assert (done.added, done.already_there) == (2, 1)
    assert len(done.notices) == 1
    assert done.notices[0].startswith("1 customer of the file has estimated")  # K2 alone


def test_sums_that_count_twice_are_told_with_the_way_out(book: Book, real: Path) -> None:
    for dry_run in (True, False):
        done = take(book, "purchases", real, dry_run=dry_run)
        (notice,) = done.notices
        assert notice.startswith("2 customers of the file have estimated opening purchases (5 in")
        assert "--replace-opening" in notice
        assert done.openings_removed == 0


def test_real_purchases_replace_them_in_one_step(book: Book, real: Path) -> None:
    before = stored(book, _PURCHASES)
    told = take(book, "purchases", real, replace_opening=True, dry_run=True)
    assert stored(book, _PURCHASES) == before
    done = take(book, "purchases", real, replace_opening=True)
    assert (done.added, done.openings_removed, done.notices) == (4, 5, ())
    assert told.openings_removed == 5
    assert stored(book, _PURCHASES) == [
        ("K1", "2026-10-01", 200, 0),
        ("K2", "2026-05-01", 10, 0),
        ("K2", "2026-09-01", 300, 0),
        *(row for row in before if row[0] == "K3"),
        ("K4", "2026-05-01", 7, 0),
    ]
    sums = (
        "SELECT c.code, m.amount_total / 100 FROM metric m JOIN customer c ON c.id = m.customer_id"
        " ORDER BY c.code"
    )
    assert stored(book, sums) == [("K1", 200), ("K2", 310), ("K3", 100), ("K4", 7)]

    assert done.edited is not None
    undone = take_back(book, done.edited.edit_id)
    assert stored(book, _PURCHASES) == before
    assert stored(book, sums) == [("K1", 800), ("K2", 300), ("K3", 100), ("K4", 0)]
    take_back(book, undone.edit_id)
    assert stored(book, sums) == [("K1", 200), ("K2", 310), ("K3", 100), ("K4", 7)]


def test_the_way_out_is_open_after_the_import_too(book: Book, real: Path) -> None:
    take(book, "purchases", real)
    done = take(book, "purchases", real, replace_opening=True)
    assert (done.added, done.already_there, done.openings_removed) == (0, 4, 5)
    assert stored(book, "SELECT count(*) FROM purchase WHERE estimated = 1") == [(2,)]
    before = everything(book)
    again = take(book, "purchases", real, replace_opening=True)
    assert (again.openings_removed, again.edited) == (0, None)
    assert everything(book) == before


def test_rows_that_are_refused_replace_nothing(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bad.csv", [_REAL[0], ["K1", "2026-10-01", "x"]])
    done = take(book, "purchases", path, replace_opening=True)
    assert (done.rejected, done.openings_removed) == (1, 0)


def test_it_is_for_purchases_only(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", [["客户名称"], ["戊"]])
    with pytest.raises(ExchangeError, match="--replace-opening is for purchases"):
        take(book, "customers", path, replace_opening=True)
