"""With real accounts, groups and umasks: each may do what README says, and nobody is in the way."""

import re
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.accounts.people import (
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
    modes_of,
    place,
    python,
    script,
    terminal,
    why_not,
)

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "")

_README = Path(__file__).parents[3] / "README.md"
_PEOPLE = {"owner": OWNER, "group writer": WRITER, "group reader": READER, "stranger": STRANGER}
PIN = ("pin", "C00001", "grade", "A", "--reason", "a good one")


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
    "backup": by_command("backup"),
    "restore": by_command("restore", "{at}/backup.db", "--yes"),
}


def test_the_table_speaks_of_everybody_and_everything() -> None:
    said = {(what, person) for what, person, _word in table()}
    assert {person.split(" (")[0] for _what, person in said} == set(_PEOPLE)
    assert {what.split(" (")[0] for what, _person in said} == set(ACTS)


@pytest.mark.parametrize("person", _PEOPLE)
def test_each_may_do_exactly_what_the_table_says(
    at: Path, make_book: Callable[[int], Path], person: str
) -> None:
    account = _PEOPLE[person]
    book = make_book(0o2750 if account is READER else 0o2770)
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


def test_a_folder_that_keeps_the_group_to_itself_shuts_nobody_out(
    at: Path, make_book: Callable[[int], Path]
) -> None:
    """0660 in 0770: what one of them wrote beside the book would be closed to the others."""
    book = make_book(0o2770)
    book.parent.chmod(0o770)
    refused = custtui(WRITER, at, "--db", str(book), *PIN)
    assert refused.returncode == 1
    assert "chmod g+s" in refused.stderr
    assert custtui(WRITER, at, "--db", str(book), "find", "zs").returncode == 0
    assert set(modes_of(book)) == {"book.db"}


# Who it was.


def test_the_log_names_the_account_that_the_system_vouches_for(
    at: Path, make_book: Callable[[int], Path]
) -> None:
    book = make_book(0o2770)
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
