"""The same query shows the stored state, another day, a draft and a file that may only be read.

While all four are looked at, their read transactions open, another process saves: it waits for
none of them, and none of them sees anything else than the state it began with.
"""

import json
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.reading.customers import View, ids, rows
from custtui.reading.settings import judged_day
from custtui.segments.drafting.adjusting import adjusted
from custtui.segments.drafting.thresholds import Place
from custtui.segments.judging.judge import judge_view
from custtui.segments.over_time.time_travel import view_of
from custtui.segments.standing import members
from custtui.segments.stored import load
from custtui.store import open_book

TODAY = date(2026, 11, 22)
JUNE = date(2026, 6, 30)
EDITS = 30

# Another program on the same file: it saves purchases one by one, without patience, and tells how
# long each took.
_WRITER = """
import json, sys, time
from datetime import date
from pathlib import Path
from custtui.model import Purchase
from custtui.reading import connection
connection._BUSY_MILLISECONDS = 0
from custtui.store import open_book
book = open_book(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
took = []
for count in range(int(sys.argv[3])):
    begun = time.perf_counter()
    with book.edit("new purchase") as edit:
        edit.add(Purchase(customer_id=10, day=date(2026, 6, 1), amount=1_000_000, recorded=""))
    took.append(time.perf_counter() - begun)
print(json.dumps(took))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ten customers: the first bought most of late, the last most in spring."""
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        for place in range(10):
            customer = edit.add(Customer(code="", name=f"客户{place}", recorded=""))
            for day, amount in (
                (TODAY - timedelta(days=place), (10 - place) * 50_000),
                (date(2026, 5, 1), (1 + place) * 10_000),
            ):
                edit.add(Purchase(customer_id=customer, day=day, amount=amount, recorded=""))
    return path


def query(connection: sqlite3.Connection) -> tuple[object, ...]:
    """What the list and the standards table show; it names no day, no draft and no mode."""
    found = list(ids(connection, View(sort="amount_12m")))
    return (
        judged_day(connection),
        [(r.amount_12m, r.segments["grade"]) for r in rows(connection, found, ["grade"]).values()],
        [(m.segment, m.customers, m.amount_12m) for m in members(connection, load(connection))],
    )


def four(path: Path, stack: ExitStack) -> dict[str, sqlite3.Connection]:
    """The four ways to look at a book, each with its read transaction open."""

    def opened(connection: sqlite3.Connection) -> sqlite3.Connection:
        stack.enter_context(closing(connection))
        if not connection.in_transaction:
            connection.execute("BEGIN")
        return connection

    stored = opened(connect(path))
    draft = opened(connect(path))
    place: Place = ("grade", "segments", 0, "share")
    judge_view(draft, TODAY, adjusted(load(draft), {place: Decimal(40)}))
    return {
        "stored": stored,
        "another day": opened(view_of(path, JUNE)),
        "draft": draft,
        "read only": opened(view_of(path, TODAY, read_only=True)),
    }


def test_one_query_serves_all_and_no_writer_waits(path: Path) -> None:
    with ExitStack() as stack:
        looked = four(path, stack)
        before = {name: query(connection) for name, connection in looked.items()}
        assert before["stored"] == before["read only"]
        assert len({repr(answer) for answer in before.values()}) == 3

        done = subprocess.run(
            [sys.executable, "-c", _WRITER, str(path), TODAY.isoformat(), str(EDITS)],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.stderr == "", "a lock that somebody holds would be an error: it has no patience"
        assert len(json.loads(done.stdout)) == EDITS

        assert {name: query(connection) for name, connection in looked.items()} == before
    with ExitStack() as stack:
        after = {name: query(connection) for name, connection in four(path, stack).items()}
        assert all(after[name] != before[name] for name in before)
        assert after["stored"] == after["read only"]


def test_a_lock_would_be_noticed(path: Path) -> None:
    """The same writer, while somebody does hold the lock: it fails at once."""
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        done = subprocess.run(
            [sys.executable, "-c", _WRITER, str(path), TODAY.isoformat(), "1"],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert "keeps writing" in done.stderr
