"""Import as a whole: good rows are in, bad ones told, and again adds nothing twice."""

import stat
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.exchange.errors import ExchangeError
from custtui.exchange.progress import Cancelled
from custtui.exchange.rejected import rejected_path
from custtui.store import Book
from tests.exchange.files import (
    everything,
    new_book,
    old_customers,
    read_csv,
    stored,
    take,
    write_csv,
    write_workbook,
)

_HOSTILE: tuple[list[str], ...] = (
    ["客户资料（导出）"],
    [],
    ["客户编号", "客户名称", "成立时间", "手机", "客户满意度评分", "备注"],
    ["K1", "华东精密", "2011-05-05", "13800138000.0", "5", "正常"],
    ["K2", "错日期公司", "2011-02-30", "", "", ""],
    ["K3", "负分公司", "", "", "-3", ""],
    ["K4", "", "", "", "", "没有名字"],
    ["K1", "重复编号公司", "", "", "", ""],
    ["K5", "[@click=app.quit]x[/]", "", "139 0013 9000", "4分", "=1+1"],
    ["K6", "两处错", "昨年", "打电话", "9", ""],
    ["K7", "多一格", "", "", "", "", "x"],
)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_a_hostile_file(book: Book, tmp_path: Path, encoding: str) -> None:
    path = write_csv(tmp_path / "坏.csv", _HOSTILE, encoding)
    done = take(book, "customers", path)
    assert (done.read, done.added, done.already_there, done.rejected) == (8, 2, 0, 6)
    assert [(each.line, each.columns) for each in done.rejections] == [
        (5, ("成立时间",)),
        (6, ("客户满意度评分",)),
        (7, ("客户名称",)),
        (8, ("客户编号",)),
        (10, ("成立时间", "手机", "客户满意度评分")),
        (11, ()),
    ]
    assert "2011" in done.rejections[0].reasons[0]
    assert "line 4 and again in line 8" in done.rejections[3].reasons[0]
    assert len(done.rejections[4].reasons) == 3
    assert stored(book, "SELECT code, name FROM customer") == [
        ("K1", "华东精密"), ("K5", "[@click=app.quit]x[/]"),
    ]  # fmt: skip
    assert stored(book, "SELECT phones FROM contact") == [("13800138000",), ("13900139000",)]

    assert done.rejected_file == rejected_path(path)
    refused = read_csv(rejected_path(path))
    assert refused[0] == ["Line", "Column", "Reason", *_HOSTILE[2]]
    assert [row[0] for row in refused[1:]] == ["5", "6", "7", "8", "10", "11"]
    assert refused[1][3:] == _HOSTILE[4]
    assert stat.S_IMODE(rejected_path(path).stat().st_mode) == 0o600

    before = everything(book)
    again = take(book, "customers", path)
    assert (again.added, again.already_there, again.rejected) == (0, 2, 6)
    assert again.edited is None
    assert everything(book) == before


def test_hostile_purchases(book: Book, tmp_path: Path) -> None:
    rows = [
        ["客户编号", "购买日期", "交易金额", "数量"],
        ["K1", "2026-01-05", "1,200.50", "2台"],
        ["K1", "2026-01-05", "1,200.50", "2台"],
        ["K1", "2026-13-05", "1", ""],
        ["K2", "2026-01-06", "-5", ""],
        ["", "2026-01-06", "5", ""],
        ["K3", "", "", ""],
        ["K4", "2026-01-07", "", ""],
    ]
    path = write_csv(tmp_path / "p.csv", rows)
    refused = take(book, "purchases", path)
    assert (refused.added, refused.rejected) == (0, 7)
    assert "--create" in refused.rejections[0].reasons[0]

    done = take(book, "purchases", path, create=True)
    assert (done.read, done.added, done.rejected, done.customers_made) == (7, 3, 4, 2)
    assert [(each.line, each.columns) for each in done.rejections] == [
        (4, ("购买日期",)), (6, ("客户编号",)), (7, ("购买日期", "交易金额")), (8, ("交易金额",)),
    ]  # fmt: skip
    # A customer of whom only bad rows speak is not made.
    assert stored(book, "SELECT code, name FROM customer") == [("K1", "K1"), ("K2", "K2")]
    assert stored(book, "SELECT day, amount, quantity FROM purchase") == [
        ("2026-01-05", 120050, 2000), ("2026-01-05", 120050, 2000), ("2026-01-06", -500, None),
    ]  # fmt: skip
    assert done.edited is not None
    assert len(done.edited.customers) == 2

    again = take(book, "purchases", path, create=True)
    assert (again.added, again.already_there, again.customers_made) == (0, 3, 0)
    kept = take(book, "purchases", path, keep_duplicates=True)
    assert (kept.added, kept.already_there) == (3, 0)
    assert stored(book, "SELECT count(*) FROM purchase") == [(6,)]


def test_a_dry_run_only_tells(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "坏.csv", _HOSTILE)
    before = everything(book)
    told = take(book, "customers", path, dry_run=True)
    assert everything(book) == before
    assert (told.edited, told.rejected_file) == (None, None)
    assert not rejected_path(path).exists()
    done = take(book, "customers", path)
    assert (told.read, told.added, told.rejected) == (done.read, done.added, done.rejected)
    assert told.rejections == done.rejections
    assert told.records_made == done.records_made


def test_a_dry_run_makes_no_customers_twice(book: Book, tmp_path: Path) -> None:
    rows = [["code", "date", "amount"], *(["A", f"2026-01-{day:02}", "1"] for day in range(1, 29))]
    told = take(book, "purchases", write_csv(tmp_path / "a.csv", rows), create=True, dry_run=True)
    assert (told.added, told.customers_made) == (28, 1)
    assert stored(book, "SELECT count(*) FROM customer") == [(0,)]


def test_codes_that_exist(book: Book, tmp_path: Path) -> None:
    first = [
        ["客户编号", "客户名称", "区域", "标签"],
        ["K1", "甲", "江苏-苏州", "a:1"],
        ["K2", "乙", "", ""],
    ]
    take(book, "customers", write_csv(tmp_path / "1.csv", first))
    second = [
        ["客户编号", "客户名称", "区域", "标签", "客户经理"],
        ["K1", "甲", "江苏苏州", "", ""],
        ["K2", "乙", "北京", "b:2", "王敏"],
        ["K3", "", "", "", ""],
    ]
    path = write_csv(tmp_path / "2.csv", second)
    told = take(book, "customers", path)
    assert (told.added, told.already_there, told.rejected) == (0, 1, 2)
    assert "区域, 标签, 客户经理" in told.rejections[0].reasons[0]
    done = take(book, "customers", path, update=True)
    assert (done.added, done.updated, done.already_there, done.rejected) == (0, 1, 1, 1)
    assert stored(book, "SELECT name, region, tags, owner FROM customer") == [
        ("甲", "江苏-苏州", "a:1", None), ("乙", "北京", "b:2", "王敏"),
    ]  # fmt: skip
    assert take(book, "customers", path, update=True).already_there == 2


def test_an_update_without_names(book: Book, tmp_path: Path) -> None:
    take(book, "customers", write_csv(tmp_path / "1.csv", [["code", "name"], ["K1", "甲"]]))
    rows = [["code", "客户经理"], ["K1", "王敏"], ["K2", "李雷"]]
    path = write_csv(tmp_path / "2.csv", rows)
    with pytest.raises(ExchangeError, match="--map name=HEADER"):
        take(book, "customers", path)
    done = take(book, "customers", path, update=True)
    assert (done.updated, done.rejected) == (1, 1)
    assert stored(book, "SELECT name, owner FROM customer") == [("甲", "王敏")]


def test_customers_by_name(book: Book, tmp_path: Path) -> None:
    first = [["客户名称", "区域"], ["张伟", "北京"], ["张伟", "上海"], ["李娜", "广东"]]
    path = write_csv(tmp_path / "1.csv", first)
    assert take(book, "customers", path).added == 3
    assert stored(book, "SELECT code FROM customer") == [("C00001",), ("C00002",), ("C00003",)]
    assert take(book, "customers", path).already_there == 3

    second = write_csv(
        tmp_path / "2.csv", [["客户名称", "区域"], ["张伟", "天津"], ["李娜", "四川"]]
    )
    updated = take(book, "customers", second, update=True)
    assert (updated.updated, updated.rejected) == (1, 1)
    assert "2 customers are called 张伟" in updated.rejections[0].reasons[0]
    assert stored(book, "SELECT region FROM customer WHERE name = '李娜'") == [("四川",)]
    made = take(book, "customers", second)
    assert (made.added, made.already_there) == (1, 1)
    assert "lines 2" in made.notices[0]


def test_given_codes_are_never_given_again(book: Book, tmp_path: Path) -> None:
    rows = [["code", "name"], ["", "甲"], ["C00001", "乙"], ["", "丙"], ["C00003", "丁"]]
    done = take(book, "customers", write_csv(tmp_path / "a.csv", rows))
    assert (done.added, done.rejected) == (4, 0)
    assert stored(book, "SELECT name, code FROM customer") == [
        ("甲", "C00002"), ("乙", "C00001"), ("丙", "C00004"), ("丁", "C00003"),
    ]  # fmt: skip


def test_records_by_code_or_by_a_name_of_one(book: Book, tmp_path: Path) -> None:
    names = [["code", "name"], ["K1", "甲"], ["K2", "同名"], ["K3", "同名"]]
    take(book, "customers", write_csv(tmp_path / "c.csv", names))
    rows = [
        ["客户编号", "客户名称", "联系人", "手机", "主要联系人"],
        ["K1", "", "王芳", "13800138000", "是"],
        ["", "甲", "李强", "", ""],
        ["", "同名", "谁", "", ""],
        ["K3", "同名", "陈静", "", ""],
        ["", "新公司", "周总", "", ""],
        ["", "新公司", "吴总", "", ""],
    ]
    path = write_csv(tmp_path / "t.csv", rows)
    done = take(book, "contacts", path)
    assert (done.added, done.rejected) == (3, 3)
    assert [each.line for each in done.rejections] == [4, 6, 7]
    done = take(book, "contacts", path, create=True)
    assert (done.added, done.already_there, done.customers_made, done.rejected) == (2, 3, 1, 1)
    assert stored(
        book,
        "SELECT c.code, t.name, t.is_primary FROM contact t JOIN customer c"
        " ON c.id = t.customer_id",
    ) == [("K1", "王芳", 1), ("K1", "李强", 0), ("K3", "陈静", 0), ("C00004", "周总", 0),
          ("C00004", "吴总", 0)]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "rows", "table"),
    [
        ("follow-ups", [["日期", "内容", "跟进方式"], ["2026-01-05", "来电", "电话"]], "follow_up"),
        ("surveys", [["调查日期", "评分"], ["2026-01-05", "4分"]], "survey"),
        ("needs", [["需求类型", "权重", "需求状态"], ["价格", "", ""]], "need"),
        ("contracts", [["合同编号", "结束日期", "合同状态"], ["H1", "2027-01-01", ""]], "contract"),
        ("contacts", [["姓名", "主要联系人"], ["王芳", ""]], "contact"),
    ],
)
def test_every_kind(
    book: Book, tmp_path: Path, kind: str, rows: Sequence[Sequence[str]], table: str
) -> None:
    whole = [["客户编号", *rows[0]], *(["K1", *row] for row in rows[1:])]
    path = write_workbook(tmp_path / "a.xlsx", {"x": whole})
    done = take(book, kind, path, create=True)
    assert (done.added, done.rejections) == (1, ())
    assert stored(book, f"SELECT count(*) FROM {table}") == [(1,)]
    assert take(book, kind, path).already_there == 1


def test_numbers_already_damaged_are_kept_and_told(book: Book, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["客户名称", "证件号码"],
        ["甲", 110101199001011234],
        ["乙", "110101199001011234"],
    ]
    done = take(book, "customers", write_workbook(tmp_path / "a.xlsx", {"x": rows}))
    assert done.added == 2
    assert "line 2, 证件号码: 1101011990010112" in done.notices[0]
    assert stored(book, "SELECT sensitive_id FROM customer WHERE name = '乙'") == [
        ("110101199001011234",)
    ]
    rows = [["客户编号", "客户名称"], ["1.10101E+17", "丙"]]
    done = take(book, "customers", write_csv(tmp_path / "a.csv", rows))
    assert "line 2, 客户编号: 1.10101E+17" in done.notices[0]
    assert done.added == 1


def test_surrogates_nul_and_escapes_are_cleaned(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号,客户名称\nK1,红\x1b[31m\x00字\u202e".encode() + b"\xed\xa0\x80\n")
    assert take(book, "customers", path).added == 1
    assert stored(book, "SELECT name FROM customer") == [("红[31m字",)]


def test_files_that_give_nothing(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["code", "date"], ["1", "2026-01-01"]])
    before = everything(book)
    for kind, wishes, said in (
        ("orders", {}, "no kind orders; there are: customers"),
        ("purchases", {}, "--map amount=HEADER"),
        ("surveys", {"mapping": ["score=date"]}, "--map day=HEADER"),
        ("purchases", {"update": True}, "--update is for customers"),
    ):
        with pytest.raises(ExchangeError, match=said):
            take(book, kind, path, **wishes)
    nobody = write_csv(tmp_path / "b.csv", [["date", "amount"], ["2026-01-01", "1"]])
    with pytest.raises(ExchangeError, match="--map code=HEADER"):
        take(book, "purchases", nobody)
    with pytest.raises(ExchangeError, match="can't be read"):
        take(book, "purchases", tmp_path / "none.csv")
    assert everything(book) == before


def test_progress_is_told_and_cancelling_takes_all_back(book: Book, tmp_path: Path) -> None:
    rows = [["code", "date", "amount"], *(["A", "2026-01-01", "x"] for _ in range(6000))]
    rows[1][2] = "1"
    path = write_csv(tmp_path / "a.csv", rows)
    told: list[tuple[int, int]] = []
    done = take(book, "purchases", path, create=True, progress=lambda *each: told.append(each))
    assert (done.read, done.rejected, len(done.rejections)) == (6000, 5999, 100)
    assert told[0] == (0, 6001)
    assert told[-1][0] == 6000
    assert told == sorted(told)
    rejected_path(path).unlink()
    before = everything(book)
    with pytest.raises(Cancelled):
        take(book, "purchases", path, keep_duplicates=True, cancelled=lambda: len(told) > 40,
             progress=lambda *each: told.append(each))  # fmt: skip
    assert everything(book) == before
    assert sorted(file.name for file in tmp_path.iterdir() if "db" not in file.name) == ["a.csv"]


def test_rejected_rows_that_can_not_be_written(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["name", "成立时间"], ["甲", "x"], ["乙", ""]])
    rejected_path(path).mkdir()
    done = take(book, "customers", path)
    assert (done.added, done.rejected, done.rejected_file) == (1, 1, None)
    assert "could not be written" in done.notices[0]


def test_days_without_a_year_are_near_today(book: Book, tmp_path: Path) -> None:
    rows = [["code", "date", "amount"], ["A", "11-20", "1"], ["A", "昨天", "2"]]
    take(book, "purchases", write_csv(tmp_path / "a.csv", rows), create=True)
    days = [date.fromisoformat(day) for (day,) in stored(book, "SELECT day FROM purchase")]
    assert days == [date(2026, 11, 20), date(2026, 11, 21)]


_CELL = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(
        ["13800138000.0", "2026-02-30", "-3", "=1+1", "8次", "约5万", "K1", "[/]", "9" * 30]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
)


@given(st.data())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_the_cells(book: Book, tmp_path: Path, data: st.DataObject) -> None:
    """Every row is counted once, and a second import of the same file adds nothing."""
    headers = data.draw(
        st.lists(st.sampled_from(list(old_customers()[0])), unique=True, max_size=8)
    )
    rows = data.draw(st.lists(st.tuples(*([_CELL] * (len(headers) + 1))), max_size=5))
    path = write_csv(tmp_path / "any.csv", [["企业全称 ", *headers], *rows])
    done = take(book, "customers", path, dry_run=data.draw(st.booleans()))
    assert done.read == done.added + done.updated + done.already_there + done.rejected
    assert all(each.reasons for each in done.rejections)
    if done.edited is not None:
        before = everything(book)
        again = take(book, "customers", path)
        assert (again.added, again.rejected) == (0, done.rejected)
        assert everything(book) == before
