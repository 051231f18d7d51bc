"""Names that try to harm: shown, searched and typed in every screen; none acts, none crashes."""

import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from custtui.store import open_book
from tests.terminal.terminal import Terminal, program

TODAY = date.today()
ESCAPE = "\x1b]0;owned\x07\x1b[31mred\x1b[2J"
NAMES = (
    "[/]",
    "[@click=app.quit]x[/]",
    "[bold red]loud",
    "=1+1",
    "@SUM(A1)",
    "\u202eabc\u2066def",
    "名" * 200,
    "https://example.com/?q=[link]",
    "a\tb\nc",
    ESCAPE,
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book that another program wrote into: nothing in it was cleaned by us."""
    path = tmp_path / "[bold]book.db"
    made = open_book(path, TODAY)
    with made.edit("fill") as edit:
        for name in NAMES:
            customer = edit.add_record("customer", {"name": name, "industry": name, "note": name})
            for kind in ("follow_up", "purchase", "need", "survey", "contract", "contact"):
                edit.add_record(kind, {"customer_id": customer, **_texts(kind, name)})
    return path


def _texts(kind: str, name: str) -> dict[str, object]:
    texts: dict[str, dict[str, object]] = {
        "follow_up": {"day": TODAY, "summary": name, "next_action": name, "next_day": TODAY},
        "purchase": {"day": TODAY, "amount": 100, "product": name},
        "need": {"kind": "price", "detail": name},
        "survey": {"day": TODAY, "score": 1, "comment": name},
        "contract": {"number": name, "end": TODAY},
        "contact": {"name": name, "phones": "13800138000", "email": name, "title": name},
    }
    return texts[kind]


@pytest.mark.parametrize("columns", [80, 140])
def test_every_screen_shows_them_as_they_are(book: Path, columns: int) -> None:
    with Terminal(program(book), columns=columns, rows=30) as terminal:
        terminal.see("[/]", "[@click=app.quit]x[/]", "=1+1", "10 customers")
        for place in range(len(NAMES)):
            terminal.press("f2").see("/ 10").press("esc")
            for _turn in range(place):
                terminal.press("down")
            terminal.press("enter").see("Overview")
            for _page in range(6):
                terminal.press("right").see("Segments")
            terminal.press("w").see("esc").press("esc").see("Overview")
            terminal.press("right", "e").see("ctrl+s").press("esc").see("Overview")
            terminal.press("esc").see("/ 10").press("/")
        terminal.press("f4").see("Grade").press("end").see("Risk").press("f2").see("/ 10")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    _assert_harmless(terminal.output)


@pytest.mark.parametrize("typed", ["[/]", "[@click", "=1+1", '"', "* OR x", "NEAR(", "名名名"])
def test_searching_for_them(book: Path, typed: str) -> None:
    with Terminal(program(book)) as terminal:
        terminal.see("10 / 10").type(typed)
        terminal.until(lambda: typed in terminal.lines[1], "take what is typed")
        terminal.press("esc").see("10 / 10").press("ctrl+q")
        assert terminal.ends() == 0
    _assert_harmless(terminal.output)


def test_a_name_is_typed_into_a_form_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    open_book(path, TODAY)
    with Terminal(program(path)) as terminal:
        terminal.see("The first customer").press("n").see("ctrl+s")
        terminal.type("[@click=app.quit]x[/]").press("ctrl+s").see("Saved", "[@click=app.quit]x[/]")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM customer").fetchall() == [
            ("[@click=app.quit]x[/]",)
        ]


def _assert_harmless(output: bytes) -> None:
    text = output.decode(errors="replace")
    assert "\x1b]0;owned" not in text
    assert "\x1b[31mred" not in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
