"""A restore by keys in real terminals: everybody follows, and a line that drops halves nothing."""

import os
import signal
from pathlib import Path

import pytest

from custtui.cli import clock
from custtui.reading.backups.names import ASKED, RESTORE, backups_in
from custtui.reading.backups.places import folders
from custtui.store import Book
from custtui.store.backups.making import back_up
from tests.faults.books import asked, everything, filled_book, rename
from tests.faults.child_processes import children, runs
from tests.terminal.terminal import Terminal, program

_NAME = "SELECT name FROM customer WHERE id = 1"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book that was changed since its backup."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    book = filled_book(tmp_path / "book.db", customers=9, today=clock.today("Asia/Shanghai"))
    back_up(book.path, ASKED)
    rename(book, "今天改名")
    return book


def ask(terminal: Terminal) -> None:
    """Come as far as the question."""
    terminal.see("今天改名").press("ctrl+p").see("All commands").type("Backups").press("enter")
    terminal.see("1 edit made since then").press("enter").see("you can go back to it")


def test_others_follow_and_keep_what_they_type(book: Book) -> None:
    with Terminal(program(book.path)) as mine, Terminal(program(book.path)) as other:
        other.see("今天改名").press("f9").see("New customer").type("南京新客")
        ask(mine)
        mine.press("y").see("Restored to", "before a restore")
        other.see("Somebody restored a backup", "南京新客")
        other.press("ctrl+s").see("Saved")
        mine.press("esc").see("南京新客", "客户0").see_no("今天改名")
        for terminal in (mine, other):
            terminal.press("ctrl+q")
            assert terminal.ends() == 0
    assert asked(book.path, _NAME) == [("客户0",)]
    assert [each.reason for each in backups_in(book.path, folders(book.path, ""))] == [
        RESTORE, ASKED,
    ]  # fmt: skip


def test_a_line_that_drops_leaves_nothing_half(book: Book) -> None:
    before = everything(book.path)
    with Terminal(program(book.path)) as terminal:
        ask(terminal)
        terminal.press("y").until(lambda: bool(children(terminal.pid)), "start a process")
        (child,) = children(terminal.pid)
        terminal.hang_up()
        assert terminal.ends() == 128 + signal.SIGHUP
        while runs(child):
            os.sched_yield()
    is_restored = asked(book.path, _NAME) == [("客户0",)]
    assert is_restored or everything(book.path)["edit"] == before["edit"]
    assert asked(book.path, "PRAGMA integrity_check") == [("ok",)]
    assert [each.name for each in book.path.parent.iterdir() if "restore-" in each.name] == []
