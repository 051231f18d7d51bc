"""A book in an odd place: behind a link, under two names, where no home or folder is."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from custtui.reading.connection import BookError, connect
from custtui.reading.permission import why_not_writable
from custtui.store import open_book
from custtui.store.checkup.place import modes
from tests.cli.running import bare_environment, run
from tests.faults.accounts.people import OWNER, READER, custtui, folder, place, script, why_not
from tests.faults.books import TODAY, asked, filled_book, rename

_KEEP_OPEN = """
import sys
from datetime import date
from pathlib import Path
from custtui.reading.connection import connect
from custtui.store import open_book
book = open_book(Path(sys.argv[1]), date.today())
book.stay_open()
with book.edit("fill") as edit:
    edit.add_record("customer", {"name": "Zhang San"})
connection = connect(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "")
def test_a_reader_sees_through_a_link_what_is_not_yet_in_the_file() -> None:
    with place() as at:
        shared = folder(at / "shared", 0o2750)
        book, link = shared / "book.db", folder(at / "links", 0o755) / "link.db"
        link.symlink_to(book)
        with script(OWNER, at, _KEEP_OPEN, str(book)) as writing:
            assert writing.stdout is not None
            assert writing.stdout.readline() == "open\n"
            found = custtui(READER, at, "--db", str(link), "find", "Zhang")
            writing.communicate("")
        assert "Zhang San" in found.stdout


def test_all_that_lies_beside_a_book_lies_beside_the_file_and_not_beside_a_link(
    tmp_path: Path,
) -> None:
    book = filled_book(tmp_path / "book.db")
    links = tmp_path / "links"
    links.mkdir()
    link = links / "link.db"
    link.symlink_to(book.path)
    assert run("--db", str(link), "backup", home=tmp_path).returncode == 0
    listed = run("--db", str(book.path), "backup", "--list", home=tmp_path)
    assert "30 customers" in listed.stdout
    (kept,) = tmp_path.rglob("*-asked.db")
    rename(book, "张三")
    assert run("--db", str(link), "restore", str(kept), "--yes", home=tmp_path).returncode == 0
    assert link.is_symlink()
    assert asked(book.path, "SELECT count(*) FROM customer WHERE name = '张三'") == [(0,)]
    assert [each.name for each in links.iterdir()] == ["link.db"]


def test_a_book_of_two_names_is_read_but_not_written(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"name": "张三"})
    other = tmp_path / "other.db"
    other.hardlink_to(book.path)
    for path in (book.path, other):
        with pytest.raises(BookError, match="2 names"):
            open_book(path, TODAY)
        (told,) = modes(path)
        assert "2 names" in told.wrong
        with closing(connect(path)) as reading:
            row = reading.execute("SELECT name FROM customer WHERE id = 1").fetchone()
            assert row == ("张三",)
    other.unlink()
    assert why_not_writable(book.path) is None
    assert list(modes(book.path)) == []


def test_an_account_without_a_home_is_told_what_it_lacks(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    answers = {}
    for command in (["locate"], ["--db", str(book.path), "find", "客户1"]):
        answers[command[-1]] = _without_home(tmp_path, *command)
    assert "客户1" in answers["客户1"].stdout
    assert "/.local/share/custtui/book.db" in answers["locate"].stdout
    assert all("Traceback" not in done.stderr for done in answers.values())


def _without_home(at: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The program as an account that the system does not know, but for its own number."""
    start = (
        "import pwd, sys; from custtui.cli import main\n"
        "def unknown(number): raise KeyError(number)\n"
        "pwd.getpwuid = unknown\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    environment = {key: value for key, value in bare_environment(at).items() if key != "HOME"}
    return subprocess.run(
        [sys.executable, "-c", start, *arguments],
        env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def test_a_folder_that_was_deleted_is_named_as_the_reason(tmp_path: Path) -> None:
    filled_book(tmp_path / "book.db")
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["/bin/sh", "-c", 'rmdir "$PWD"; exec "$@"', "sh", sys.executable, "-P", "-m", "custtui",
         "--db", "../book.db", "find", "x"],
        cwd=gone, env=bare_environment(tmp_path) | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "was deleted" in done.stderr


def test_a_name_too_long_for_what_lies_beside_it_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / ("客" * 83)
    with pytest.raises(BookError, match="34 bytes too long"):
        open_book(path, TODAY)
    assert list(tmp_path.iterdir()) == []
