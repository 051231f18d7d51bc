"""Writing the file: whole or not at all, for its owner only, and said when it fails."""

import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from custtui.exchange.errors import ExchangeError
from custtui.exchange.new_workbook import not_written
from custtui.exchange.progress import Cancelled
from custtui.exchange.workbook import export_workbook
from custtui.model import Customer
from custtui.reading.connection import BookError
from custtui.store import open_book
from tests.exchange.books import HOSTILE, TODAY, make_book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_book(tmp_path_factory.mktemp("book") / "book.db")


def test_only_the_owner_may_read_it_and_an_old_one_is_replaced(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "book.xlsx"
    target.write_text("old")
    target.chmod(0o644)
    exported = export_workbook(book, target, language="zh")
    assert exported.path == target
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert zipfile.is_zipfile(target)
    assert [*tmp_path.iterdir()] == [target]


@pytest.mark.parametrize("after", [0, 1])
def test_cancelling_leaves_nothing_behind(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(parts))
    target = tmp_path / "book.xlsx"
    target.write_text("old")
    answers = iter([False] * after + [True] * 100)
    with pytest.raises(Cancelled):
        export_workbook(book, target, language="zh", cancelled=lambda: next(answers))
    assert target.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == [target, parts]
    assert not [*parts.iterdir()]


def test_progress_ends_at_all_rows(book: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export_workbook(
        book, tmp_path / "b.xlsx", language="zh", progress=lambda *each: told.append(each)
    )
    assert told == sorted(told)
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] == len(HOSTILE) + 2 + 2 + 3 + 5 + 1 + 2 + 1


def test_a_writer_beside_it_does_not_show(tmp_path: Path) -> None:
    path = make_book(tmp_path / "book.db")
    book = open_book(path, TODAY)
    names = iter(range(100))

    def write(_done: int, _total: int) -> None:
        with book.edit("meanwhile") as edit:
            edit.add(Customer(code=f"N{next(names)}", name="新", recorded=""))

    exported = export_workbook(path, tmp_path / "b.xlsx", language="zh", progress=write)
    assert next(names) > 1
    workbook = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert exported.customers == workbook["客户资料"].max_row - 1 == len(HOSTILE) + 2


def test_what_can_not_be_written_is_said(book: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    linked = tmp_path / "linked.xlsx"
    linked.symlink_to(book)
    for target, words in (
        (tmp_path / "book.xls", "ends in .xlsx"),
        (tmp_path / "nowhere" / "book.xlsx", "does not exist"),
        (book / "book.xlsx", "does not exist"),
        (tmp_path / "folder.xlsx", "is a folder"),
        (linked, "the book itself"),
        (Path("/proc/book.xlsx"), "could not be written|may not write"),
        (tmp_path / "\x1b[31m.xls", r"/\[31m.xls: "),
    ):
        with pytest.raises(ExchangeError, match=words):
            export_workbook(book, target, language="en")
    with pytest.raises(BookError):
        export_workbook(tmp_path / "none.db", tmp_path / "book.xlsx", language="en")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.xlsx", "linked.xlsx"]


def test_a_full_disk_leaves_nothing_behind(book: Path, tmp_path: Path) -> None:
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from custtui.exchange.errors import ExchangeError\n"
        "from custtui.exchange.workbook import export_workbook\n"
        "def fill(*_progress):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))\n"
        "try:\n"
        "    book, target = map(Path, sys.argv[1:])\n"
        "    export_workbook(book, target, language='en', progress=fill)\n"
        "except ExchangeError as error:\n"
        "    print(error)\n"
    )
    target = tmp_path / "book.xlsx"
    done = subprocess.run(
        [sys.executable, "-c", program, str(book), str(target)],
        env={"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{target} could not be written: File too large.\n"
    assert not [*tmp_path.iterdir()]
    full = not_written(target, OSError(28, "No space left on device"))
    assert str(full).startswith(f"There is no room left to write {target}.")
