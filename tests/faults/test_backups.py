"""Backups: whole whatever others write, verified, and nothing half where it goes wrong."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from custtui.reading.backups.names import ASKED, DAILY, IMPORT, Backup, backups_in, file_name
from custtui.reading.backups.places import folders, own_folder
from custtui.reading.backups.standing import is_due, stale_days
from custtui.reading.connection import BookError, connect
from custtui.segments.judging.judge import judge_view
from custtui.store.backups import apart, copying
from custtui.store.backups.copying import Damaged, Halt, Halted, verify
from custtui.store.backups.folder import NoBackup
from custtui.store.backups.making import (
    back_up,
    back_up_changed,
    back_up_to,
)
from custtui.store.settings import change_setting
from tests.faults.books import TODAY, Writer, asked, everything, filled_book, rename

_PROGRAM = """
import sys
from pathlib import Path
from custtui.store.backups.making import back_up
from custtui.reading.connection import BookError
try:
    print(back_up(Path(sys.argv[1]), "asked", pause_seconds=float(sys.argv[2])).path)
except BookError as error:
    sys.exit(str(error))
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for one test, so that it may look at all that lies there."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def listed(path: Path) -> list[Backup]:
    return backups_in(path, folders(path, ""))


def test_a_backup_is_the_whole_book_and_opens_like_one(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    made = back_up(book.path, ASKED)
    assert everything(made.path, numbers=True) == everything(book.path, numbers=True)
    assert listed(book.path) == [made]
    assert sorted(each.name for each in made.path.parent.iterdir()) == [made.path.name]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    with connect(made.path, read_only=True) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("SELECT count(*) FROM customer").fetchone() == (30,)
    assert sorted(each.name for each in made.path.parent.iterdir()) == [made.path.name]


def test_a_backup_while_another_process_writes_is_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = filled_book(tmp_path / "book.db", customers=100)
    # Many portions with a pause after each: others write many times while it is copied.
    monkeypatch.setattr(copying, "_PAGES_AT_ONCE", 5)
    with Writer(book.path, steadily=True) as writer:
        writer.next()
        made = back_up(book.path, ASKED, pause_seconds=0.05)
        (meanwhile,) = asked(book.path, "SELECT max(id) FROM edit")[0]
    assert asked(made.path, "PRAGMA integrity_check") == [("ok",)]
    ((edits, purchases),) = asked(
        made.path,
        "SELECT (SELECT max(id) FROM edit), (SELECT max(amount) FROM purchase WHERE customer_id=1"
        " AND amount < 1000)",
    )
    assert edits == purchases + 2, "as many edits as purchases, after the two that made the book"
    assert meanwhile > edits + 5, "nobody waited for it"
    columns = "customer_id, grade, value, lifecycle, behaviour, risk"
    with connect(made.path) as copy:
        stored = copy.execute(f"SELECT {columns} FROM segment ORDER BY customer_id").fetchall()
        judge_view(copy, TODAY)
        anew = copy.execute(f"SELECT {columns} FROM segment ORDER BY customer_id").fetchall()
    assert stored == anew


def test_none_is_made_where_the_newest_holds_this_very_state(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    first = back_up_changed(book.path, IMPORT)
    assert first is not None
    assert back_up_changed(book.path, IMPORT) is None
    rename(book, "张三")
    second = back_up_changed(book.path, IMPORT)
    assert second is not None
    assert [each.path for each in listed(book.path)] == [second.path, first.path]


def test_a_book_without_any_work_needs_no_backup(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db", customers=0)
    assert back_up_changed(book.path, IMPORT) is None


def test_one_a_day_in_the_time_zone_of_the_book(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    today = datetime.now(UTC).date()

    def is_due_on(day: date, zone: str = "UTC") -> bool:
        with closing(connect(book.path)) as connection:
            return is_due(connection, book.path, day, zone)

    assert is_due_on(today)
    made = back_up(book.path, DAILY)
    assert not is_due_on(today + timedelta(days=1)), "it holds all there is"
    rename(book, "张三")
    assert not is_due_on(today)
    assert is_due_on(today + timedelta(days=1))
    made.path.rename(made.path.with_name(file_name(book.path, _at("2026-11-21T23:30"), DAILY)))
    assert is_due_on(date(2026, 11, 22))
    assert not is_due_on(date(2026, 11, 22), "Asia/Shanghai")


def test_when_a_book_is_without_a_backup_for_too_long(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    edited = datetime.fromisoformat(asked(book.path, "SELECT max(moment) FROM edit")[0][0])

    def stale(backup: timedelta | None, now: timedelta) -> int | None:
        made = Backup(tmp_path, edited + backup, DAILY, 0) if backup is not None else None
        with closing(connect(book.path)) as connection:
            return stale_days(connection, [made] if made else [], edited + now)

    day, hour = timedelta(days=1), timedelta(hours=1)
    assert stale(None, day) is None
    assert stale(None, 3 * day) == 3
    assert stale(-hour, day) is None
    assert stale(-hour, 3 * day) == 3
    assert stale(hour, 30 * day) is None, "nothing was changed since"
    assert stale(40 * day, 3 * day) == 3, "its clock ran ahead"


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_the_second_one_in_a_second_has_a_name_of_its_own(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    made = {back_up(book.path, ASKED).path for _ in range(3)}
    assert {each.path for each in listed(book.path)} == made
    assert len(made) == 3


def test_several_at_one_moment_have_a_backup_each(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    several = 4
    at_once = Barrier(several)

    def make() -> Path:
        at_once.wait()
        return back_up(book.path, DAILY).path

    with ThreadPoolExecutor(several) as pool:
        made = [each.result() for each in [pool.submit(make) for _ in range(several)]]
    assert {each.path for each in listed(book.path)} == set(made)
    assert len(set(made)) == several


def test_only_what_is_ours_is_thinned(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    folder = back_up(book.path, ASKED).path.parent
    old = datetime.now(UTC) - timedelta(days=800)
    ours = folder / file_name(book.path, old, DAILY)
    strangers = [
        folder / "notes.txt",
        folder / f"x{ours.name}",
        folder / file_name(Path("other.db"), old, DAILY),
        folder / ours.name.replace("daily", "mine"),
    ]
    for each in (ours, *strangers):
        each.write_bytes(b"")
    for _ in range(7):  # as many as stay in any case
        back_up(book.path, ASKED)
    assert not ours.exists()
    assert all(each.exists() for each in strangers)


def test_in_a_shared_folder_they_lie_beside_the_book_for_the_group(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2770)
    book = filled_book(shared / "book.db")
    book.path.chmod(0o660)
    before = os.umask(0o077)
    try:
        made = back_up(book.path, ASKED)
    finally:
        os.umask(before)
    assert made.path.parent.parent == shared / "backups"
    for folder in (made.path.parent, made.path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o2770
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o660


def test_another_disk_that_is_set_and_one_that_is_not_there(tmp_path: Path, home: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    disk = tmp_path / "disk"
    with book.edit("change setting") as edit:
        change_setting(edit, "backup_folder", str(disk))
    with pytest.raises(NoBackup, match="folder set for backups is not there"):
        back_up(book.path, ASKED)
    assert not disk.exists(), "a disk that is not mounted is not written past"
    assert not home.exists()
    elsewhere = back_up(book.path, ASKED, may_go_elsewhere=True)
    assert elsewhere.path.is_relative_to(home)
    disk.mkdir()
    assert back_up(book.path, ASKED).path.is_relative_to(disk)


def test_a_disk_without_room_leaves_nothing_and_harms_nothing(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    before = everything(book.path)
    limit = book.path.stat().st_size // 1024 // 2
    done = subprocess.run(
        ["bash", "-c", f'ulimit -f {limit}; exec "$@"', "-", sys.executable, "-c", _PROGRAM,
         str(book.path), "0"],
        capture_output=True, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    folder = own_folder(book.path)
    assert f"No backup in {folder}: the disk" in done.stderr
    assert list(folder.iterdir()) == []
    assert everything(book.path) == before
    assert asked(book.path, "PRAGMA integrity_check") == [("ok",)]


def test_killed_in_the_middle_it_is_no_backup_and_is_cleared_away(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db", customers=400)
    folder = own_folder(book.path)
    program = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(book.path), "600"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    while not (folder.is_dir() and any(each.stat().st_size for each in folder.iterdir())):
        assert program.poll() is None
    program.send_signal(signal.SIGKILL)
    program.wait()
    (left,) = (each for each in folder.iterdir() if each.name.endswith(".part"))
    assert listed(book.path) == []
    made = back_up(book.path, ASKED)
    assert left.exists(), "it may be one that another process makes just now"
    hours_ago = datetime.now(UTC).timestamp() - 2 * 3600
    os.utime(left, (hours_ago, hours_ago))
    back_up(book.path, ASKED)
    assert not left.exists()
    assert made in listed(book.path)


def test_given_up_it_leaves_nothing(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    with pytest.raises(Halted):
        back_up(book.path, ASKED, halt=Halt(lambda: True))
    assert list(own_folder(book.path).iterdir()) == []


def test_a_large_book_is_copied_by_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = filled_book(tmp_path / "book.db")
    monkeypatch.setattr(apart, "_LARGE_BYTES", 0)
    made = apart.back_up_aside(book.path, DAILY, Halt())
    assert listed(book.path) == [made]
    assert everything(made.path, numbers=True) == everything(book.path, numbers=True)
    with pytest.raises(Halted):
        apart.back_up_aside(book.path, DAILY, Halt(lambda: True))
    assert [each.name for each in made.path.parent.iterdir()] == [made.path.name]
    with book.edit("change setting") as edit:
        change_setting(edit, "backup_folder", str(tmp_path / "gone"))
    with pytest.raises(BookError, match="folder set for backups is not there"):
        apart.back_up_aside(book.path, DAILY, Halt())


def test_a_long_question_is_cut_short() -> None:
    asked_twice = iter((False, True))
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        halt = Halt(lambda: next(asked_twice, True))
        with pytest.raises(Halted), halt.busy(connection):
            connection.execute(long)


def test_a_damaged_book_makes_no_backup(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    made = back_up(book.path, ASKED)
    with open(book.path, "r+b") as file:
        file.seek(20 * 4096)
        file.write(b"\x55" * 4096 * 10)
    with pytest.raises(Damaged, match=r"book\.db"):
        back_up(book.path, ASKED)
    assert listed(book.path) == [made]


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    made = back_up_to(book.path, tmp_path / "mine.db", ASKED)
    assert verify(made.path, Halt(), whole=True) == 30
    before = made.path.read_bytes()
    with pytest.raises(NoBackup, match="is there already"):
        back_up_to(book.path, tmp_path / "mine.db", ASKED)
    assert made.path.read_bytes() == before
    inside = back_up_to(book.path, tmp_path, ASKED)
    assert inside.path.parent == tmp_path
    assert sqlite3.connect(inside.path).execute("SELECT 1 FROM customer").fetchone() == (1,)
