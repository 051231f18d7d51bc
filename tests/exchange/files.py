"""Files as people send them, written for a test."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from custtui.exchange.imported import Imported
from custtui.exchange.importing import import_file
from custtui.reading.connection import connect
from custtui.store import Book, open_book

TODAY = date(2026, 11, 22)

_OLD_CUSTOMERS = Path(__file__).with_name("old_customers.csv")


def new_book(folder: Path) -> Book:
    """An empty book that stands for `TODAY`."""
    return open_book(folder / "book.db", TODAY)


def take(book: Book, kind: str, path: Path, **wishes: Any) -> Imported:
    """Import a file on `TODAY`."""
    return import_file(book, kind, path, today=TODAY, **wishes)


def write_csv(
    path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    """A CSV file of these rows."""
    with path.open("w", encoding=encoding, newline="", errors="surrogatepass") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """An .xlsx file of these sheets, as another program writes it."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def read_csv(path: Path) -> list[list[str]]:
    """The rows of a CSV file of ours."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def stored(book: Book, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What a query of the book gives."""
    connection = connect(book.path)
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def everything(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Every record of the book, to see that nothing has changed."""
    kinds = ("customer", "contact", "follow_up", "purchase", "need", "survey", "contract", "change")
    return {kind: stored(book, f"SELECT * FROM {kind} ORDER BY id") for kind in kinds}


def old_sheet(path: Path, rows: Sequence[Mapping[str, object]] | None = None) -> Path:
    """A sheet in the shape of 004's first template: a title, a blank row, headers, customers."""
    customers = old_customers() if rows is None else rows
    headers = list(customers[0])
    body = [list(row.values()) for row in customers]
    title = ["企业客户资料管理表（2026年10月31日）"]
    return write_workbook(path, {"客户资料": [title, [], headers, *body]})


def old_customers() -> list[dict[str, object]]:
    """The 15 customers of the old sheet, as the cells of a spreadsheet hold them."""
    header, *lines = read_csv(_OLD_CUSTOMERS)
    return [
        {name: _cell(name, text) for name, text in zip(header, cells, strict=True)}
        for cells in lines
    ]


def _cell(header: str, text: str) -> object:
    if not text:
        return None
    if header in ("首次合作时间", "最后购买日期", "最近沟通时间") and text[4] == "-":
        return date.fromisoformat(text)
    if header == "近12个月交易金额" and text.isdigit():
        return int(text)
    return text
