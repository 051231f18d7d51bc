"""`custtui doctor`: silent where all is well; else what is wrong, and what to do."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from custtui.cli.environment import encoding, kind_of_terminal, size
from tests.cli.running import bare_environment, run
from tests.terminal.terminal import Terminal


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    path.write_bytes(sample.read_bytes())
    path.chmod(0o600)
    return path


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def test_a_whole_book_gives_silence_and_zero(book: Path, tmp_path: Path) -> None:
    done = run("--db", str(book), "doctor", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = run("--db", str(book), "doctor", "--verbose", home=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Checked: file, integrity, ")
    assert done.stdout.count("\n") == 1


def test_what_is_wrong_is_said_mended_and_then_there_is_silence(book: Path, tmp_path: Path) -> None:
    change(book, "UPDATE segment SET grade = 'A' WHERE customer_id = 3")
    change(book, "DROP INDEX purchase_customer")
    done = run("--db", str(book), "doctor", home=tmp_path)
    assert done.returncode == 1
    assert "segments: What is kept of 1 customer in segment" in done.stdout
    assert "KH0003" in done.stdout
    assert "form: The index purchase_customer is missing. custtui doctor --repair" in done.stdout
    done = run("--db", str(book), "doctor", "--repair", home=tmp_path)
    assert (done.returncode, done.stdout.count("made anew")) == (0, 2)
    done = run("--db", str(book), "doctor", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_its_json_names_checks_customers_and_what_to_do(book: Path, tmp_path: Path) -> None:
    change(book, "UPDATE customer SET stage = 'gone' WHERE code = 'KH0002'")
    done = run("--db", str(book), "doctor", "--json", home=tmp_path)
    assert done.returncode == 1
    told = json.loads(done.stdout)
    (finding,) = (each for each in told["findings"] if each["check"] == "records")
    assert finding["customers"] == ["KH0002"]
    assert finding["repairable"] is False
    assert finding["todo"]
    assert "search" in told["checked"]


@pytest.mark.parametrize("made", ["nothing", "a folder", "no book"])
def test_what_is_no_book_is_told_without_a_traceback(tmp_path: Path, made: str) -> None:
    path = tmp_path / "book.db"
    if made == "a folder":
        path.mkdir()
    elif made == "no book":
        path.write_text("客户" * 5_000)
    if made != "nothing":
        path.chmod(0o755)
    for more in ([], ["--repair", "--json"]):
        done = run("--db", str(path), "doctor", *more, home=tmp_path)
        assert done.returncode == 1
        assert str(path) in done.stdout
        assert done.stderr == ""
    if made != "nothing":
        assert path.stat().st_mode & 0o777 == 0o755, "what is no book stays as open as it was"


def test_to_repair_is_to_write(book: Path, tmp_path: Path) -> None:
    done = run("--db", str(book), "--read-only", "doctor", "--repair", home=tmp_path)
    assert done.returncode == 2
    assert "doctor --repair writes" in done.stderr


def test_letters_that_the_output_lacks_are_told(book: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "custtui", "--db", str(book), "--lang", "en", "doctor"],
        env=bare_environment(tmp_path) | {"PYTHONIOENCODING": "iso-8859-1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith(b"locale: Text is written as iso8859-1")
    assert [*encoding("UTF8")] == []


@pytest.mark.parametrize(
    ("term", "columns", "rows", "told"),
    [
        ("dumb", 80, 24, "does not say what it can"),
        ("vt100", 80, 24, "no colours"),
        ("xterm-256color", 19, 24, "19 columns"),
        ("xterm-256color", 80, 24, ""),
    ],
)
def test_the_terminal_is_looked_at(
    book: Path, term: str, columns: int, rows: int, told: str
) -> None:
    arguments = ["--db", str(book), "--lang", "en", "doctor"]
    with Terminal(arguments, columns=columns, rows=rows, environment={"TERM": term}) as terminal:
        assert terminal.ends() == (1 if told else 0)
        terminal.until(lambda: told in terminal.output.decode().replace("\r\n", " "), "tell")
        assert bool(terminal.output) == bool(told)


def test_what_is_large_enough_and_knows_colours_is_no_finding() -> None:
    assert [*size(20, 5)] == []
    assert [each.check for each in size(80, 4)] == ["terminal"]
    assert [*kind_of_terminal({"TERM": "vt100", "COLORTERM": "truecolor"})] == []
