"""How long an import keeps others from writing: of customers, their purchases and follow-ups.

The floor is bare SQLite, inserting the same rows in one transaction into a table with the indexes
that ours has, and with as many rows in it. Ours logs, judges and indexes for search too.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks import import_files
from tests.benchmarks.figures import Figure

_LARGEST = 100_000
_MOST_MILLISECONDS = 1_000
_FEW_ROWS = 500

#: Imports files one after another, and tells of the last one how long it had the lock.
_OURS = """
import sys, time
from contextlib import contextmanager
from tests.benchmarks.records import TODAY
from pathlib import Path
from custtui.exchange.importing import import_file
from custtui.store import Book, open_book

edit, took = Book.edit, []

@contextmanager
def timed(*given, **named):
    begun = time.perf_counter()
    with edit(*given, **named) as made:
        yield made
    took.append(time.perf_counter() - begun)

Book.edit = timed
book = open_book(Path(sys.argv[1]), TODAY)
book.roll_forward(TODAY)
for place in range(2, len(sys.argv), 2):
    import_file(book, sys.argv[place], Path(sys.argv[place + 1]), today=TODAY)
print(took[-1] * 1000)
"""
_BARE = """
import csv, sqlite3, sys, time

path, standing, file, *indexes = sys.argv[1:]
connection = sqlite3.connect(path, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = FULL")
for place, each in enumerate(filter(None, (standing, file))):
    headers, *rows = csv.reader(open(each, encoding="utf-8-sig", newline=""))
    columns = ", ".join(f'"{header}"' for header in headers)
    connection.execute(f"CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, {columns})")
    for index in indexes:
        connection.execute(index)
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    marks = ", ".join("?" * len(headers))
    connection.executemany(f"INSERT INTO t ({columns}) VALUES ({marks})", rows)
    connection.execute("COMMIT")
print((time.perf_counter() - begun) * 1000)
"""
_OF_CUSTOMERS = (
    'CREATE INDEX IF NOT EXISTS by_code ON t ("客户编号")',
    'CREATE INDEX IF NOT EXISTS by_name ON t ("客户名称")',
)
_OF_PURCHASES = (
    "CREATE INDEX IF NOT EXISTS by_customer"
    ' ON t ("客户编号", "购买日期", "交易金额", "成本", "产品/服务")',
    'CREATE INDEX IF NOT EXISTS by_day ON t ("购买日期", "客户编号")',
)
_OF_FOLLOW_UPS = (
    'CREATE INDEX IF NOT EXISTS by_customer ON t ("客户编号", "跟进日期")',
    'CREATE INDEX IF NOT EXISTS by_day ON t ("跟进日期", "客户编号")',
)


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """Imports of as many rows as customers, and of a few; none of a million."""
    if customers > _LARGEST:
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        folder = Path(name)
        names = ("customers", "standing", "more", "few", "calls")
        lists = {each: folder / f"{each}.csv" for each in names}
        import_files.write_customers(lists["customers"], customers)
        import_files.write_purchases(lists["standing"], customers)
        import_files.write_purchases(lists["more"], customers, customers)
        import_files.write_purchases(lists["few"], customers, _FEW_ROWS)
        import_files.write_follow_ups(lists["calls"], customers)
        book = folder / "book.db"
        ours = _run(_OURS, book, "customers", lists["customers"])
        bare = _run(_BARE, folder / "c.db", "", lists["customers"], *_OF_CUSTOMERS)
        yield _figure("new customers", ours, bare)
        _run(_OURS, book, "purchases", lists["standing"])
        for what, rows in (("as many purchases", "more"), ("500 purchases", "few")):
            bare_path = folder / f"{rows}.db"
            bare = _run(_BARE, bare_path, lists["standing"], lists[rows], *_OF_PURCHASES)
            ours = _run(_OURS, book, "purchases", lists[rows])
            yield _figure(what, ours, bare)
        ours = _run(_OURS, book, "follow-ups", lists["calls"])
        bare = _run(_BARE, folder / "f.db", "", lists["calls"], *_OF_FOLLOW_UPS)
        yield _figure("as many follow-ups", ours, bare)


def _figure(what: str, ours: float, bare: float) -> Figure:
    return Figure(
        f"import of {what}, others wait at most", ours,
        floor=bare, beside="executemany of the same rows", most=_MOST_MILLISECONDS,
    )  # fmt: skip


def _run(program: str, *arguments: Path | str) -> float:
    command: Sequence[str] = [sys.executable, "-c", program, *map(str, arguments)]
    return float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
