"""Books to hurt, everything that one holds, and another process that writes into one."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from custtui.model import Customer, Purchase
from custtui.store import Book, open_book

TODAY = date(2026, 11, 22)
_WRITER = """
import sys
from datetime import date
from pathlib import Path
from custtui.model import Purchase
from custtui.store import open_book
book = open_book(Path(sys.argv[1]), date(2026, 11, 22))
book.stay_open()
for amount, line in enumerate(sys.stdin if sys.argv[2] == "asked" else iter(str, None), 1):
    with book.edit("new purchase") as edit:
        edit.add(Purchase(customer_id=1, day=date(2026, 11, 22), amount=amount, recorded=""))
    print(edit.result.edit_id, flush=True)
"""


def filled_book(path: Path, customers: int = 30, today: date = TODAY) -> Book:
    """A book of some customers with a purchase each."""
    book = open_book(path, today)
    with book.edit("new customer") as edit:
        for number in range(customers):
            identity = edit.add(Customer(code="", name=f"客户{number}", recorded=""))
            edit.add(Purchase(customer_id=identity, day=today, amount=1000 + number, recorded=""))
    return book


def rename(book: Book, name: str) -> int:
    """One more edit; gives its number in the log."""
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"name": name})
    assert edit.result is not None
    return edit.result.edit_id


def everything(path: Path, *, numbers: bool = False) -> dict[str, list[str]]:
    """Every row of every table; `numbers` also those that tables will give next."""
    with closing(sqlite3.connect(path)) as book:
        names = book.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(json.dumps(row, default=bytes.hex) for row in book.execute(
                f'SELECT * FROM "{name}"'
            ))
            for (name,) in names
            if numbers or name != "sqlite_sequence"
        }  # fmt: skip


def asked(path: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query gives, asked by a connection of its own."""
    with closing(sqlite3.connect(path)) as book:
        return book.execute(query).fetchall()


class Writer:
    """Another process that has the book open and adds purchases, steadily or when it is asked."""

    def __init__(self, path: Path, *, steadily: bool = False) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), "steadily" if steadily else "asked"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def write(self) -> int:
        """Let it make an edit; gives the number of that edit."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self.next()

    def next(self) -> int:
        """The number of the next edit that it says is saved."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "it goes on"
        return int(line)
