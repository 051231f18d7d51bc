"""Two people at two real terminals on one file."""

import sqlite3
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from custtui.model import Customer
from custtui.store import open_book
from custtui.values.registry import CUSTOMER
from tests.terminal.terminal import Terminal, program

_WIDE = 140
#: Others' edits are looked for twice a second; the rest is drawing, on a busy machine.
_SOON_SECONDS = 1.0


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    opened = open_book(path, date.today(), {"time_zone": "UTC"})
    with opened.edit("new customer") as edit:
        for name in ("张三", "李四", "王五"):
            edit.add(Customer(code="", name=name, owner="", recorded=""))
    return path


def stored(book: Path, name: str, column: str) -> Any:
    with sqlite3.connect(book) as connection:
        query = f"SELECT {column} FROM customer WHERE name = ?"
        return connection.execute(query, (name,)).fetchone()[0]


def to_field(terminal: Terminal, key: str) -> None:
    """The form of the customer that is shown, with the caret in a field."""
    keys = [field.key for field in CUSTOMER.fields if field.in_form]
    terminal.press("e").see("ctrl+s").press(*["tab"] * keys.index(key), "end")


def open_form(terminal: Terminal, name: str, key: str) -> None:
    """Find that customer, and open its form with the caret in a field."""
    to_field(terminal.type(name).see(name).press("enter").see("Overview"), key)


def test_an_edit_is_seen_within_a_second_and_moves_nothing(book: Path, tmp_path: Path) -> None:
    with (
        Terminal(program(book), columns=_WIDE) as mine,
        Terminal(program(book), columns=_WIDE) as theirs,
    ):
        mine.see("3 customers", "王五").type("zs").see("zs").see_no("李四")
        theirs.see("3 customers")
        open_form(theirs, "张三", "name")
        theirs.type("丰").press("ctrl+s").see("Saved")
        saved = time.monotonic()
        mine.see("张三丰")
        assert time.monotonic() - saved < _SOON_SECONDS
        # What is being typed stands, and goes on where it was.
        mine.type("x").see("zsx")


def test_fields_that_differ_are_merged_and_the_same_field_is_asked_once(book: Path) -> None:
    with (
        Terminal(program(book), columns=_WIDE) as mine,
        Terminal(program(book), columns=_WIDE) as theirs,
    ):
        for terminal in (mine, theirs):
            terminal.see("3 customers")
            open_form(terminal, "张三", "owner")
        theirs.type("阿强").press("ctrl+s").see("Saved")
        mine.type("小美").press("ctrl+s").see(
            "Two changed the same: Owner", "as it was", "阿强", "小美"
        )
        mine.press("esc").see("Nothing is saved yet", "小美")
        assert stored(book, "张三", "owner") == "阿强"
        mine.press("ctrl+s").see("Two changed the same").press("2").see("Saved")
        assert stored(book, "张三", "owner") == "小美"

        to_field(mine, "owner")
        to_field(theirs, "region")
        theirs.type("江苏").press("ctrl+s").see("Saved")
        mine.type("!").press("ctrl+s").see("changed by others and kept: Region")
        assert stored(book, "张三", "owner || region") == "小美!江苏"


def test_what_was_typed_for_a_customer_that_is_gone_brings_it_back(book: Path) -> None:
    with Terminal(program(book)) as mine, Terminal(program(book)) as theirs:
        mine.see("3 customers").type("张三").press("f7").see("Log call").type("要新报价")
        theirs.see("3 customers").type("张三").see_no("李四")
        theirs.press("down", "d").see("Delete 张三").press("y")
        theirs.see("2 customers")
        mine.press("ctrl+s").see("deleted this meanwhile").press("y").see("3 customers", "Saved")
    with sqlite3.connect(book) as connection:
        rows = connection.execute(
            "SELECT c.name, f.summary FROM follow_up f JOIN customer c ON c.id = f.customer_id"
        ).fetchall()
    assert rows == [("张三", "要新报价")]
