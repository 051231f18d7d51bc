"""Cells: what they can't hold."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from custtui.exchange.new_workbook import new_workbook
from custtui.exchange.sheets.cells import MOST_CHARACTERS, Cells, Look
from custtui.exchange.workbook import export_workbook
from custtui.model import Customer
from custtui.store import open_book
from tests.exchange.books import TODAY


@pytest.mark.parametrize("letter", ["字", "😀"])
def test_a_text_that_no_cell_can_hold_is_cut_with_a_mark(tmp_path: Path, letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    exact = letter * (MOST_CHARACTERS // units)
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        edit.add(Customer(code="1", name="a", note=exact, recorded=""))
        edit.add(Customer(code="2", name="b", note=exact + letter, recorded=""))
    exported = export_workbook(path, tmp_path / "b.xlsx", language="en")
    assert exported.shortened == 1
    heads, *rows = openpyxl.load_workbook(tmp_path / "b.xlsx")["Customers"].values
    kept, shortened = (row[heads.index("Note")] for row in rows)
    assert kept == exact
    assert shortened.endswith("… [cut: too long for a cell]")
    assert MOST_CHARACTERS - 2 < len(shortened.encode("utf-16-le")) // 2 <= MOST_CHARACTERS


def test_days_have_the_numbers_that_spreadsheets_know_them_by(tmp_path: Path) -> None:
    days = [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2026, 11, 22)]
    with new_workbook(tmp_path / "b.xlsx") as workbook:
        page, cells = workbook.add_worksheet(), Cells(workbook)
        write = cells.writer(Look.DAY, page)
        for row, day in enumerate(days):
            for column, value in enumerate((day, day.isoformat())):
                (cell,) = cells.of(Look.DAY, [value])
                assert cell is not None
                write(row, column, *cell)
            page.write_datetime(row, 2, day)
        (early,) = cells.of(Look.DAY, ["1899-12-31"])
        assert early == ("1899-12-31", None)
        write(len(days), 0, *early)
    *rows, last = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0].iter_rows()
    assert [{cell.value for cell in row} for row in rows] == [
        {datetime(day.year, day.month, day.day)} for day in days
    ]
    assert last[0].value == "1899-12-31"


def test_what_would_act_is_guarded_once_it_is_clean(tmp_path: Path) -> None:
    with new_workbook(tmp_path / "b.xlsx") as workbook:
        workbook.add_worksheet()
        cells = Cells(workbook)
        acting, invisible, harmless = cells.of(Look.TEXT, ["=1+1", "\u200b =1+1", "1+1"])
        assert acting == invisible
        assert acting is not None
        assert acting[1] is not None
        assert harmless == ("1+1", None)
        assert cells.of(Look.TEXT, [None, ""]) == [None, None]
