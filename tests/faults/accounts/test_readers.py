"""Who may only read a book sees all of it at once, holds nobody up, and leaves nothing behind."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.accounts.people import (
    GROUP,
    OWNER,
    READER,
    custtui,
    home,
    modes_of,
    script,
    terminal,
    why_not,
)

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "")

#: Others' edits are looked for twice a second; the rest is drawing, on a busy machine.
_SOON_SECONDS = 1.0
#: An edit takes some 10 ms; what waits for a lock waits until the other lets go.
_NO_WAIT_SECONDS = 1.0
_EDITS = 50
_STRESS_SECONDS = 2


@pytest.fixture(params=["closed folder", "open folder"])
def read_only_book(request: pytest.FixtureRequest, make_book: Callable[[int], Path]) -> Path:
    """0640: the reader may not write it, but in one case make files beside it."""
    book = make_book(0o2750 if request.param == "closed folder" else 0o2770)
    book.chmod(0o640)
    return book


_OWNER_AT_WORK = """
import sys, time
from datetime import date
from pathlib import Path
from custtui.model import Customer
from custtui.store import open_book

book = open_book(Path(sys.argv[1]), date.today())
book.stay_open()
for line in sys.stdin:
    names, longest = line.split(), 0.0
    for name in names:
        began = time.perf_counter()
        with book.edit("new customer") as edit:
            edit.add(Customer(code="", name=name, recorded=""))
        longest = max(longest, time.perf_counter() - began)
    with book.edit("look") as edit:
        pass
    connection = book._engine.raw_connection()
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    connection.close()
    print(longest, busy, flush=True)
book.close()
"""


def test_a_reader_sees_all_is_in_nobodys_way_and_leaves_nothing(
    at: Path, read_only_book: Path
) -> None:
    book = read_only_book
    with terminal(READER, at, book) as reader:
        # Nobody has the book open.
        reader.see("Zhang San", "read only")
        assert set(modes_of(book)) == {"book.db"}
        with script(OWNER, at, _OWNER_AT_WORK, str(book)) as owner:
            longest, busy = _edit(owner, [f"Customer{number}" for number in range(_EDITS)])
            began = time.monotonic()
            reader.see(f"{_EDITS + 1} customers")
            assert time.monotonic() - began < _SOON_SECONDS
            assert longest < _NO_WAIT_SECONDS
            assert not busy, "a reader kept what was written from going into the book"
            reader.press("f9").see("may only be read", "(0640", "g+w")
            reader.see_no("ctrl+s")
            longest, busy = _edit(owner, ["Late"])
            reader.see(f"{_EDITS + 2} customers")
            assert not busy
            owner.communicate()
        # The owner has gone, and comes back for one command.
        done = custtui(OWNER, at, "--db", str(book), "undo")
        assert done.returncode == 0, done.stderr
        reader.see(f"{_EDITS + 1} customers")
        assert all(of[1:] == (OWNER.number, GROUP) for of in modes_of(book).values())
        if "2770" in oct(book.parent.stat().st_mode):
            # Whoever may write from now on can, without starting anew.
            for name in modes_of(book):
                book.with_name(name).chmod(0o660)
            reader.see_no("read only").press("f9").see("New customer", "ctrl+s").press("esc")
        assert reader.see_no("ctrl+s").press("ctrl+q").ends() == 0
    assert custtui(OWNER, at, "--db", str(book), "undo").returncode == 0
    found = custtui(READER, at, "--db", str(book), "find", f"Customer{_EDITS - 1}")
    assert (found.returncode, found.stdout) == (0, "")
    assert not list(home(at, READER).glob("custtui-reading-*"))


def _edit(owner: subprocess.Popen[str], names: list[str]) -> tuple[float, int]:
    assert owner.stdin is not None
    assert owner.stdout is not None
    owner.stdin.write(" ".join(names) + "\n")
    owner.stdin.flush()
    longest, busy = owner.stdout.readline().split()
    return float(longest), int(busy)


_OWNER_COMES_AND_GOES = """
import sqlite3, sys, threading, time
from contextlib import closing

end, edits = time.monotonic() + float(sys.argv[2]), 0
while time.monotonic() < end:
    with closing(sqlite3.connect(sys.argv[1], isolation_level=None)) as book:
        for _ in range(3):
            edits += 1
            book.execute("BEGIN IMMEDIATE")
            note = chr(ord("a") + edits % 26) * 200_000
            book.execute("UPDATE customer SET note = ?, stage = ?", (note, edits))
            book.execute(
                "INSERT INTO edit (what, cause, moment, uid, account) VALUES (?, '', '', 0, '')",
                [str(edits)],
            )
            book.execute("COMMIT")
            book.execute("PRAGMA wal_checkpoint(PASSIVE)")
    threading.Event().wait(0.05)
print(edits)
"""

_READER_LOOKS = """
import collections, sys, threading, time
from contextlib import closing
from pathlib import Path
from custtui.reading.as_reader import open_as_reader

end, seen = time.monotonic() + float(sys.argv[2]), collections.Counter()
while time.monotonic() < end:
    with closing(open_as_reader(Path(sys.argv[1]))) as book:
        book.execute("BEGIN")
        (note, stage), = book.execute("SELECT note, stage FROM customer")
        (newest,) = book.execute("SELECT what FROM edit ORDER BY id DESC LIMIT 1").fetchone()
        assert stage in (None, newest), (stage, newest)
        assert note is None or len(set(note)) == 1 and len(note) == 200_000
        assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        seen[type(book).__name__] += stage is not None
    threading.Event().wait(0.02)
print(seen["CopyReader"], seen["Follower"])
"""


def test_what_a_reader_sees_is_never_torn(at: Path, read_only_book: Path) -> None:
    """A writer comes, writes, moves it all into the book and goes, again and again."""
    arguments = (str(read_only_book), str(_STRESS_SECONDS))
    with (
        script(OWNER, at, _OWNER_COMES_AND_GOES, *arguments) as owner,
        script(READER, at, _READER_LOOKS, *arguments) as reader,
    ):
        copies, followed = map(int, reader.communicate()[0].split())
        assert int(owner.communicate()[0]) > _STRESS_SECONDS
    assert reader.returncode == 0
    assert copies > _STRESS_SECONDS
    assert followed > _STRESS_SECONDS
    assert all(of[1] == OWNER.number for of in modes_of(read_only_book).values())


_LOOKS_AT_ANOTHER_DAY = """
import sys
from datetime import date
from pathlib import Path
from custtui.segments.over_time.time_travel import view_of

view = view_of(Path(sys.argv[1]), date(2020, 1, 1))
print("looks", flush=True)
input()
"""


def test_a_reader_who_looks_at_another_day_keeps_nothing_from_going_into_the_book(
    at: Path, read_only_book: Path
) -> None:
    book = str(read_only_book)
    with script(OWNER, at, _OWNER_AT_WORK, book) as owner:
        _edit(owner, ["Early"])
        with script(READER, at, _LOOKS_AT_ANOTHER_DAY, book) as reader:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "looks\n"
            _longest, busy = _edit(owner, ["Late"])
            assert not busy
            reader.communicate("\n")
        owner.communicate()
