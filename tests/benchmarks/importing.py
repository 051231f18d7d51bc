"""What `custtui import` takes: customers and their purchases as CSV, customers as a workbook.

The floor is the least that brings the same rows into a file: a bare reader and `executemany` into
one table with the indexes that ours has, in one transaction of a file with the same settings.
Ours cleans, finds whose each row is, logs, judges and indexes for search too.
Both are programs of their own; their memory is the most that they had.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import import_files
from tests.benchmarks.figures import Figure, Unit

_LARGEST = 100_000
_MOST_RATIO = 4.0
_MOST_MEGABYTES = 300.0

_BARE = """
import csv, sqlite3, sys
from datetime import date

path, book, *indexes = sys.argv[1:]
if path.endswith(".csv"):
    rows = csv.reader(open(path, encoding="utf-8-sig", newline=""))
else:
    from python_calamine import CalamineWorkbook
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    rows = ([c.isoformat() if isinstance(c, date) else c for c in r] for r in sheet.iter_rows())
columns = [f'"{header}"' for header in next(rows)]
connection = sqlite3.connect(book, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = FULL")
connection.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {', '.join(columns)})")
for index in indexes:
    connection.execute(index)
connection.execute("BEGIN IMMEDIATE")
marks = ", ".join("?" * len(columns))
connection.executemany(f"INSERT INTO t ({', '.join(columns)}) VALUES ({marks})", rows)
connection.execute("COMMIT")
"""
#: A program counts as its own what the process had that started it: this one is small.
_MEASURED = """
import resource, subprocess, sys, time

begun = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
taken = time.perf_counter() - begun
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(taken * 1000, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024)
"""
_OF_CUSTOMERS = (
    'CREATE UNIQUE INDEX by_code ON t ("客户编号")',
    'CREATE INDEX by_name ON t ("客户名称")',
)
_OF_PURCHASES = (
    'CREATE INDEX by_customer ON t ("客户编号", "购买日期", "交易金额", "成本", "产品/服务")',
    'CREATE INDEX by_day ON t ("购买日期", "客户编号")',
)


@dataclass(frozen=True, slots=True)
class _Ran:
    """What programs took, one after another: milliseconds in all, megabytes at most."""

    wall: float
    processor: float
    megabytes: float

    def __add__(self, other: "_Ran") -> "_Ran":
        return _Ran(
            self.wall + other.wall,
            self.processor + other.processor,
            max(self.megabytes, other.megabytes),
        )


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """Imports into new books, beside `path`, of files of so many customers; none of a million."""
    if customers > _LARGEST:
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        folder = Path(name)
        lists, workbook = _made(folder, customers)
        bare = _bare(lists[0], folder, _OF_CUSTOMERS) + _bare(lists[1], folder, _OF_PURCHASES)
        book = folder / "lists.db"
        ours = _ours(book, "customers", lists[0], "--create") + _ours(book, "purchases", lists[1])
        yield from _beside("import of customers and purchases from CSV", ours, bare, "csv")
        bare = _bare(workbook, folder, _OF_CUSTOMERS)
        ours = _ours(folder / "workbook.db", "customers", workbook)
        yield from _beside("import of customers × 25 from XLSX", ours, bare, "calamine")


def _made(folder: Path, customers: int) -> tuple[tuple[Path, Path], Path]:
    """The lists of customers and of purchases, and the workbook; made side by side."""
    lists, workbook = (folder / "customers.csv", folder / "purchases.csv"), folder / "all.xlsx"
    with ProcessPoolExecutor(2) as processes:
        making = [
            processes.submit(import_files.write_purchases, lists[1], customers),
            processes.submit(import_files.write_workbook, workbook, customers),
            processes.submit(import_files.write_customers, lists[0], customers),
        ]
        for each in making:
            each.result()
    return lists, workbook


def _beside(what: str, ours: _Ran, bare: _Ran, reader: str) -> Iterator[Figure]:
    beside = f"{reader} and executemany"
    yield Figure(what, ours.wall, floor=bare.wall, beside=beside, most_ratio=_MOST_RATIO)
    yield Figure(f"{what}, processor", ours.processor, floor=bare.processor, beside=beside)
    yield Figure(
        f"{what}, memory", ours.megabytes, Unit.MEGABYTES, bare.megabytes, beside,
        most=_MOST_MEGABYTES,
    )  # fmt: skip


def _ours(book: Path, kind: str, file: Path, *options: str) -> _Ran:
    return _run(["-m", "custtui", "--db", str(book), "import", kind, str(file), *options])


def _bare(file: Path, folder: Path, indexes: Sequence[str]) -> _Ran:
    return _run(["-c", _BARE, str(file), str(folder / f"{file.name}.db"), *indexes])


def _run(arguments: list[str]) -> _Ran:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, sys.executable, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return _Ran(*map(float, done.stdout.split()))
