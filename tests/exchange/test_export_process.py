"""An export in a child process: it answers, is cancelled, and never ends without a word."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from custtui.exchange.errors import ExchangeError
from custtui.exchange.export_process import start_export
from custtui.exchange.progress import Cancelled
from custtui.exchange.workbook import Exported
from tests.exchange.books import HOSTILE, make_book

_SECONDS = 60


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.db")


def test_it_gives_the_workbook(book: Path, tmp_path: Path) -> None:
    export = start_export(book, tmp_path / "b.xlsx", language="zh", as_of=date(2026, 4, 15))
    assert export.poll() == (0, 0) or isinstance(export.poll(), tuple | Exported)
    exported = export.wait(_SECONDS)
    assert isinstance(exported, Exported)
    assert export.poll() is exported
    assert exported.path == tmp_path / "b.xlsx"
    assert exported.customers == len(HOSTILE) + 2
    workbook = openpyxl.load_workbook(exported.path, read_only=True)
    assert exported.sheets == tuple(workbook.sheetnames)
    export.cancel()
    assert export.poll() is exported


def test_cancelling_leaves_nothing_behind(book: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    export = start_export(book, tmp_path / "b.xlsx", language="zh")
    export.cancel()
    assert isinstance(export.wait(_SECONDS), Cancelled)
    assert [path for path in tmp_path.iterdir() if path not in before] == []


def test_whoever_types_goes_before_it() -> None:
    program = "from custtui.exchange.export_child import main; main()"
    # It is given no request: so it is there for as long as we look.
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) as child:
        wanted = os.getpriority(os.PRIO_PROCESS, 0) + 10
        end = time.monotonic() + _SECONDS
        while (found := os.getpriority(os.PRIO_PROCESS, child.pid)) != wanted:
            assert time.monotonic() < end, found
            assert child.poll() is None
        child.kill()


def test_errors_come_as_values(book: Path, tmp_path: Path) -> None:
    for path, target, words in (
        (tmp_path / "none.db", tmp_path / "b.xlsx", "There is no book at"),
        (book, tmp_path / "none" / "b.xlsx", "does not exist"),
    ):
        error = start_export(path, target, language="zh").wait(_SECONDS)
        assert isinstance(error, ExchangeError)
        assert words in str(error)


def test_a_child_that_dies_is_told(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [])
    error = start_export(book, tmp_path / "b.xlsx", language="zh").wait(_SECONDS)
    assert isinstance(error, ExchangeError)
    assert "exit status 1" in str(error)
    assert "ModuleNotFoundError" in error.__notes__[0]
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(ExchangeError, match="could not be started"):
        start_export(book, tmp_path / "b.xlsx", language="zh")
