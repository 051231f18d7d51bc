"""Reasons, names and values that hold a number: masked in explanations, pins and the history."""

from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from custtui import cli
from custtui.reading.connection import connect
from custtui.segments.explain import explain_all
from custtui.segments.explaining.masked import masked_explanation
from custtui.store import open_book, pins
from tests.private_book import NUMBER, leaked, make_private_book


@pytest.fixture
def book(tmp_path: Path, today: date) -> str:
    path = make_private_book(tmp_path / "book.db", today, masked=True)
    with open_book(path, today).edit("pin") as edit:
        edit.change("customer", 1, {"name": f"张 {NUMBER}"})
        wanted = pins.Wanted("grade", "A", f"打 {NUMBER} 问过", "wang", None, True)
        pins.fix(edit, 1, wanted)
    return str(path)


def shown(*arguments: str) -> str:
    """What the program prints; in this process, for there is much to ask."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as complained:
        status = cli.main(["--lang", "en", *arguments])
    assert (status, complained.getvalue()) == (0, "")
    return out.getvalue()


@pytest.mark.parametrize("asked", [["why", "P1"], ["pins"], ["log", "P1"], ["show", "P1"]])
def test_nothing_is_whole_until_asked(book: str, asked: list[str]) -> None:
    for form in ([], ["--json"]):
        text = shown("--db", book, *asked, *form)
        assert "139****4321" in text
        assert leaked(text) == []
    assert NUMBER in shown("--db", book, *asked, "--unmask")


def test_figures_and_days_of_an_explanation_stay(sample: Path) -> None:
    with connect(sample) as connection:
        found = [each for number in range(1, 9) for each in explain_all(connection, number)]
    assert len(found) > 50
    for each in found:
        assert masked_explanation(each) == each
