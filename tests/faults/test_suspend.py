"""Back to the shell and in again: by the palette, by a signal, by one that nobody is told of."""

import os
import shlex
import shutil
import signal
import sys
import termios
from datetime import date
from pathlib import Path

import pytest

from custtui.store import open_book
from tests.terminal.terminal import Terminal, program

BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None, reason="needs bash, which has jobs")

_PROMPT = "ready>"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with open_book(path, date.today()).edit("fill") as edit:
        edit.add_record("customer", {"name": "张伟"})
    return path


@pytest.fixture
def shell(book: Path) -> Terminal:
    assert BASH is not None
    command = shlex.join([sys.executable, "-m", "custtui", *program(book)])
    terminal = Terminal(
        [],
        shell=[BASH, "--norc", "--noprofile", "-i"],
        environment={"PS1": f"{_PROMPT} ", "HISTFILE": "/dev/null"},
    )
    terminal.see(_PROMPT).type(f"{command}\n").see("1 / 1", "张伟")
    return terminal


def _app(shell: Terminal) -> int:
    tasks = Path(f"/proc/{shell.pid}/task/{shell.pid}/children").read_text().split()
    return int(tasks[0])


def _is_cooked(shell: Terminal) -> bool:
    flags = shell.attributes[3]
    assert isinstance(flags, int)
    # The shell's own line editor has no echo while it waits; the app alone switches signals off.
    return bool(flags & termios.ISIG)


def _suspend(shell: Terminal, how: str) -> None:
    if how == "palette":
        shell.press("ctrl+p").see("All commands").type("Suspend").press("enter")
    else:
        os.kill(_app(shell), getattr(signal, how))


def _quit(shell: Terminal) -> None:
    """Leave the app; the shell works as before."""
    drawn = len(shell.output)
    shell.press("ctrl+q")
    shell.until(lambda: _PROMPT.encode() in shell.output[drawn:], "come back to the shell")
    assert _is_cooked(shell)
    shell.type("echo $((6*7))\n").see("42")


@pytest.mark.parametrize("how", ["palette", "SIGTSTP"])
def test_suspended_and_back(shell: Terminal, book: Path, how: str) -> None:
    with shell:
        before = len(shell.output)
        _suspend(shell, how)
        shell.until(lambda: b"Stopped" in shell.output, "go to the shell")
        shell.until(lambda: _is_cooked(shell), "put the terminal back")
        left = shell.output[before:]
        for each in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1003l", b"\x1b[?1004l"):
            assert each in left
        with open_book(book, date.today()).edit("fill") as edit:
            edit.add_record("customer", {"name": "李雷"})
        shell.type("fg\n").see("2 / 2", "张伟", "李雷")
        shell.until(lambda: not _is_cooked(shell), "take the terminal again")
        # Every key is read once, by one reader; and the end puts back what was there at first.
        shell.type("zhangwei").see("/ zhangwei", "1 / 2")
        _quit(shell)


def test_stopped_and_back(shell: Terminal) -> None:
    with shell:
        _suspend(shell, "SIGSTOP")
        shell.until(lambda: b"Stopped" in shell.output, "stop")
        drawn = len(shell.output)
        shell.type("fg\n")
        shell.until(lambda: "张伟".encode() in shell.output[drawn:], "draw anew")
        shell.until(lambda: not _is_cooked(shell), "take the terminal again")
        shell.type("zhangwei").see("/ zhangwei")
        _quit(shell)


def test_continued_in_the_background_it_stops_again(shell: Terminal) -> None:
    with shell:
        _suspend(shell, "SIGTSTP")
        shell.until(lambda: b"Stopped" in shell.output, "go to the shell")
        app, drawn = _app(shell), len(shell.output)
        turns = _turns(app)
        shell.type("bg\n").until(lambda: b"&" in shell.output[drawn:], "go on")
        shell.until(lambda: _turns(app) > turns and _state(app) == "T", "stop again")
        shell.type("fg\n").see("1 / 1", "张伟").type("zhangwei").see("/ zhangwei")
        _quit(shell)


def test_closed_while_it_is_suspended(shell: Terminal) -> None:
    with shell:
        _suspend(shell, "SIGTSTP")
        shell.until(lambda: b"Stopped" in shell.output, "go to the shell")
        app = _app(shell)
        shell.hang_up()
        shell.until(lambda: _state(app) in ("", "Z"), "end with the terminal")


def test_without_a_shell_it_is_told(book: Path) -> None:
    with Terminal(program(book)) as terminal:
        terminal.see("1 / 1").press("ctrl+p").see("All commands").type("Suspend").press("enter")
        terminal.see("There is no shell here").press("ctrl+q")
        assert terminal.ends() == 0


def _turns(process: int) -> int:
    """How often its first thread has had the processor: one that is stopped has it no more."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)


def _state(process: int) -> str:
    """As the kernel has it: T for stopped, Z for ended and not yet noticed, empty for gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""
