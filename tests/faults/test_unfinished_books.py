"""A book of an older program, one whose making was cut short, an empty file: opened by the app.

By two at once, and in the way that a command advises who is told that it can't be read as it is.
"""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from custtui.reading.connection import APPLICATION_ID, VERSION
from custtui.store.migrate import steps
from tests.cli.running import run
from tests.faults.books import asked
from tests.faults.killed_work import make_old_book
from tests.faults.soundness import assert_sound
from tests.terminal.terminal import Terminal, program


def begun_book(path: Path) -> None:
    """As one is left by a program that was killed when the tables stood."""
    with closing(sqlite3.connect(path)) as begun:
        begun.executescript(steps()[1])
        begun.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        begun.execute("PRAGMA user_version = 1")


@pytest.mark.parametrize("make", [make_old_book, begun_book, Path.touch])
def test_what_is_advised_for_an_unfinished_book_finishes_it(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "book.db"
    make(path)
    told = run("--db", str(path), "find", "x", home=tmp_path)
    assert f"custtui --db {path} " in told.stderr
    with ExitStack() as all_of_them:
        two = [
            all_of_them.enter_context(Terminal(program(path), environment={"HOME": str(tmp_path)}))
            for _person in range(2)
        ]
        for app in two:
            app.see(" custtui ", "Help").press("ctrl+q")
            assert app.ends() == 0
    assert asked(path, "PRAGMA user_version") == [(VERSION,)]
    assert_sound(path)
