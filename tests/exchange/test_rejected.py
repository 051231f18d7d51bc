"""The file of rejected rows."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.exchange.imported import Rejection
from custtui.exchange.rejected import RejectedRows, guarded, rejected_path, unguarded
from custtui.values import language
from tests.exchange.files import new_book, read_csv, stored, take, write_csv


def test_a_file_beside_for_the_owner_only(tmp_path: Path) -> None:
    rows = RejectedRows(tmp_path / "a.csv.rejected.csv", ["x", "=y"])
    rows.add(Rejection(7, ("x", "=y"), ("wrong", "too")), ["=1+1", 5.0, "-3", "a\x1b[31m"])
    rows.keep()
    rows.drop()
    assert rows.path == tmp_path / "a.csv.rejected.csv"
    assert rows.path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(rows.path.stat().st_mode) == 0o600
    assert read_csv(rows.path) == [
        ["Line", "Column", "Reason", "x", "'=y"],
        ["7", "x; =y", "wrong; too", "'=1+1", "5", "-3", "a[31m"],
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv.rejected.csv"]


def test_nothing_rejected_makes_no_file(tmp_path: Path) -> None:
    rows = RejectedRows(tmp_path / "r.csv", ["x"])
    rows.keep()
    rows.drop()
    assert (rows.path, list(tmp_path.iterdir())) == (None, [])


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    rows = RejectedRows(tmp_path / "gone" / "r.csv", ["x"])
    rows.add(Rejection(2, (), ("bad",)), ["1"])
    rows.keep()
    rows.drop()
    assert rows.path is None
    assert (rows.count, len(rows.told)) == (1, 1)
    assert "could not be written" in rows.notices[0]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1", "'=1"])
def test_formulas_are_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3", "-1,200.50", "+8613800138000", "a=b", "", "'a", "5%"])
def test_other_text_stays(text: str) -> None:
    assert guarded(text) == text


@given(st.text(alphabet="'=+-@＝1a ", max_size=6))
def test_guards_come_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "@", "＝"))


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_rows_set_right_are_imported_from_it(tmp_path: Path, spoken: str) -> None:
    book = new_book(tmp_path)
    rows = [["客户名称", "备注", "成立时间"], ["甲", "=1+1", "昨年"], ["乙", "-", "2020-01-01"]]
    path = write_csv(tmp_path / "a.csv", rows)
    language.use(spoken)
    try:
        done = take(book, "customers", path)
    finally:
        language.use("en")
    assert done.rejected_file == rejected_path(path)
    refused = read_csv(rejected_path(path))
    assert refused[1][3:] == ["甲", "'=1+1", "昨年"]
    refused[1][5] = "2019-05-05"
    again = take(book, "customers", write_csv(tmp_path / "b.csv", refused, "utf-8-sig"))
    assert (again.added, again.rejections, again.columns_in_note) == (1, (), ())
    assert stored(book, "SELECT name, note, founded_on FROM customer ORDER BY id DESC") == [
        ("甲", "=1+1", "2019-05-05"), ("乙", "-", "2020-01-01"),
    ]  # fmt: skip


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_the_file_goes_when_nothing_is_rejected_any_more(tmp_path: Path, spoken: str) -> None:
    book = new_book(tmp_path)
    path = write_csv(tmp_path / "a.csv", [["name", "成立时间"], ["甲", "昨年"]])
    language.use(spoken)
    try:
        take(book, "customers", path)
    finally:
        language.use("en")
    beside = rejected_path(path)
    assert beside.exists()
    write_csv(path, [["name", "成立时间"], ["甲", "2020-01-01"]])
    told = take(book, "customers", path, dry_run=True)
    assert beside.exists()
    assert told.notices == ()
    done = take(book, "customers", path)
    assert (done.added, done.rejected_file) == (1, None)
    assert not beside.exists()
    assert str(beside) in done.notices[0]
    assert take(book, "customers", path).notices == ()


@pytest.mark.parametrize(
    "held", [b"", b"a,b\n1,2\n", b"Line,Column\n", b"\xff\xfe\x00", b'"Line', b"Line\n" * 9]
)
def test_a_file_that_is_not_ours_stays(tmp_path: Path, held: bytes) -> None:
    book = new_book(tmp_path)
    path = write_csv(tmp_path / "a.csv", [["name"], ["甲"]])
    rejected_path(path).write_bytes(held)
    assert take(book, "customers", path).notices == ()
    assert rejected_path(path).read_bytes() == held


def test_what_is_no_plain_file_stays(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    path = write_csv(tmp_path / "a.csv", [["name"], ["甲"]])
    ours = write_csv(tmp_path / "ours.csv", [["Line", "Column", "Reason", "name"]])
    rejected_path(path).symlink_to(ours)
    assert take(book, "customers", path).notices == ()
    assert rejected_path(path).is_symlink()
    rejected_path(path).unlink()
    rejected_path(path).mkdir()
    assert take(book, "customers", path).already_there == 1
