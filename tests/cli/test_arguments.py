"""The command line: what it understands, and what it answers to the rest."""

import argparse
from datetime import date
from pathlib import Path

import pytest

from custtui import __version__
from custtui.cli import _MODULES
from custtui.cli.argparse_words import WORDS
from custtui.cli.arguments import read
from custtui.values import language
from tests.cli.running import run

COMMANDS = sorted(name for name in _MODULES if name)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "CUSTTUI_DB"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize(
    "typed",
    [
        ["--db", "a.db", "--as-of", "1998-06-30", "--read-only", "segments", "--json"],
        ["segments", "--json", "--read-only", "--as-of", "1998-06-30", "--db", "a.db"],
        ["--as-of=1998-06-30", "segments", "--db=a.db", "--json", "--read-only"],
    ],
)
def test_shared_options_stand_before_or_after_the_command(typed: list[str]) -> None:
    options = read(typed)
    assert options.command == "segments"
    assert options.path == Path("a.db")
    assert options.as_of == date(1998, 6, 30)
    assert options.read_only
    assert options.given.json


def test_the_later_of_two_wins() -> None:
    assert read(["--db", "a.db", "due", "--db", "b.db"]).path == Path("b.db")


def test_without_a_command_the_app_is_meant() -> None:
    options = read(["--db", "a.db"])
    assert (options.command, options.as_of, options.read_only) == ("", None, False)


def test_a_text_may_be_several_words() -> None:
    assert read(["find", "李", "强", "--json"]).given.text == ["李", "强"]
    assert read(["find", "--", "--json"]).given.text == ["--json"]


def test_import_takes_its_columns_in_order() -> None:
    typed = ["import", "purchases", "f.csv", "--map", "code=id", "--map", "amount=a=b", "--create"]
    given = read(typed).given
    assert given.map == ["code=id", "amount=a=b"]
    assert (given.create, given.update, given.dry_run) == (True, False, False)


@pytest.mark.parametrize(
    "typed",
    [
        ["--wrong"],
        ["bogus"],
        ["find"],
        ["show"],
        ["due", "--days", "-1"],
        ["due", "--days", "x"],
        ["due", "--days", "99999"],
        ["--as-of", "2024-02-30"],
        ["--as-of", "20240229"],
        ["--as-of", "0001-01-01"],
        ["--lang", "fr"],
        ["--db", ""],
        ["import", "orders", "f.csv"],
        ["import", "purchases"],
        ["import", "purchases", "f.csv", "--map", "amount"],
        ["import", "purchases", "f.csv", "--read-only"],
        ["--read-only", "undo"],
        ["rules"],
        ["rules", "change"],
        ["--read-only", "rules", "import", "retail"],
        ["export", "f.csv"],
        ["log", "--last", "0"],
        ["segments", "--js"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_how(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        read(typed)
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("usage: custtui")
    assert ": error: " in told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--as-of", "0000-01-01"], "a day from 1900-01-01 to 2199-12-31 is wanted"),
        (["--as-of", "0001-01-01"], "a day from 1900-01-01 to 2199-12-31 is wanted"),
        (["--as-of", "9999-12-31"], "a day from 1900-01-01 to 2199-12-31 is wanted"),
        (["--as-of", "2026-02-30"], "a day is written like 2026-11-25"),
        (["show", ""], "a code is missing"),
        (["why", " \t\u3000"], "a code is missing"),
    ],
)
def test_what_is_wrong_with_a_value_is_said(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        read(typed)
    assert said in capsys.readouterr().err


def test_the_first_and_the_last_day_are_allowed() -> None:
    assert read(["--as-of", "1900-01-01"]).as_of == date(1900, 1, 1)
    assert read(["--as-of", "2199-12-31"]).as_of == date(2199, 12, 31)


def test_the_language_is_chosen_before_the_help_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    read(["locate"])
    assert language.current() == "zh"
    read(["locate", "--lang", "en"])
    assert language.current() == "en"
    read(["--lang=en", "locate"])
    assert language.current() == "en"


def test_a_language_behind_two_dashes_is_text() -> None:
    read(["find", "--", "--lang", "zh"])
    assert language.current() == "en"


def test_the_book_is_named_by_db_else_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUSTTUI_DB", "/books/mine.db")
    assert read(["locate"]).path == Path("/books/mine.db")
    assert read(["locate", "--db", "a.db"]).path == Path("a.db")


def test_the_words_of_argparse_are_those_it_asks_for() -> None:
    assert argparse.__file__ is not None
    source = Path(argparse.__file__).read_text("utf-8")
    spoken = [word.replace("\n", "\\n") for word in WORDS]
    # Versions of Python differ in a word or two; most must be there, or we translate nothing.
    assert sum(word in source for word in spoken) > len(spoken) - 3


def test_version_and_help_end_with_0(tmp_path: Path) -> None:
    version = run("--version", home=tmp_path)
    assert (version.returncode, version.stdout) == (0, f"custtui {__version__}\n")
    told = run("--help", home=tmp_path)
    assert told.returncode == 0
    assert all(command in told.stdout for command in COMMANDS)


def test_a_wrong_option_ends_the_program_with_2(tmp_path: Path) -> None:
    done = run("--wrong", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: custtui")
    assert "Traceback" not in done.stderr
