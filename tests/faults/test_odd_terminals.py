"""Terminals that lack something, and streams that are not there: it works, or one sentence says."""

import json
import os
import shlex
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from custtui.store import open_book
from tests.cli.running import bare_environment
from tests.terminal.terminal import Terminal, program

_ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with open_book(path, date.today()).edit("fill") as edit:
        edit.add_record("customer", {"name": "张伟"})
        edit.add_record("customer", {"name": "Müller"})
    return path


@pytest.mark.parametrize(
    "environment",
    [{"TERM": "unheard-of"}, {"TERM": ""}, {"TERM": "linux", "NO_COLOR": "1"},
     {"TERM": "screen", "LC_ALL": "C"}, {"PYTHONIOENCODING": "gb18030"}],
)  # fmt: skip
def test_terminals_that_it_works_on(book: Path, environment: dict[str, str]) -> None:
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    with Terminal(program(book), environment=environment) as terminal:
        shown = "张伟".encode(encoding)
        terminal.until(lambda: shown in terminal.output, "show a name")
        before = len(terminal.output)
        terminal.send("李".encode(encoding))
        terminal.until(lambda: "李".encode(encoding) in terminal.output[before:], "take Chinese")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        assert terminal.attributes == terminal.attributes_before


@pytest.mark.parametrize(
    ("environment", "said"),
    [({"TERM": "dumb"}, "TERM"), (_ASCII, "LC_ALL=C.UTF-8"),
     ({"PYTHONIOENCODING": "latin-1"}, "iso8859-1"),
     ({"PYTHONIOENCODING": "ascii:strict"}, "ascii")],
)  # fmt: skip
def test_terminals_that_it_does_not_work_on(
    book: Path, environment: dict[str, str], said: str
) -> None:
    with Terminal(program(book, language="zh"), environment=environment) as terminal:
        assert terminal.ends() == 1
    assert terminal.output.count(b"\n") <= 3
    assert said in " ".join(terminal.text.split())
    assert b"\x1b" not in terminal.output


_WITHOUT_UNICODE = (_ASCII, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1:strict"})


@pytest.mark.parametrize("environment", _WITHOUT_UNICODE)
def test_commands_print_what_can_be_printed(
    book: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    for arguments in (["find", "张"], ["--lang", "zh", "due"], ["--lang", "zh", "--help"]):
        done = _run(book, tmp_path, arguments, environment)
        assert (done.returncode, done.stderr) == (0, b"")
        done.stdout.decode("latin-1" if "latin-1:strict" in environment.values() else "ascii")
    found = json.loads(_run(book, tmp_path, ["find", "张", "--json"], environment).stdout)
    assert [each["name"] for each in found] == ["张伟"]
    done = _run(book, tmp_path, ["--lang", "zh", "show", "没有"], environment)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full"])
def test_streams_that_are_not_there(book: Path, tmp_path: Path, closed: str) -> None:
    for arguments in (["find", "张"], []):
        command = shlex.join([sys.executable, "-m", "custtui", *program(book, *arguments)])
        done = subprocess.run(
            ["sh", "-c", f"{command} {closed}"], env=_environment(tmp_path),
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == (1 if closed == ">/dev/full" else 0)
        assert b"Traceback" not in done.stderr


def test_errors_that_go_into_a_file_take_no_picture_along(book: Path, tmp_path: Path) -> None:
    log = tmp_path / "errors"
    command = shlex.join([sys.executable, "-m", "custtui", *program(book)])
    with Terminal([], shell=["sh", "-c", f"exec {command} 2>{log}"]) as terminal:
        terminal.see("2 / 2", "张伟").kill(signal.SIGTERM)
        assert terminal.ends() == 128 + signal.SIGTERM
    assert log.read_bytes() == b""
    assert b"\x1b[?1049l" in terminal.output


def _environment(home: Path) -> dict[str, str]:
    return bare_environment(home) | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}


def _run(
    book: Path, home: Path, arguments: list[str], environment: dict[str, str]
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "custtui", "--db", str(book), *arguments],
        env=_environment(home) | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
