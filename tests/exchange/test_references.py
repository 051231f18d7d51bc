"""Whose a record is: a name answers only while one customer has it, and codes come first."""

from pathlib import Path

import pytest

from custtui.store import Book
from tests.exchange.files import new_book, take, write_csv


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def test_a_name_that_two_new_customers_have(book: Book, tmp_path: Path) -> None:
    rows = [
        ["客户编号", "客户名称", "date", "amount"],
        ["K8", "同名", "2026-01-01", "1"],
        ["K9", "同名", "2026-01-02", "2"],
        ["", "同名", "2026-01-03", "3"],
    ]
    done = take(book, "purchases", write_csv(tmp_path / "a.csv", rows), create=True)
    assert (done.added, done.customers_made) == (2, 2)
    assert [(each.line, each.columns) for each in done.rejections] == [(4, ("客户名称",))]


@pytest.mark.parametrize("cell", ["同名", "同名 "])
@pytest.mark.parametrize("dry_run", [True, False])
def test_a_name_that_becomes_several_answers_no_more(
    book: Book, tmp_path: Path, cell: str, dry_run: bool
) -> None:
    """However often the same cells were answered before, and however they are written."""
    rows = [
        ["客户编号", "客户名称", "date", "amount"],
        ["", "同名", "2026-01-01", "1"],
        ["", "独", "2026-01-02", "2"],
        ["K9", "同名", "2026-01-03", "3"],
        ["", cell, "2026-01-04", "4"],
        ["", "独", "2026-01-05", "5"],
        ["K9", "同名", "2026-01-06", "6"],
    ]
    path = write_csv(tmp_path / "a.csv", rows)
    done = take(book, "purchases", path, create=True, dry_run=dry_run)
    assert (done.added, done.customers_made) == (5, 3)
    assert [(each.line, each.columns) for each in done.rejections] == [(5, ("客户名称",))]
    assert done.notices == ()


def test_a_name_of_the_book_that_becomes_several(book: Book, tmp_path: Path) -> None:
    take(book, "customers", write_csv(tmp_path / "c.csv", [["code", "name"], ["K1", "同名"]]))
    rows = [
        ["客户编号", "客户名称", "date", "amount"],
        ["", "同名", "2026-01-01", "1"],
        ["K2", "同名", "2026-01-02", "2"],
        ["", "同名", "2026-01-03", "3"],
    ]
    done = take(book, "purchases", write_csv(tmp_path / "a.csv", rows), create=True)
    assert [(each.line, each.columns) for each in done.rejections] == [(4, ("客户名称",))]


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_code_and_a_name_that_disagree_are_told(
    book: Book, tmp_path: Path, dry_run: bool
) -> None:
    names = [["code", "name"], ["K1", "甲"], ["K2", "乙"]]
    take(book, "customers", write_csv(tmp_path / "c.csv", names))
    rows = [
        ["客户编号", "客户名称", "date", "amount"],
        ["K1", "甲", "2026-01-01", "1"],
        ["K1", "乙", "2026-01-02", "2"],
        ["K1", "乙", "2026-01-03", "3"],
        ["K1", "", "2026-01-04", "4"],
        ["K1", "乙", "2026-01-05", "x"],
        ["K3", "丙", "2026-01-06", "6"],
        ["K3", "丁", "2026-01-07", "7"],
    ]
    path = write_csv(tmp_path / "a.csv", rows)
    done = take(book, "purchases", path, create=True, dry_run=dry_run)
    assert (done.added, done.rejected) == (6, 1)
    (notice,) = done.notices
    assert notice.endswith("lines 3, 4, 8.")
