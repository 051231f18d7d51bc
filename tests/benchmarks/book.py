"""A book of any size to take times on: the same for the same numbers on the same day.

Two processes make it, each in a file of its own: what stands in one file is then copied into the
other as it lies, indexes and all.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path

from custtui.segments.judging.judge import judge_file
from custtui.store import open_book, search_index
from tests.benchmarks.dealing import deal, note
from tests.benchmarks.records import SORTS, TODAY, YESTERDAY

_OURS = ("purchase",)
_THEIRS = tuple(kind for kind in SORTS if kind not in _OURS)
_SEARCH = (
    "search_document",
    "search_index_data",
    "search_index_idx",
    "search_index_config",
    "search_state",
)


def made(path: Path, customers: int) -> None:
    """A whole new book at `path`, judged yesterday by the standard set, with its search index."""
    open_book(path, YESTERDAY).close()
    process = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    with process as other, tempfile.TemporaryDirectory(dir=path.parent) as folder:
        theirs = Path(shutil.copy(path, folder))
        dealt = other.submit(_deal, theirs, _THEIRS, customers)
        _deal(path, _OURS, customers)
        dealt.result()
        _copy(theirs, path, _THEIRS)
        searched = other.submit(_make_searchable, theirs)
        _judge(path, customers)
        searched.result()
        _copy(theirs, path, _SEARCH)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def turned(path: Path) -> None:
    """Bring the book to today, where nobody has done so."""
    with closing(open_book(path, TODAY)) as book:
        book.roll_forward(TODAY)


def customers_alone(path: Path, customers: int) -> None:
    """A new book at `path` of customers without any other record, whose only dimension is grade.

    In its workbook there is little but the customers' sheet, and a row of it has 25 filled cells.
    """
    open_book(path, YESTERDAY).close()
    with _opened(path) as connection:
        deal(connection, ("customer",), customers)
        connection.execute("DELETE FROM dimension WHERE key <> 'grade'")
        judge_file(connection, YESTERDAY, range(1, customers + 1))


def _deal(path: Path, kinds: tuple[str, ...], customers: int) -> None:
    with _opened(path) as connection:
        deal(connection, kinds, customers)


def _judge(path: Path, customers: int) -> None:
    with _opened(path) as connection:
        note(connection, customers)
        judge_file(connection, YESTERDAY, range(1, customers + 1))


def _make_searchable(path: Path) -> None:
    """Make the index in a file that is not judged: it needs no metric but the last contact."""
    with _opened(path) as connection:
        connection.execute("DROP TABLE metric")
        connection.execute(
            "CREATE TABLE metric (customer_id INTEGER PRIMARY KEY, last_contact TEXT)"
        )
        connection.execute(
            "INSERT INTO metric SELECT customer_id, max(day) FROM follow_up WHERE day <= ?"
            " GROUP BY customer_id",
            (YESTERDAY.isoformat(),),
        )
        search_index.rebuild(connection)


def _copy(source: Path, target: Path, tables: tuple[str, ...]) -> None:
    """Take whole tables over: those of the same form are copied as they lie, indexes and all."""
    with _opened(target) as connection:
        connection.execute("COMMIT")
        connection.execute("ATTACH ? AS source", (str(source),))
        connection.execute("BEGIN")
        for table in tables:
            connection.execute(f"DELETE FROM main.{table}")
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM source.{table}")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction on a file of ours alone, which is thrown away where this is cut short."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for setting in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "locking_mode = EXCLUSIVE",
            # In memory SQLite sorts all at once; in files, in pieces that the processor's own
            # memory holds, which takes half the time.
            "temp_store = FILE",
            "cache_size = -10000",
        ):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
