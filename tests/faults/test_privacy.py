"""Nothing personal stays: on the terminal, in the log, in a title, in what a failing command says.

The failing programs are the real one, in processes of its own, with one defect planted in it.
"""

import os
import re
import signal
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from tests.cli.running import bare_environment
from tests.faults.left_behind import (
    PROMPT,
    WithOtherScreen,
    WithoutOtherScreen,
    left_behind,
)
from tests.private_book import NAME, NUMBER, leaked, make_private_book
from tests.terminal.terminal import Terminal, program

CRASHED = 70
SAID = "An error within the program stopped it (ValueError)."
_TITLE = re.compile(rb"\x1b\](?:0|1|2);")

#: What `x` on a customer's page does in a program with a defect, by the way the error takes.
DEFECTS = {
    "key": "CustomerPage.action_done = fail",
    "worker": "CustomerPage.action_done = lambda page: page.run_worker(later(page))",
    "drawing": """
        def draw(page):
            Paper.render_line = lambda paper, y: fail(page)
            page.query_one(Paper).refresh()
        CustomerPage.action_done = draw
        """,
    "reading keys": """
        feed = XTermParser.feed
        XTermParser.feed = lambda self, data: fail(None) if "x" in data else feed(self, data)
        """,
}
#: Errors that end nothing: in a thread, and in a task that nobody waits for.
ASIDE = """
def begin(page):
    Thread(target=fail, args=(page,)).start()
    asyncio.get_running_loop().create_task(later(page))
CustomerPage.action_done = begin
"""
_PLANTED = """
import asyncio
from threading import Thread
from textual._xterm_parser import XTermParser
from custtui.tui.screens.customer import CustomerPage
from custtui.tui.widgets.paper import Paper

def fail(page):
    customer = page and page._told.glance.customer
    raise ValueError(f"{NAME} {NUMBER} {customer}")

async def later(page):
    fail(page)

"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_private_book(tmp_path / "book.db", date.today(), masked=False)


def planted(folder: Path, defect: str) -> dict[str, str]:
    """The environment of a program that has this defect, and its home in that folder."""
    (folder / "sitecustomize.py").write_text(
        f"NAME, NUMBER = {NAME!r}, {NUMBER!r}\n{_PLANTED}{dedent(defect)}\n", "utf-8"
    )
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "PYTHONPATH": os.pathsep.join(paths),
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
    }


def log_of(folder: Path) -> str:
    """The log of crashes, which only its owner may read, and which holds nothing personal."""
    (path,) = (folder / "state").rglob("*.log")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text("utf-8")
    assert personal(text) == []
    return text


def personal(text: str) -> list[str]:
    """What stands in a text of those who are in the book."""
    return [*leaked(text), *(name for name in (NAME, "李雷") if name in text)]


def assert_nothing_left(output: bytes, *, said: str = "") -> None:
    """On terminals of both kinds; `said` is what may stand there, and does."""
    assert personal(output.decode(errors="replace")), "it was on the screen before"
    assert not _TITLE.search(output)
    for kind in (WithOtherScreen, WithoutOtherScreen):
        text = left_behind(kind, output)
        assert personal(text) == [], kind
        assert said in " ".join(text.split()), kind
    assert PROMPT.decode().strip() in left_behind(WithOtherScreen, output)


def see_the_customer(terminal: Terminal) -> Terminal:
    """Go where its name and its numbers stand on the screen."""
    terminal.see(NAME).press("esc", "enter").see("Overview", "139 8765 4321")
    return terminal.press("right", "right").see("010-6543 8765 xiaoyue")


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_crash_says_a_sentence_and_nothing_else(book: Path, defect: str) -> None:
    environment = planted(book.parent, DEFECTS[defect])
    with Terminal(program(book), environment=environment) as terminal:
        see_the_customer(terminal).press("x")
        assert terminal.ends() == CRASHED
        terminal.until(lambda: b"without any data" in terminal.output, "say so")
    assert_nothing_left(terminal.output, said=SAID)
    assert b"Traceback" not in terminal.output
    log = log_of(book.parent)
    assert log.count("ValueError") == 1
    assert " in fail" in log


def test_errors_aside_are_only_in_the_log(book: Path) -> None:
    with Terminal(program(book), environment=planted(book.parent, ASIDE)) as terminal:
        see_the_customer(terminal).press("x")
        logs = (book.parent / "state").rglob
        terminal.until(lambda: any("fail" in each.read_text() for each in logs("*.log")), "note it")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    assert_nothing_left(terminal.output)
    assert log_of(book.parent).count("ValueError") == 2


@pytest.mark.parametrize("way", ["quit", "signal"])
def test_after_the_end_nothing_of_the_book_can_be_read(book: Path, way: str) -> None:
    with Terminal(program(book)) as terminal:
        see_the_customer(terminal)
        if way == "quit":
            terminal.press("ctrl+q")
        else:
            os.kill(terminal.pid, signal.SIGTERM)
        terminal.ends()
    assert_nothing_left(terminal.output)


@pytest.mark.parametrize(
    ("defect", "arguments"),
    [
        ("import custtui.cli.find as found; found.find = lambda *_rest: fail(None)", ["find", "x"]),
        ("import custtui.store as store; store.open_book = lambda *all: fail(None)", ["undo"]),
    ],
    ids=["find", "undo"],
)
def test_a_command_that_fails_tells_no_data(book: Path, defect: str, arguments: list[str]) -> None:
    home = book.parent
    done = subprocess.run(
        [sys.executable, "-m", "custtui", "--db", str(book), *arguments],
        env=bare_environment(home) | planted(home, defect),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (CRASHED, "")
    assert done.stderr.startswith(f"custtui: {SAID}")
    assert personal(done.stderr) == []
    assert "ValueError" in log_of(home)


def test_an_export_that_fails_tells_no_data(book: Path) -> None:
    defect = (
        "import custtui.exchange.workbook as made; made._Export.write = lambda export: fail(None)"
    )
    environment = planted(book.parent, defect)
    with Terminal(program(book), environment=environment) as terminal:
        terminal.see(NAME).press("f12").see("xlsx").press("enter").see("exit status")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    assert_nothing_left(terminal.output)
    assert "ValueError" in log_of(book.parent)
