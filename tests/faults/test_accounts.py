"""With real accounts, groups and umasks: each may do what README says, and nobody is in the way."""

import re
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.faults.accounts import (
    GROUP,
    OWNER,
    READER,
    STRANGER,
    WRITER,
    Account,
    custtui,
    environment,
    folder,
    home,
    place,
    python,
    script,
    why_not,
)
from tests.terminal.terminal import Terminal, program

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "")

_README = Path(__file__).parents[2] / "README.md"
_PEOPLE = {"owner": OWNER, "group writer": WRITER, "group reader": READER, "stranger": STRANGER}
_FOLDERS = {"2770": 0o2770, "2750": 0o2750}
#: Others' edits are looked for twice a second; the rest is drawing, on a busy machine.
_SOON_SECONDS = 1.0
#: An edit takes some 10 ms; what waits for a lock waits until the other lets go.
_NO_WAIT_SECONDS = 1.0
_EDITS = 50
_STRESS_SECONDS = 2
PIN = ("pin", "C00001", "grade", "A", "--reason", "a good one")


@pytest.fixture
def at() -> Iterator[Path]:
    with place() as path:
        yield path


def make_book(at: Path, mode: int, *, umask: int = 0o077) -> Path:
    """A book of the owner with one customer, in a folder of that mode."""
    book = folder(at / "shared", mode) / "book.db"
    customers = at / "customers.csv"
    customers.write_text("name,phone\nZhang San,13800138001\n")
    customers.chmod(0o644)
    made = custtui(OWNER, at, "--db", str(book), "import", "customers", str(customers), umask=umask)
    assert made.returncode == 0, made.stderr
    return book


def modes_of(book: Path) -> dict[str, tuple[int, int, int]]:
    """Mode, owner and group of the book and of all that stands beside it."""
    found = {}
    for path in book.parent.iterdir():
        status = path.stat()
        found[path.name] = (stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid)
    return found


# What README's table says.


def table() -> list[tuple[str, str, str]]:
    """What is done, by whom, and the word of the table: yes or no."""
    text = _README.read_text("utf-8")
    lines = re.findall(
        r"^\|(.*)\|$", text.split("<!-- accounts", 1)[1].split("<!-- /accounts")[0], re.M
    )
    head, _rule, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [
        (row[0], person, word)
        for row in rows
        for person, word in zip(head[1:], row[1:], strict=True)
    ]


def on_screen(account: Account, at: Path, book: Path) -> bool:
    with terminal(account, at, book) as opened:
        opened.until(lambda: "Zhang San" in opened.text or opened.has_ended(), "open or end")
        return "Zhang San" in opened.text


def by_command(*arguments: str) -> Callable[[Account, Path, Path], bool]:
    def act(account: Account, at: Path, book: Path) -> bool:
        filled = [each.format(home=home(at, account), at=at) for each in arguments]
        done = custtui(account, at, "--db", str(book), *filled)
        if done.returncode:
            assert re.search(r"lacks [ugo]\+[rwx]", done.stderr), done.stderr
            assert "Traceback" not in done.stderr
        return done.returncode == 0

    return act


ACTS: dict[str, Callable[[Account, Path, Path], bool]] = {
    "open": on_screen,
    "read": by_command("find", "zs"),
    "write": by_command(*PIN),
    "import": by_command("import", "customers", "{at}/customers.csv", "--keep-duplicates"),
    "export": by_command("export", "{home}/book.xlsx"),
}


def test_the_table_speaks_of_everybody_and_everything() -> None:
    said = {(what, person) for what, person, _word in table()}
    assert {person.split(" (")[0] for _what, person in said} == set(_PEOPLE)
    assert {what.split(" (")[0] for what, _person in said} == set(ACTS)


@pytest.mark.parametrize("person", _PEOPLE)
def test_each_may_do_exactly_what_the_table_says(at: Path, person: str) -> None:
    account = _PEOPLE[person]
    book = make_book(at, 0o2750 if account is READER else 0o2770)
    before = modes_of(book)
    for what, whom, word in table():
        if whom.split(" (")[0] == person:
            may = ACTS[what.split(" (")[0]](account, at, book)
            assert may is (word == "yes"), f"{person} {what}: README says {word}"
    # Nobody leaves anything behind that others can't use.
    assert modes_of(book) == before


# The modes of what is made.


_MADE_UNDER_UMASKS = """
import os, sys
from datetime import date
from pathlib import Path
from custtui.store import open_book

books = []
for folder in sys.argv[1:]:
    for umask in (0o077, 0o022, 0o007):
        os.umask(umask)
        book = open_book(Path(folder) / f"{umask:o}.db", date(2026, 11, 22))
        book.stay_open()
        books.append(book)
        with book.edit("new day") as edit:
            edit.judge_anew()
print("made", flush=True)
input()
"""


def test_a_book_is_what_its_folder_says_whatever_the_umask(at: Path) -> None:
    expected = {0o2770: 0o660, 0o2750: 0o640, 0o700: 0o600, 0o770: 0o600}
    folders = {mode: folder(at / f"{mode:o}", mode) for mode in expected}
    with script(OWNER, at, _MADE_UNDER_UMASKS, *map(str, folders.values())) as working:
        assert working.stdout is not None
        assert working.stdout.readline() == "made\n"
        for mode, path in folders.items():
            group = GROUP if mode & stat.S_ISGID else OWNER.number
            found = modes_of(path / "77.db")
            assert len(found) == 3 * len(("book", "-wal", "-shm"))
            assert set(found.values()) == {(expected[mode], OWNER.number, group)}, found
        working.communicate("\n")


def test_a_folder_that_keeps_the_group_to_itself_shuts_nobody_out(at: Path) -> None:
    """0660 in 0770: what one of them wrote beside the book would be closed to the others."""
    book = make_book(at, 0o2770)
    book.parent.chmod(0o770)
    refused = custtui(WRITER, at, "--db", str(book), *PIN)
    assert refused.returncode == 1
    assert "chmod g+s" in refused.stderr
    assert custtui(WRITER, at, "--db", str(book), "find", "zs").returncode == 0
    assert set(modes_of(book)) == {"book.db"}


# Readers.


@pytest.fixture(params=["closed folder", "open folder"])
def read_only_book(request: pytest.FixtureRequest, at: Path) -> Path:
    """0640: the reader may not write it, but in one case make files beside it."""
    book = make_book(at, 0o2750 if request.param == "closed folder" else 0o2770)
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


# Who it was.


def test_the_log_names_the_account_that_the_system_vouches_for(at: Path) -> None:
    book = make_book(at, 0o2770)
    done = custtui(WRITER, at, "--db", str(book), *PIN, USER="root", LOGNAME="boss", SUDO_USER="x")
    assert done.returncode == 0, done.stderr
    logged = custtui(OWNER, at, "--db", str(book), "log").stdout.splitlines()
    assert f" {WRITER.number} " in next(line for line in logged if "pin" in line)
    # Whoever borrows the permissions of a program is still who started it.
    code = (
        "import os; from custtui.values.account import account_name\n"
        f"os.setresuid({WRITER.number}, {OWNER.number}, {OWNER.number}); print(account_name())"
    )
    with place() as there:
        said = subprocess.run(
            [python(), "-c", code], env=environment(there), cwd="/", capture_output=True, text=True,
            check=True,
        )  # fmt: skip
    assert said.stdout == f"{WRITER.number}\n"


def terminal(account: Account, at: Path, book: Path) -> Terminal:
    """The app by that account, on a real terminal."""
    return Terminal(
        program(book),
        environment=environment(home(at, account)),
        python=python(),
        become=partial(account.become),
    )
