"""A line that is cut, a window that is closed, a signal: an end within a second, nothing left."""

import csv
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from custtui.exchange.sample import make_sample
from tests.faults.child_processes import children, runs
from tests.terminal.terminal import Terminal, program

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")

_SECONDS = 1.0
_SIGNALS = [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT]
#: More rows than an import takes in while a test presses a key.
_ROWS = 40_000
_OFF = (b"\x1b[?1049l", b"\x1b[?2004l", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?1006l",
        b"\x1b[?1004l", b"\x1b[<u")  # fmt: skip
_CURSOR = b"\x1b[?25h"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "book.db"
    make_sample(path, date.today(), {"time_zone": "UTC"})
    return path


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with sqlite3.connect(sample) as source, sqlite3.connect(path) as target:
        source.backup(target)
    return path


@pytest.fixture
def purchases(book: Path, tmp_path: Path) -> Path:
    path = tmp_path / "purchases.csv"
    (codes,) = zip(*_ask(book, "SELECT code FROM customer"), strict=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("客户编号", "购买日期", "交易金额"))
        for number in range(_ROWS):
            day = date.today() - timedelta(days=number % 700)
            writer.writerow((codes[number % len(codes)], day, number + 1))
    return path


def _ask(book: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(book) as connection:
        return connection.execute(query).fetchall()


def _listed(terminal: Terminal) -> None:
    terminal.see("311 / 311")


def _form(terminal: Terminal) -> None:
    terminal.see("311 / 311").press("down", "f").see("ctrl+s").type("要新报")
    # Half a character is on its way when the line is cut.
    terminal.write("价".encode()[:2])


def _form_half_built(terminal: Terminal) -> None:
    terminal.see("311 / 311").press("down")
    terminal.write(b"f")


def _question(terminal: Terminal) -> None:
    _form(terminal)
    terminal.press("esc").see("Throw it away")


def _assert_ends(terminal: Terminal, status: int | None = None) -> None:
    begun = time.monotonic()
    ended = terminal.ends()
    assert time.monotonic() - begun < _SECONDS
    if status is not None:
        assert ended == status, terminal.output[-4000:].decode(errors="replace")


def _assert_put_back(terminal: Terminal) -> None:
    assert terminal.attributes == terminal.attributes_before
    _before, begun, left = terminal.output.rpartition(b"\x1b[?1049h")
    assert begun
    for each in (*_OFF, _CURSOR):
        assert each in left, each
    assert left.rfind(b"\x1b[?25l") < left.rfind(_CURSOR)


@pytest.mark.parametrize("stands", [_form_half_built, _form, _question])
def test_a_hang_up(book: Path, stands: Callable[[Terminal], None]) -> None:
    with Terminal(program(book)) as terminal:
        stands(terminal)
        terminal.kill(signal.SIGHUP)
        _assert_ends(terminal, 128 + signal.SIGHUP)
        _assert_put_back(terminal)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_another_signal(book: Path, sent: signal.Signals) -> None:
    with Terminal(program(book)) as terminal:
        _form(terminal)
        terminal.kill(sent)
        _assert_ends(terminal, 128 + sent)
        _assert_put_back(terminal)


def test_a_signal_before_anything_is_shown(book: Path) -> None:
    with Terminal(program(book)) as terminal:
        terminal.until(lambda: b"\x1b[?1049h" in terminal.output, "begin to draw")
        terminal.kill(signal.SIGTERM)
        _assert_ends(terminal, 128 + signal.SIGTERM)
        _assert_put_back(terminal)


@pytest.mark.parametrize("stands", [_listed, _form])
def test_a_terminal_that_is_gone(
    book: Path, tmp_path: Path, stands: Callable[[Terminal], None]
) -> None:
    with Terminal(program(book), environment={"XDG_STATE_HOME": str(tmp_path)}) as terminal:
        stands(terminal)
        terminal.hang_up()
        _assert_ends(terminal, 128 + signal.SIGHUP)
    assert list(tmp_path.rglob("crashes.log")) == [], "a line that is cut is no error of ours"


def test_a_terminal_that_is_gone_and_no_signal_tells_of_it(book: Path) -> None:
    """As under nohup and setsid: only reading tells, and it tells at once, for ever."""
    outside, inside = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "custtui", *program(book)]
    process = subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
    )
    os.close(inside)
    shown = b""
    while b"311" not in shown:
        shown += os.read(outside, 1 << 16)
    os.close(outside)
    assert process.wait(_SECONDS) == 128 + signal.SIGHUP


def test_a_terminal_that_takes_nothing(book: Path) -> None:
    """The app waits for it in its drawing, and can end nothing in order."""
    with Terminal(program(book)) as terminal:
        terminal.see("311 / 311")
        for turn in range(200):
            terminal.resize(200 + turn % 2, 60)
            terminal.wait_without_reading(0.01)
        terminal.kill(signal.SIGTERM)
        begun = time.monotonic()
        os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOWAIT)
        assert time.monotonic() - begun < _SECONDS
        _assert_ends(terminal, 128 + signal.SIGTERM)
        _assert_put_back(terminal)


def test_while_an_import_works(book: Path, purchases: Path) -> None:
    counted = "SELECT count(*), sum(amount) FROM purchase"
    before, files = _ask(book, counted), _names(book.parent)
    with Terminal(program(book), columns=120) as terminal:
        terminal.see("311 / 311").press("f11").see("Import").type(str(purchases)).press("enter")
        terminal.see("40,000 added").press("enter").see("Cancel")
        terminal.kill(signal.SIGHUP)
        _assert_ends(terminal, 128 + signal.SIGHUP)
        _assert_put_back(terminal)
    assert _ask(book, counted) == before
    assert _ask(book, "PRAGMA integrity_check") == [("ok",)]
    assert _names(book.parent) <= files | _WAL


def test_while_an_export_works(book: Path) -> None:
    """Its process ends with this one, and leaves nothing half written."""
    files = _names(book.parent)
    with Terminal(program(book)) as terminal:
        terminal.see("311 / 311").press("f12").see(".xlsx")
        terminal.press("ctrl+u").see_no(".xlsx").type(str(book.parent / "out.xlsx"))
        terminal.press("enter")
        terminal.until(lambda: bool(children(terminal.pid)), "start a process")
        (child,) = children(terminal.pid)
        terminal.hang_up()
        _assert_ends(terminal, 128 + signal.SIGHUP)
        begun = time.monotonic()
        while runs(child):
            assert time.monotonic() - begun < _SECONDS
    assert _names(book.parent) <= files | _WAL


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
def test_an_import_without_the_screen(book: Path, purchases: Path, sent: signal.Signals) -> None:
    counted = "SELECT count(*), sum(amount) FROM purchase"
    before, files = _ask(book, counted), _names(book.parent)
    command = [sys.executable, "-m", "custtui", *program(book, "import", "purchases")]
    with subprocess.Popen([*command, str(purchases)], stderr=subprocess.PIPE) as process:
        while not _reads(process.pid, purchases):
            assert process.poll() is None
        process.send_signal(sent)
        begun = time.monotonic()
        assert process.wait() == 128 + sent
        assert time.monotonic() - begun < _SECONDS
        assert process.stderr is not None
        assert not process.stderr.read()
    assert _ask(book, counted) == before
    assert _names(book.parent) <= files | _WAL


_WAL = {"book.db-wal", "book.db-shm"}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _reads(process: int, path: Path) -> bool:
    for each in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed just now
            if os.readlink(each) == str(path):
                return True
    return False
