"""Sheets: more rows than one can hold."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from custtui.exchange.new_workbook import new_workbook
from custtui.exchange.sheets.cells import Cells, Look
from custtui.exchange.sheets.sheet import Column, Sheet, each


def test_a_full_sheet_goes_on_upon_another(tmp_path: Path) -> None:
    with new_workbook(tmp_path / "b.xlsx") as workbook:
        columns: list[Column[Sequence[int]]] = [Column("数", Look.COUNT, each(lambda row: row))]
        sheet = Sheet(workbook, Cells(workbook), "交易记录", columns, rows_a_page=4)
        sheet.write_all([range(3), range(3, 6)])
        assert sheet.pages == ["交易记录", "交易记录 2"]
    read = openpyxl.load_workbook(tmp_path / "b.xlsx")
    values = {page.title: [row[0].value for row in page.iter_rows()] for page in read}
    assert values == {"交易记录": ["数", 0, 1, 2], "交易记录 2": ["数", 3, 4, 5]}
    assert [page.auto_filter.ref for page in read] == ["A1:A4", "A1:A4"]
