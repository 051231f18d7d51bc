"""What people would use instead: opening all customers and finding one by code.

VisiData (where `vd` can be started) and a plain Textual DataTable (`plain_table`), both on a CSV of
ten columns of the same customers; custtui on the book. Each on a pseudo-terminal of 140×45: from
the start to the first frame with a customer in it, from the code typed in one go until its row is
painted, and the most memory that the process ever held. The code is that of a customer in the
middle, whose name is like no other: its row is painted when its name is written.
"""

import csv
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from subprocess import run

from custtui.reading.connection import connect
from custtui.reading.customers import View, ids, rows
from custtui.store import open_book
from tests.benchmarks.figures import Figure, Unit
from tests.benchmarks.records import TODAY
from tests.benchmarks.screen import ENTER, Screen, custtui

_MOST_CUSTOMERS = 100_000
_TIMES = 3
_NAME = "寻此一人者"
_LOADED_SECONDS = 1.0  #: without a byte; VisiData counts on the screen while it loads
#: `Screen` starts Python; without site packages it is there within 10 ms, and gives way.
_STARTED_BY_PYTHON = ("-I", "-S", "-c", "import os, sys; os.execv(sys.argv[1], sys.argv[1:])")

_CUSTOMERS = (
    "SELECT c.code, c.name, k.name AS contact, k.phones, c.industry, c.region, c.stage, c.owner,"
    " m.amount_12m / 100.0 AS amount, m.last_purchase FROM customer c"
    " JOIN metric m ON m.customer_id = c.id LEFT JOIN contact k ON k.customer_id = c.id"
    " GROUP BY c.id ORDER BY c.code"
)


@dataclass(frozen=True, slots=True)
class _Tried:
    """Milliseconds to a program's first frame, until all is there and to find; megabytes."""

    first: float
    loaded: float
    found: float
    megabytes: float


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """Each beside custtui; nothing for a book that is too large to wait for."""
    if customers > _MOST_CUSTOMERS:
        return
    with tempfile.TemporaryDirectory() as folder:
        book, table = Path(folder) / "book.db", Path(folder) / "customers.csv"
        code = _with_a_name_of_its_own(path, book, customers // 2)
        first = _write_csv(book, table)
        ours = _best([_try(custtui(book), _first_name(book), code) for _time in range(_TIMES)])
        plain = _try(["-m", "tests.benchmarks.plain_table", str(table)], first, code)
        yield from _beside("a DataTable", f"Textual {version('textual')}", ours, plain)
        command = _visidata()
        if command is None:
            print("VisiData is not installed: it is left out.", file=sys.stderr)
            return
        # A search in the column of the cursor, which is that of the codes.
        program = [*_STARTED_BY_PYTHON, *command, str(table)]
        theirs = _try_again(program, first, f"/{code}{ENTER}", Path(folder))
        yield from _beside("VisiData", _version(command), ours, theirs)
        yield Figure("all customers there, beside VisiData", ours.first, floor=theirs.loaded,
                     beside=_version(command))  # fmt: skip


def _beside(what: str, program: str, ours: _Tried, theirs: _Tried) -> Iterator[Figure]:
    yield Figure(f"first frame, beside {what}", ours.first, floor=theirs.first, beside=program)
    yield Figure(f"find by code, beside {what}", ours.found, floor=theirs.found, beside=program)
    yield Figure(f"memory at most, beside {what}", ours.megabytes, Unit.MEGABYTES,
                 theirs.megabytes, program)  # fmt: skip


def _try(arguments: Sequence[str], first: str, keys: str, home: Path | None = None) -> _Tried:
    """Start it, wait until all is there, find the customer."""
    with Screen(arguments, home=home) as screen:
        shown = screen.shows(first)
        loaded = screen.rests(_LOADED_SECONDS)
        found = screen.echoes(keys, _NAME)
        return _Tried(shown, loaded, found, _most_megabytes(screen.pid))


def _try_again(arguments: Sequence[str], first: str, keys: str, home: Path) -> _Tried:
    """The same of a program that at times loses keys that are typed too soon."""
    for _time in range(_TIMES):
        try:
            return _try(arguments, first, keys, home)
        except AssertionError:
            print(f"{arguments[-2]} lost keys; once more.", file=sys.stderr)
    return _try(arguments, first, keys, home)


def _best(tried: Sequence[_Tried]) -> _Tried:
    """The middle of the times, the most of the memory."""
    middle = len(tried) // 2
    return _Tried(
        sorted(each.first for each in tried)[middle],
        sorted(each.loaded for each in tried)[middle],
        sorted(each.found for each in tried)[middle],
        max(each.megabytes for each in tried),
    )


def _with_a_name_of_its_own(path: Path, book: Path, customer: int) -> str:
    """A copy of the book in which that customer has the name; the customer's code."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(book)) as target:
        source.backup(target)
    copy = open_book(book, TODAY)
    with copy.edit("change customer") as edit:
        edit.change("customer", customer, {"name": _NAME})
    copy.close()
    with closing(connect(book)) as connection:
        asked = connection.execute("SELECT code FROM customer WHERE id = ?", (customer,))
        return str(asked.fetchone()[0])


def _first_name(book: Path) -> str:
    with closing(connect(book)) as connection:
        (top,) = ids(connection, View(), 1)
        return rows(connection, [top], ())[top].name


def _write_csv(book: Path, table: Path) -> str:
    """All customers by code, below the names of the columns; the first code."""
    with (
        closing(connect(book)) as connection,
        table.open("w", encoding="utf-8", newline="") as file,
    ):
        found = connection.execute(_CUSTOMERS)
        writer = csv.writer(file)
        writer.writerow([column[0] for column in found.description])
        first = found.fetchone()
        writer.writerow(first)
        writer.writerows(found)
        return str(first[0])


def _visidata() -> list[str] | None:
    """How it is started: a `vd` on the PATH, else the one of this Python."""
    found = shutil.which("vd")
    if found:
        return [found]
    return [sys.executable, "-m", "visidata"] if find_spec("visidata") else None


def _version(visidata: Sequence[str]) -> str:
    told = run([*visidata, "--version"], check=True, capture_output=True, text=True).stdout
    return told.strip().splitlines()[-1].removeprefix("saul.pw/")


def _most_megabytes(process: int) -> float:
    """The most memory that the process ever held, pages that it shares with others too."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    (most,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(most.split()[1]) / 1024
