"""Restore: exactly yesterday, today kept, and nobody who has the book open left behind."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from custtui.model import Customer
from custtui.reading.backups.names import ASKED, RESTORE, backups_in
from custtui.reading.backups.places import folders
from custtui.reading.connection import VERSION, BookError, connect
from custtui.store import open_book, take_back
from custtui.store.backups import restoring
from custtui.store.backups.copying import Halt
from custtui.store.backups.left_over import left_over
from custtui.store.backups.making import back_up
from custtui.store.backups.replacing import replace_inside
from custtui.store.backups.restoring import restore
from custtui.store.migrate import steps
from tests.faults.books import TODAY, Writer, asked, everything, filled_book, rename

_RESTORE = """
import sqlite3, sys
from datetime import date
from pathlib import Path
from custtui.store.backups import replacing, restoring

class Telling(sqlite3.Connection):
    def backup(self, target, *, progress, **others):
        def tell(*how_far):
            progress(*how_far)
            print(how_far, flush=True)
            sys.stdin.readline()
        super().backup(target, progress=tell, **others)

replacing._PAGES_AT_ONCE = 5
open_one = sqlite3.connect
replacing._open = lambda path: open_one(path, isolation_level=None, factory=Telling)
restoring.restore(Path(sys.argv[1]), Path(sys.argv[2]), date(2026, 11, 22))
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for one test, so that it may look at all that lies there."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def _here() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


def restored_apart(path: Path, file: Path) -> Path:
    """Restore in another process, since this one has the book open; where that was saved."""
    done = subprocess.run(
        [sys.executable, "-m", "custtui", "--db", str(path), "restore", str(file), "--yes"],
        env=_here(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    newest = backups_in(path, folders(path, ""))[0]
    assert newest.reason == RESTORE
    return newest.path


def test_yesterday_comes_back_exactly_and_today_is_kept(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    yesterday, kept = everything(book.path), back_up(book.path, ASKED)
    rename(book, "张三")
    with book.edit("delete customer") as edit:
        edit.delete("customer", 2)
    today = everything(book.path)
    assert today != yesterday
    done = restore(book.path, kept.path, TODAY)
    assert done.customers == 30
    assert everything(book.path) == yesterday
    assert done.replaced is not None
    assert everything(done.replaced) == today
    again = restore(book.path, done.replaced, TODAY)
    assert again.customers == 29
    assert everything(book.path) == today
    assert {each.path for each in backups_in(book.path, folders(book.path, ""))} == {
        kept.path, done.replaced, again.replaced,
    }  # fmt: skip
    assert asked(book.path, "PRAGMA journal_mode") == [("wal",)]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book.db", "data"]


def test_who_has_it_open_sees_the_restored_book_and_goes_on(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    with closing(connect(book.path)) as watching, Writer(book.path) as writer:
        before = writer.write()
        seen = watching.execute("PRAGMA data_version").fetchone()
        replaced = restored_apart(book.path, kept.path)
        assert watching.execute("PRAGMA data_version").fetchone() != seen
        assert watching.execute("SELECT max(id) FROM edit").fetchone()[0] < before
        after = writer.write()
        assert watching.execute("SELECT max(id) FROM edit").fetchone() == (after,)
    assert asked(replaced, "SELECT max(id) FROM edit") == [(before,)], "not lost but kept"
    assert after > before, "a number never means two edits"
    assert asked(book.path, "SELECT id FROM edit WHERE id > 2") == [(after,)]
    assert asked(book.path, "PRAGMA integrity_check") == [("ok",)]


def test_what_is_made_after_it_has_numbers_of_its_own(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    with book.edit("new customer") as edit:
        lost = edit.add(Customer(code="", name="今天", recorded=""))
    assert edit.result is not None
    restore(book.path, kept.path, TODAY)
    with book.edit("new customer") as later:
        assert later.add(Customer(code="", name="明天", recorded="")) > lost
    with pytest.raises(BookError, match="There is no edit"):
        take_back(book, edit.result.edit_id)


def test_an_edit_in_the_last_moment_is_kept_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others write after the book was saved and before the lock is held, each time."""
    book = filled_book(tmp_path / "book.db")
    kept, written = back_up(book.path, ASKED), []

    def interrupted(path: Path, source: Path, may_go_on: Callable[[], None], halt: Halt) -> None:
        written.append(writer.write())
        replace_inside(path, source, may_go_on, halt)

    monkeypatch.setattr(restoring, "replace_inside", interrupted)
    with Writer(book.path) as writer:
        done = restore(book.path, kept.path, TODAY)
    assert len(written) == 3
    assert done.replaced is not None
    assert asked(done.replaced, "SELECT id FROM edit WHERE id > 2 ORDER BY id") == [
        (each,) for each in written
    ]
    assert asked(book.path, "SELECT id FROM edit WHERE id > 2") == []


def test_while_others_write_steadily_every_edit_is_in_one_of_both(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    with Writer(book.path, steadily=True) as writer:
        writer.next()
        done = restore(book.path, kept.path, TODAY)
        while not asked(book.path, "SELECT 1 FROM edit WHERE id > 2"):
            writer.next()
    assert done.replaced is not None
    before = {edit for (edit,) in asked(done.replaced, "SELECT id FROM edit")}
    now = {edit for (edit,) in asked(book.path, "SELECT id FROM edit WHERE id > 2")}
    assert now
    assert max(before) < min(now)
    assert asked(book.path, "PRAGMA integrity_check") == [("ok",)]


def test_a_book_that_is_gone_comes_back(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    before, kept = everything(book.path), back_up(book.path, ASKED)
    book.path.unlink()
    done = restore(book.path, kept.path, TODAY)
    assert (done.replaced, done.was_damaged) == (None, False)
    assert everything(book.path) == before
    assert asked(book.path, "PRAGMA journal_mode") == [("wal",)]
    assert book.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", [b"not a database " * 700, b""], ids=["text", "empty"])
def test_a_damaged_book_is_moved_aside_with_its_side_files(tmp_path: Path, damage: bytes) -> None:
    book = filled_book(tmp_path / "book.db")
    before, kept = everything(book.path), back_up(book.path, ASKED)
    book.path.write_bytes(damage)
    wal = book.path.with_name("book.db-wal")
    wal.write_bytes(b"left over")
    done = restore(book.path, kept.path, TODAY)
    assert done.was_damaged
    assert done.replaced is not None
    assert done.replaced.read_bytes() == damage
    assert done.replaced.with_name(f"{done.replaced.name}-wal").read_bytes() == b"left over"
    assert not wal.exists()
    assert everything(book.path) == before


def test_a_book_with_a_hole_in_it_is_moved_aside(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    before, kept = everything(book.path), back_up(book.path, ASKED)
    with open(book.path, "r+b") as file:
        file.seek(20 * 4096)
        file.write(b"\x55" * 4096 * 10)
    done = restore(book.path, kept.path, TODAY)
    assert done.was_damaged
    assert everything(book.path) == before


def test_what_is_no_sound_backup_changes_nothing(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    before, kept = everything(book.path), back_up(book.path, ASKED).path
    text, other, newer, torn = (tmp_path / f"{n}.db" for n in ("text", "other", "newer", "torn"))
    text.write_text("not a database" * 100)
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE t (x)")
    newer.write_bytes(kept.read_bytes())
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    torn.write_bytes(kept.read_bytes()[:-40_000])
    for file, reason in (
        (text, "can't be read"),
        (other, "no customer book"),
        (newer, "newer custtui"),
        (torn, r"torn\.db"),
        (tmp_path / "none.db", "no file"),
        (book.path, "the book itself"),
    ):
        with pytest.raises(BookError, match=reason):
            restore(book.path, file, TODAY)
    assert everything(book.path) == before
    assert [each.reason for each in backups_in(book.path, folders(book.path, ""))] == [ASKED]


def test_a_database_of_another_program_is_not_replaced(tmp_path: Path) -> None:
    kept = back_up(filled_book(tmp_path / "book.db").path, ASKED).path
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE t (x)")
    before = other.read_bytes()
    with pytest.raises(BookError, match="no customer book"):
        restore(other, kept, TODAY)
    assert other.read_bytes() == before


def test_without_a_backup_of_what_is_replaced_nothing_is(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    file = tmp_path / "kept.db"
    kept.path.rename(file)
    rename(book, "张三")
    before = everything(book.path)
    home.rename(tmp_path / "moved")
    home.write_text("no folder")
    with pytest.raises(BookError, match="No backup in"):
        restore(book.path, file, TODAY)
    assert everything(book.path) == before


def test_killed_in_the_middle_it_is_the_book_that_it_was(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db", customers=100)
    yesterday, kept = everything(book.path), back_up(book.path, ASKED)
    rename(book, "张三")
    today = everything(book.path)
    command = [sys.executable, "-c", _RESTORE, str(book.path), str(kept.path)]
    for portions in (1, 3, 9):
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_here()
        ) as program:
            assert program.stdin is not None
            assert program.stdout is not None
            # It waits after every portion that it writes under the lock, and dies in the middle.
            for _portion in range(portions):
                assert program.stdout.readline()
                program.stdin.write("\n")
                program.stdin.flush()
            program.kill()
        assert everything(book.path) == today
        assert asked(book.path, "PRAGMA integrity_check") == [("ok",)]
    restore(book.path, kept.path, TODAY)
    assert everything(book.path) == yesterday


def test_a_disk_without_room_changes_nothing(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db", customers=1000)
    kept = back_up(book.path, ASKED)
    rename(book, "张三")
    today = everything(book.path)
    # Room for the copies, but not for the same pages with the heads that they have in the -wal.
    limit = max(each.stat().st_size for each in (book.path, kept.path)) // 1024
    done = subprocess.run(
        ["bash", "-c", f'ulimit -f {limit}; exec "$@"', "-", sys.executable, "-m", "custtui",
         "--db", str(book.path), "--lang", "en", "restore", str(kept.path), "--yes"],
        capture_output=True, text=True, env=_here(), check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "could not be restored, nothing was changed" in done.stderr
    assert everything(book.path) == today
    assert asked(book.path, "PRAGMA integrity_check") == [("ok",)]
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []
    rename(book, "李四")


def test_what_a_killed_restore_left_goes_and_nothing_else(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    ours = tmp_path / "book.db.restore-12345.part"
    others = [tmp_path / f"book.db.{end}" for end in ("restore-2026", "restore-notes.txt", "part")]
    for each in (ours, *others):
        each.write_bytes(b"")
        os.utime(each, (0, 0))
    assert left_over(book.path) == [ours]
    restored_apart(book.path, kept.path)
    assert not ours.exists()
    assert all(each.exists() for each in others)


def test_an_older_backup_is_brought_up_to_date_before_anybody_sees_it(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        for step in sorted(steps())[:-1]:
            connection.executescript(steps()[step])
        connection.execute("PRAGMA application_id = 0x43555354")
        connection.execute(f"PRAGMA user_version = {VERSION - 1}")
        connection.execute("INSERT INTO customer (code, name, recorded) VALUES ('C1', '张三', '')")
        connection.commit()
    before = old.read_bytes()
    with closing(connect(book.path)) as watching:
        restored_apart(book.path, old)
        assert watching.execute("SELECT name FROM customer").fetchall() == [("张三",)]
        assert watching.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert old.read_bytes() == before
    assert [each.reason for each in backups_in(book.path, folders(book.path, ""))] == [RESTORE]
    rename(open_book(book.path, TODAY), "李四")


def test_a_backup_copied_by_hand_keeps_a_log_like_any_book(tmp_path: Path) -> None:
    kept = back_up(filled_book(tmp_path / "book.db").path, ASKED)
    path = tmp_path / "by hand.db"
    path.write_bytes(kept.path.read_bytes())
    assert asked(path, "PRAGMA journal_mode") == [("delete",)]
    with closing(sqlite3.connect(path)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM customer").fetchone()
        open_book(path, TODAY)  # not now: somebody reads, and nobody waits for that
        reading.execute("ROLLBACK")
    rename(open_book(path, TODAY), "张三")
    assert asked(path, "PRAGMA journal_mode") == [("wal",)]


def test_who_waits_for_somebody_who_writes_is_told(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    command = [sys.executable, "-m", "custtui", "--db", str(book.path), "restore", str(kept.path)]
    with closing(sqlite3.connect(book.path, isolation_level=None)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        with subprocess.Popen(
            [*command, "--yes", "--lang", "en"], stderr=subprocess.PIPE, text=True, env=_here()
        ) as restoring_apart:
            assert restoring_apart.stderr is not None
            assert "Waiting for another program" in restoring_apart.stderr.readline()
            writing.execute("ROLLBACK")
            assert restoring_apart.wait(30) == 0
