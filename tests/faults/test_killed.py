"""A process that is killed at any moment loses nothing that it acknowledged, and leaves no half.

Each round begins some work in a process of its own, and kills it (SIGKILL) at a moment that chance
chooses out of the time that the work takes.
"""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import pytest

from custtui.cli import main
from custtui.reading.backups.names import backups_in
from custtui.reading.backups.places import folders
from custtui.store import open_book
from tests.faults.killed_work import Work, acknowledged, make_template, work
from tests.faults.log_replay import Records, backwards, last_edit, records_of
from tests.faults.soundness import assert_sound
from tests.faults.writers import TODAY
from tests.processes import PROCESSES

#: How often each kind of work is killed: 300 times together.
_KILLS = {
    "edits": 110,
    "import": 60,
    "undo": 30,
    "new day": 30,
    "bulk delete": 25,
    "migration": 25,
    "new book": 20,
}
#: Edits go on without an end: they are killed some time within so many seconds.
_EDITING_SECONDS = 0.1
#: In so many rounds once, the next start is a whole program of its own.
_WHOLE_STARTS = 30


def _done(wanted: Work) -> float:
    """Let the work be done to its end; gives the seconds that it took."""
    took = _killed(wanted, None)
    assert took is not None
    return took


def _killed(wanted: Work, moment: float | None) -> float | None:
    """Let the work begin and kill it so many seconds later; if it was done till then, how soon."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(wanted, theirs))
    process.start()
    theirs.close()
    assert ours.recv() == "begun"
    begun = time.monotonic()
    wait([process.sentinel], moment)
    took = time.monotonic() - begun
    process.kill()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return None if process.exitcode else took


def _copied(template: Path, path: Path) -> None:
    """Begin anew with a copy of the template, nothing else beside it but what it came with."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    if template.exists():
        shutil.copy(template, path)


def _starts(path: Path, *, whole: bool) -> None:
    """The next start: a book that was being made or brought up to date is finished by it."""
    open_book(path, TODAY).close()
    if whole:
        command = [sys.executable, "-m", "custtui", "--db", str(path), "find", "客户"]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    else:
        assert main(["--db", str(path), "find", "客户"]) == 0


def _assert_kept(wanted: Work, first: int, before: Records) -> None:
    """Every acknowledged edit is there; what is there beside them is whole."""
    answers = [each for each in acknowledged(wanted) if each.edit]
    told = {each.edit: each for each in answers}
    assert len(told) == len(answers), "what was taken back leaves its number to the next"
    for edit, records in backwards(wanted.path, first):
        answer = told.pop(edit, None)
        for kind, identity, row in answer.left if answer else ():
            assert records.get((kind, identity)) == row, (edit, kind, identity)
        if edit == first:
            # The log has all of each edit that the records have, and nothing that they lack.
            assert records == before
    assert told == {}


@pytest.fixture
def chance() -> random.Random:
    """Other moments each time; the seed is told where a round fails."""
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    return random.Random(seed)


@pytest.mark.parametrize("kind", ["edits", "import", "undo", "new day", "bulk delete"])
def test_work_killed_at_any_moment(tmp_path: Path, kind: str, chance: random.Random) -> None:
    template, path = tmp_path / "template.db", tmp_path / "book.db"
    make_template(kind, template)
    goes_on = kind == "edits"
    _copied(template, path)
    seconds = _EDITING_SECONDS if goes_on else _done(Work(kind, path, 0))
    cut_short = 0
    for place in range(_KILLS[kind]):
        if not goes_on:
            _copied(template, path)
        first, before = last_edit(path), records_of(path)
        wanted = Work(kind, path, chance.getrandbits(32))
        took = _killed(wanted, chance.uniform(0, seconds))
        cut_short += took is None
        # The first time takes longest, and a busy machine may take longer than it needs.
        seconds = min(seconds, took or seconds)
        assert_sound(path)
        _assert_kept(wanted, first, before)
        _starts(path, whole=place % _WHOLE_STARTS == 0)
    assert cut_short > _KILLS[kind] / 3


def test_bringing_up_to_date_killed_at_any_moment(tmp_path: Path, chance: random.Random) -> None:
    template, path = tmp_path / "template.db", tmp_path / "book.db"
    make_template("migration", template)
    old = _old_records(template)
    _copied(template, path)
    seconds = _done(Work("migration", path, 0))
    for place in range(_KILLS["migration"]):
        _copied(template, path)
        _killed(Work("migration", path, 0), chance.uniform(0, seconds))
        assert all(_old_records(each) == old for each in _backups(path))
        assert _old_records(path) == old
        # Until it is finished, what only reads says so.
        assert main(["--db", str(path), "find", "客户"]) in (0, 1)
        _starts(path, whole=place % _WHOLE_STARTS == 0)
        assert_sound(path)
        assert _old_records(path) == old
        assert _backups(path)


def test_making_a_book_killed_at_any_moment(tmp_path: Path, chance: random.Random) -> None:
    path = tmp_path / "book.db"
    seconds = _done(Work("new book", path, 0))
    made = records_of(path)
    for place in range(_KILLS["new book"]):
        _copied(tmp_path / "none", path)
        _killed(Work("new book", path, 0), chance.uniform(0, seconds))
        _starts(path, whole=place % _WHOLE_STARTS == 0)
        assert_sound(path)
        assert records_of(path) == made
        assert [each.name for each in tmp_path.glob("book.db*")] == ["book.db"]


def test_a_file_that_was_only_begun_is_begun_anew(tmp_path: Path) -> None:
    """Killed in its first write, it has a journal that says that there was nothing before."""
    begun, path = tmp_path / "begun.db", tmp_path / "book.db"
    with closing(sqlite3.connect(begun, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE half (x)")
        connection.executemany("INSERT INTO half VALUES (?)", [("x" * 4_000,)] * 50)
        for end in ("", "-journal"):
            shutil.copy(f"{begun}{end}", f"{path}{end}")
    assert path.stat().st_size > 0
    _starts(path, whole=False)
    assert_sound(path)


def _backups(path: Path) -> list[Path]:
    return [backup.path for backup in backups_in(path, folders(path, ""))]


def _old_records(path: Path) -> list[tuple[Any, ...]]:
    """The records of a book in whichever form, in the columns that it had from the first."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute(
            "SELECT c.id, code, name, p.id, day, amount, p.recorded FROM purchase p"
            " LEFT JOIN customer c ON c.id = customer_id ORDER BY p.id"
        ).fetchall()
