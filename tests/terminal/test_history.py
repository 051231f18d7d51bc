"""History, undo from it, and erasing, in a real terminal."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from custtui.model import Customer
from custtui.store import open_book
from tests.terminal.terminal import Terminal, program

TODAY = date.today()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    book = open_book(path, TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="欧阳震华", recorded=""))
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"stage": "intending"})
    return path


def stages(path: Path) -> list[str | None]:
    with sqlite3.connect(path) as connection:
        return [stage for (stage,) in connection.execute("SELECT stage FROM customer")]


def test_an_old_edit_is_found_and_taken_back(path: Path) -> None:
    with Terminal(program(path), columns=100) as terminal:
        terminal.see("欧阳震华").press("down", "enter").see("Overview").press("H")
        terminal.see("change customer · Stage: — → Intending", "2 edits")
        terminal.press("enter").see("It touched Customer × 1.").press("z").see("Take back")
        terminal.press("y").see("It was taken back.", "redo ctrl+y")
        assert stages(path) == [None]
        terminal.press("ctrl+y").see("Done again")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    assert stages(path) == ["intending"]


def test_a_name_that_is_typed_again_erases(path: Path) -> None:
    with Terminal(program(path, "erase", "K1")) as terminal:
        terminal.see("欧阳震华, K1", "There is no undo").type("somebody else\n")
        assert terminal.ends() == 1
        assert "Nothing was erased" in terminal.text
    assert stages(path) == ["intending"]
    with Terminal(program(path, "erase", "K1")) as terminal:
        terminal.see("Type the code or the name").type("欧阳震华\n")
        assert terminal.ends() == 0
        terminal.see("Erased for good: customer number 1.")
    assert stages(path) == []
    assert "欧阳".encode() not in path.read_bytes()
