"""What is typed faster than the screen can follow is neither lost nor misdirected."""

import sqlite3
from datetime import date
from pathlib import Path

from custtui.model import Customer
from custtui.store import open_book
from tests.terminal.terminal import KEYS, Terminal, program


def test_a_whole_call_in_one_burst(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, date.today()).edit("new customer") as edit:
        edit.add(Customer(code="", name="张三", recorded=""))
    with Terminal(program(path)) as terminal:
        terminal.see("张三")
        burst = ["zs", "enter", "p", "3000000.25", "ctrl+s", "f", "要新报价", "ctrl+s", "f2"]
        terminal.type("".join(KEYS.get(part, part) for part in burst))
        terminal.see("3,000,000", "1 / 1")
        terminal.until(lambda: _summaries(path) == [("要新报价",)], "log the call")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT amount FROM purchase").fetchall() == [(300000025,)]


def _summaries(path: Path) -> list[tuple[str]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT summary FROM follow_up").fetchall()
