"""Books with customers and nothing else."""

from datetime import date
from pathlib import Path

from custtui.store import Book, open_book

TODAY = date(2026, 11, 22)


def filled(path: Path, customers: int) -> Book:
    """A book of so many customers, 客户0 with the code K00000 and so on."""
    book = open_book(path, TODAY, {"time_zone": "UTC"})
    with book.edit("fill") as edit:
        rows = [{"code": f"K{n:05}", "name": f"客户{n}"} for n in range(customers)]
        edit.add_rows("customer", rows)
    return book
