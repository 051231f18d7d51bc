"""The front door as a whole: exit statuses, and that nothing it prints acts on a terminal."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from custtui.reading.connection import APPLICATION_ID
from tests.cli.conftest import HOSTILE
from tests.cli.running import bare_environment, run

READING = (["find", "x"], ["show", "x"], ["due"], ["segments"], ["why", "x"], ["log"], ["undo"])
#: C0 but newline, DEL, C1, bidi marks: nothing of them may reach a terminal.
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("command", [*READING, ["export", "book.xlsx"]])
def test_a_missing_book_is_told_of_with_the_way_out(tmp_path: Path, command: list[str]) -> None:
    done = run("--db", str(tmp_path / "none.db"), *command, home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(tmp_path / "none.db") in done.stderr
    assert "makes one" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", READING)
def test_a_file_that_is_no_book_is_refused(tmp_path: Path, command: list[str]) -> None:
    text = tmp_path / "text.db"
    text.write_text("no database " * 1000)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    newer = tmp_path / "newer.db"
    with sqlite3.connect(newer) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    for path in (text, other, newer, tmp_path):
        done = run("--db", str(path), *command, home=tmp_path)
        assert (done.returncode, done.stdout) == (1, ""), path
        assert str(path) in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["find", "H"],
        ["find", "red", "--json"],
        ["find", "\x1b[31mnobody"],
        ["show", "H3"],
        ["show", "H3", "--json"],
        ["show", "H4", "--json"],
        ["show", "\x1b]0;x\x07"],
        ["due"],
        ["due", "--json"],
        ["segments"],
        ["segments", "--json"],
        ["why", "H3"],
        ["why", "H4", "--json"],
        ["log"],
        [],
    ],
)
def test_hostile_names_are_printed_harmlessly(
    tmp_path: Path, hostile: Path, command: list[str]
) -> None:
    done = run("--db", str(hostile), *command, home=tmp_path)
    assert not ACTING.search(done.stdout + done.stderr)
    assert "Traceback" not in done.stderr


def test_json_has_hostile_names_as_they_are(tmp_path: Path, hostile: Path) -> None:
    done = run("--db", str(hostile), "segments", "--json", home=tmp_path)
    assert tuple(each["name"] for each in json.loads(done.stdout)["customers"]) == HOSTILE


def test_a_terminal_without_chinese_gets_question_marks_and_whole_json(
    tmp_path: Path, sample: Path
) -> None:
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    shown = run("--db", str(sample), "show", "KH0001", home=tmp_path, **ascii_only)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "????" in shown.stdout
    plain = run("--db", str(sample), "show", "KH0001", "--json", home=tmp_path, **ascii_only)
    assert plain.stdout.isascii()
    assert json.loads(plain.stdout)["name"] == "北京华东精密仪器有限公司"


def test_what_is_no_text_in_the_command_line_stops_nothing(tmp_path: Path, sample: Path) -> None:
    for command in ("find", "show", "why"):
        done = subprocess.run(
            [sys.executable, "-m", "custtui", "--db", str(sample), command, b"\xff\xfe\xd5"],
            env=bare_environment(tmp_path),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode in (0, 1)
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["segments", "--json"], ["--help"]])
def test_a_reader_that_leaves_early_is_no_error(
    tmp_path: Path, sample: Path, arguments: list[str]
) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [sys.executable, "-m", "custtui", "--db", str(sample), *arguments],
        env=bare_environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device to write to")
def test_a_full_disk_is_told_of(tmp_path: Path, sample: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "custtui", "--db", str(sample), "due"],
            env=bare_environment(tmp_path),
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"custtui: ")
    assert b"Traceback" not in done.stderr


def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys, custtui.cli as cli\n"
        "cli._answer = lambda options: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(cli.main(['locate']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=bare_environment(tmp_path),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (128 + signal.SIGINT, b"")
