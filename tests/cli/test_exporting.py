"""`custtui export`: the whole book as a workbook."""

from datetime import date
from pathlib import Path

import openpyxl

from tests.cli.running import run


def test_the_workbook_has_its_sheets(tmp_path: Path, sample: Path) -> None:
    file = tmp_path / "客户.xlsx"
    done = run("--db", str(sample), "export", str(file), "--lang", "zh", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(file) in done.stdout
    sheets = openpyxl.load_workbook(file, read_only=True).sheetnames
    assert sheets[:2] == ["客户资料", "客户细分标准"]


def test_another_day_gives_other_figures(tmp_path: Path, sample: Path, today: date) -> None:
    files = [tmp_path / "now.xlsx", tmp_path / "then.xlsx"]
    past = today.replace(year=today.year - 1, day=1).isoformat()
    for file, options in zip(files, ([], ["--as-of", past]), strict=True):
        done = run("--db", str(sample), "export", str(file), *options, home=tmp_path)
        assert done.returncode == 0
    now, then = (
        list(openpyxl.load_workbook(file, read_only=True).worksheets[0].values) for file in files
    )
    assert len(now) == len(then)
    assert now != then


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, sample: Path) -> None:
    file = tmp_path / "none" / "book.xlsx"
    done = run("--db", str(sample), "export", str(file), home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("custtui: ")
    assert "Traceback" not in done.stderr
