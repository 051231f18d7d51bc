"""An import beside others who work: they hardly wait, it is whole, and ends as if it came last."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from custtui.exchange.errors import ExchangeError
from custtui.exchange.importing import import_file
from custtui.reading.announced import announced, announced_beside
from custtui.reading.connection import BookError, connect
from custtui.reading.waiting import waited_for_by
from custtui.store import open_book, take_back, turn
from custtui.store.announcing import Announcing
from custtui.values.account import account_name
from tests.agreement import assert_agreement
from tests.exchange.files import write_csv
from tests.faults.filled_books import TODAY, filled
from tests.terminal.terminal import Terminal, program

_ROWS, _CUSTOMERS, _EDITS = 60_000, 300, 50
#: Of a colleague for one edit, on a machine that has more to do.
_LONGEST_WAIT_SECONDS = 2.0

#: What a colleague's import announces.
_LILI = {
    "account": "lili", "file": "list.csv", "done": 34, "total": 100, "process": 1, "machine": "m",
}  # fmt: skip
#: Edits a book without a pause, and tells of each how many seconds it took.
_COLLEAGUE = """
import sys, time
from datetime import date
from pathlib import Path
from typing import Any
from custtui.store import open_book
book = open_book(Path(sys.argv[1]), date(2026, 11, 22))
book.stay_open()
print("ready", flush=True)
for number, _line in enumerate(sys.stdin):
    begun = time.monotonic()
    with book.edit("log follow-up") as edit:
        edit.add_record("follow_up", {"customer_id": 1 + number, "day": date(2026, 11, 1),
                                      "summary": f"第{number}次"})
    print(time.monotonic() - begun, flush=True)
"""


def _purchases(path: Path, rows: int, customers: int) -> Path:
    lines: list[list[object]] = [["客户编号", "购买日期", "交易金额"]]
    for number in range(rows):
        day = TODAY - timedelta(days=number % 700)
        lines.append([f"K{number % customers:05}", day, number + 1])
    return write_csv(path, lines)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of some customers, and beside it a list of many purchases of theirs."""
    folder = tmp_path_factory.mktemp("together")
    filled(folder / "book.db", _CUSTOMERS).close()
    _purchases(folder / "purchases.csv", _ROWS, _CUSTOMERS)
    return folder


@pytest.fixture
def book(template: Path, tmp_path: Path) -> Path:
    shutil.copy(template / "book.db", tmp_path / "book.db")
    return tmp_path / "book.db"


@contextmanager
def _importing(book: Path, file: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "custtui", "--db", str(book), "import", "purchases", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def _until_announced(book: Path, process: subprocess.Popen[str]) -> None:
    while announced(book) is None:
        assert process.poll() is None, "it goes on until it is seen"


def _asked(book: Path, query: str) -> object:
    with closing(sqlite3.connect(book)) as connection:
        return connection.execute(query).fetchone()[0]


def test_others_edit_while_an_import_runs(book: Path, template: Path) -> None:
    with (
        _importing(book, template / "purchases.csv") as importing,
        subprocess.Popen([sys.executable, "-c", _COLLEAGUE, str(book)], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True) as colleague,
    ):  # fmt: skip
        assert colleague.stdin is not None
        assert colleague.stdout is not None
        assert colleague.stdout.readline() == "ready\n"
        _until_announced(book, importing)
        found = announced(book)
        assert found is not None
        assert (found.account, found.file) == (account_name(), "purchases.csv")
        assert (found.process, 0 <= found.percent < 100) == (importing.pid, True)
        took, seen = [], set()
        for _edit in range(_EDITS):
            colleague.stdin.write("\n")
            colleague.stdin.flush()
            took.append(float(colleague.stdout.readline()))
            seen.add(_asked(book, "SELECT count(*) FROM purchase"))
        colleague.stdin.close()
        told, complaints = importing.communicate()
        assert importing.returncode == 0, complaints
    assert max(took) < _LONGEST_WAIT_SECONDS
    assert f"{_ROWS:,} added" in told
    assert seen <= {0, _ROWS}, "no half of it"
    assert _asked(book, "SELECT count(*) FROM purchase") == _ROWS
    assert _asked(book, "SELECT count(*) FROM follow_up") == _EDITS
    assert not announced_beside(book).exists()
    assert_agreement(book, TODAY)
    edit = _asked(book, "SELECT id FROM edit WHERE what = 'import purchases'")
    take_back(open_book(book, TODAY), int(str(edit)))
    assert _asked(book, "SELECT count(*) FROM purchase") == 0
    assert _asked(book, "SELECT count(*) FROM follow_up") == _EDITS


def test_a_killed_import_is_announced_no_more(book: Path, template: Path) -> None:
    before = {path.name for path in book.parent.iterdir()}
    with _importing(book, template / "purchases.csv") as importing:
        _until_announced(book, importing)
        importing.kill()
        importing.wait()
    assert announced(book) is None
    assert announced_beside(book).exists(), "it was killed where it stood"
    assert _asked(book, "SELECT count(*) FROM purchase") == 0
    left = {path.name for path in book.parent.iterdir()} - before
    assert left <= {"book.db-wal", "book.db-shm", announced_beside(book).name}
    with _importing(book, template / "purchases.csv") as importing:
        importing.communicate()
    assert not announced_beside(book).exists()
    assert _asked(book, "SELECT count(*) FROM purchase") == _ROWS


def test_what_is_no_announcement(book: Path) -> None:
    import fcntl

    path = announced_beside(book)
    with path.open("w+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for told in (b"", b"{", b"[1]", b'{"account": 1}', b"\xff" * 3000, b"[" * 2000,
                     b'{"account":"a","file":"f","done":1e999,"total":1,"process":1,"machine":"m"}',
                     ):  # fmt: skip
            os.pwrite(file.fileno(), told, 0)
            assert announced(book) is None
        words = {"account": "a\x1b[31m\u202e", "file": "f\n\ng", "done": 5, "total": 10,
                 "process": 1, "machine": "m"}  # fmt: skip
        os.ftruncate(file.fileno(), 0)
        os.pwrite(file.fileno(), json.dumps(words).encode(), 0)
        found = announced(book)
        assert found is not None
        assert (found.account, found.file, found.percent) == ("a[31m", "f g", 50)
    path.unlink()
    path.symlink_to(book)
    with closing(connect(book)):
        before = _locks(book)
        assert announced(book) is None
        assert _locks(book) == before
    with _importing(book, book.parent / "none.csv") as importing:
        importing.communicate()
    assert path.is_symlink()


def _locks(path: Path) -> int:
    """How many locks anybody holds on a file; 0 where the system does not tell."""
    locks, number = Path("/proc/locks"), path.stat().st_ino
    return locks.read_text().count(f":{number} ") if locks.exists() else 0


def test_the_book_itself_is_no_file_to_import(book: Path) -> None:
    opened = open_book(book, TODAY)
    link = book.parent / "sheet.csv"
    with closing(connect(book)):
        link.hardlink_to(book)
        before = _locks(book)
        for file in (book, link, book.with_name(f"{book.name}-shm")):
            with pytest.raises(ExchangeError, match="the book itself"):
                import_file(
                    opened,
                    "customers",
                    file,
                    today=TODAY,
                    dry_run=True,
                )
        assert _locks(book) == before
        # A book of two names may only be read.
        link.unlink()
        link.symlink_to(book)
        with Terminal(program(book)) as terminal:
            terminal.see(" / ").press("ctrl+p").see("All commands").type("import").press("enter")
            terminal.see("type or paste the path").type(str(link)).press("enter")
            terminal.see("the book itself")
            own = _locks(book)
            assert own > before or own == 0


def test_a_file_whose_name_is_no_text_is_announced(book: Path) -> None:
    with Announcing(book, os.fsdecode(b"\xff.csv")) as announcing:
        deadline = time.monotonic() + 10
        while announced(book) is None and time.monotonic() < deadline:
            announcing.tell(1, 2)
        assert announced(book) is not None
    assert announced(book) is None


class _Patient:
    """Waits for a turn, and has enough when told something often."""

    def __init__(self, enough: int) -> None:
        self.told: list[str] = []
        self._enough = enough

    def waits(self, why: str) -> None:
        self.told.append(why)

    def has_had_enough(self) -> bool:
        return len(self.told) >= self._enough


def test_who_waits_is_told_for_what(book: Path) -> None:
    opened = open_book(book, TODAY)
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        patient = _Patient(2)
        with (
            waited_for_by(patient),
            pytest.raises(BookError, match="you did not wait"),
            opened.edit("x"),
        ):
            pass
        assert patient.told == ["Waiting for another program that writes"] * 2
        begun = time.monotonic()
        with pytest.raises(BookError, match="another program keeps writing"), opened.edit("x"):
            pass
        assert 4 < time.monotonic() - begun < 8
    command = ["-m", "custtui", "--db", str(book), "pin", "K00001", "grade", "A", "--reason", "x"]
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE,
                              text=True) as waiting:  # fmt: skip
            assert waiting.stderr is not None
            assert waiting.stderr.readline() == (
                "custtui: Waiting for another program that writes\n"
            )
            other.execute("ROLLBACK")
            assert waiting.wait() == 0
            assert waiting.stderr.read() == ""


def test_who_imports_waits_for_somebody_elses_import(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr(turn, "_PATIENCE_SECONDS", 0.0)
    opened, words = open_book(book, TODAY), {**_LILI, "process": os.getpid() + 1}
    with (
        announced_beside(book).open("wb") as file,
        closing(sqlite3.connect(book, isolation_level=None)) as other,
        Announcing(book, "mine.csv"),
    ):
        other.execute("BEGIN IMMEDIATE")
        file.write(json.dumps(words).encode())
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        patient = _Patient(2)
        with (
            waited_for_by(patient),
            pytest.raises(BookError, match="you did not wait"),
            opened.edit("import customers", "import"),
        ):
            pass
    assert patient.told == ["Waiting: lili is importing list.csv, 34 %"] * 2


def _form(terminal: Terminal) -> None:
    terminal.type("K00299").see("客户299").press("enter").see("Overview").press("e").see("ctrl+s")
    terminal.press("tab", "end").type("号")


def test_a_form_waits_and_says_for_whom(book: Path) -> None:
    import fcntl

    with (
        Terminal(program(book), columns=120) as terminal,
        announced_beside(book).open("wb") as file,
        closing(sqlite3.connect(book, isolation_level=None)) as other,
    ):
        terminal.see("300 customers")
        file.write(json.dumps(_LILI).encode())
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        terminal.see("import 34 % · lili", "lili is importing list.csv, 34 %")
        _form(terminal)
        other.execute("BEGIN IMMEDIATE")
        terminal.press("ctrl+s").see("Waiting: lili is importing list.csv, 34 %")
        terminal.press("esc").see("you did not wait", "客户299号")
        assert _asked(book, "SELECT count(*) FROM customer WHERE name LIKE '%号'") == 0
        fcntl.flock(file, fcntl.LOCK_UN)
        terminal.press("ctrl+s").see("Waiting for another program that writes")
        other.execute("ROLLBACK")
        terminal.see("Saved").see_no("import 34 %")
    assert _asked(book, "SELECT name FROM customer WHERE code = 'K00299'") == "客户299号"


def test_a_hang_up_while_a_form_waits(book: Path) -> None:
    with (
        Terminal(program(book), columns=120) as terminal,
        closing(sqlite3.connect(book, isolation_level=None)) as other,
    ):
        terminal.see("300 customers")
        _form(terminal)
        other.execute("BEGIN IMMEDIATE")
        terminal.press("ctrl+s").see("Waiting for another program")
        terminal.kill(signal.SIGHUP)
        begun = time.monotonic()
        assert terminal.ends() == 128 + signal.SIGHUP
        assert time.monotonic() - begun < 1
