"""A restore for a program that has the book open itself: in a process of its own, and stoppable."""

import os
import resource
import signal
from contextlib import closing
from pathlib import Path

import pytest

from custtui.reading.backups.names import ASKED, RESTORE, backups_in
from custtui.reading.backups.places import folders
from custtui.reading.connection import BookError, connect
from custtui.store.backups import restoring_apart
from custtui.store.backups.child import Child
from custtui.store.backups.copying import Halt, Halted
from custtui.store.backups.making import back_up
from custtui.store.backups.restoring import Step, restore
from custtui.store.backups.restoring_apart import Unanswered, restore_aside
from tests.faults.books import TODAY, Writer, asked, everything, filled_book, rename


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for one test, so that it may look at all that lies there."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def test_who_has_the_book_open_restores_it_and_goes_on(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    yesterday, kept = everything(book.path), back_up(book.path, ASKED)
    told: list[tuple[Step, int, int]] = []
    with closing(connect(book.path)) as mine, Writer(book.path) as other:
        rename(book, "张三")
        today = everything(book.path)
        seen = mine.execute("SELECT name FROM customer WHERE id = 1").fetchone()
        done = restore_aside(
            book.path, kept.path, TODAY, Halt(), lambda *how_far: told.append(how_far)
        )
        assert seen == ("张三",)
        assert mine.execute("SELECT name FROM customer WHERE id = 1").fetchone() == ("客户0",)
        assert everything(book.path) == yesterday
        # The locks of this process are still its own: both write, and nobody writes past the other.
        theirs, ours = other.write(), rename(book, "李四")
        assert mine.execute("SELECT id FROM edit ORDER BY id DESC LIMIT 2").fetchall() == [
            (ours,), (theirs,),
        ]  # fmt: skip
    assert list(dict.fromkeys(step for step, *_pages in told)) == list(Step)
    assert (done.customers, done.was_damaged) == (30, False)
    assert done.replaced is not None
    assert everything(done.replaced) == today
    assert asked(book.path, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("given_up_at", Step)
def test_given_up_at_any_step_it_changes_nothing(tmp_path: Path, given_up_at: Step) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    rename(book, "张三")
    today = everything(book.path)
    begun: list[Step] = []
    with pytest.raises(Halted):
        restore(
            book.path, kept.path, TODAY,
            halt=Halt(lambda: given_up_at in begun), begun=begun.append,
        )  # fmt: skip
    assert begun[-1] == given_up_at
    assert everything(book.path) == today
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book.db", "data"]
    rename(book, "李四")


def test_given_up_in_the_middle_of_the_last_step_it_changes_nothing(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    rename(book, "张三")
    today = everything(book.path)
    begun: list[Step] = []
    written: list[int] = []

    def page(done: int, _total: int) -> None:
        if Step.PUT_IN in begun:
            written.append(done)

    halt = Halt(lambda: bool(written), page)
    with pytest.raises(Halted):
        restore(book.path, kept.path, TODAY, halt=halt, begun=begun.append)
    assert written
    assert everything(book.path) == today


def test_given_up_too_late_it_is_done(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    yesterday, kept = everything(book.path), back_up(book.path, ASKED)
    rename(book, "张三")
    begun: list[Step] = []
    is_all_written = False

    def page(done: int, total: int) -> None:
        nonlocal is_all_written
        is_all_written = Step.PUT_IN in begun and done == total

    halt = Halt(lambda: is_all_written, page)
    assert restore(book.path, kept.path, TODAY, halt=halt, begun=begun.append).customers == 30
    assert everything(book.path) == yesterday


def test_given_up_by_who_asked_it_ends(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    rename(book, "张三")
    today = everything(book.path)
    with pytest.raises(Halted):
        restore_aside(book.path, kept.path, TODAY, Halt(lambda: True), lambda *_how_far: None)
    assert everything(book.path) == today
    assert [each.reason for each in backups_in(book.path, folders(book.path, ""))] == [ASKED]


def test_what_goes_wrong_is_told(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    rename(book, "张三")
    today = everything(book.path)
    with open(kept.path, "r+b") as file:
        file.truncate(kept.size - 40_000)
    with pytest.raises(BookError, match=kept.path.name):
        restore_aside(book.path, kept.path, TODAY, Halt(), lambda *_how_far: None)
    assert everything(book.path) == today


def main() -> int:
    """The work of a process that is killed before it says anything."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_a_process_that_is_killed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    monkeypatch.setattr(restoring_apart, "Child", lambda _module, sent: Child(__name__, sent))
    with pytest.raises(Unanswered, match="without a word"):
        restore_aside(book.path, kept.path, TODAY, Halt(), lambda *_how_far: None)


def test_a_folder_without_leave_to_write_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    before = everything(book.path)

    def refuse(*_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("custtui.store.backups.restoring.make_file", refuse)
    with pytest.raises(BookError, match=r"Nothing was changed: .*Permission denied"):
        restore(book.path, kept.path, TODAY)
    assert everything(book.path) == before
    assert [each.reason for each in backups_in(book.path, folders(book.path, ""))] != [RESTORE]


def test_no_room_for_the_copy_is_told_as_what_it_is(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    kept = back_up(book.path, ASKED)
    rename(book, "张三")
    before, limits = everything(book.path), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kept.size // 2, limits[1]))
    try:
        with pytest.raises(BookError, match=r"Nothing was changed: no copy can be made in .*disk"):
            restore(book.path, kept.path, TODAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert everything(book.path) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book.db", "data"]
