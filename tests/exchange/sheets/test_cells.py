"""Cells: what they can't hold."""

from pathlib import Path

import openpyxl
import pytest

from custtui.exchange.sheets.cells import MOST_CHARACTERS
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
