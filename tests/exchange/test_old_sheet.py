"""The old customer sheet of 004's first template, imported whole."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from custtui.exchange.imported import Imported
from custtui.exchange.importing import import_file
from custtui.store import Book, take_back
from tests.exchange.files import (
    TODAY,
    everything,
    new_book,
    old_customers,
    old_sheet,
    stored,
    take,
    write_csv,
    write_workbook,
)

#: Minor units, as the sheet says them: 96.5万, 356,000元, 约28万 and so on.
AMOUNTS = {
    "KH001": 128450000, "KH002": 96500000, "KH003": 35600000, "KH004": 28000000,
    "KH005": 45000000, "KH006": 12000000, "KH007": 8800000, "KH008": 235000000,
    "KH009": 5600000, "KH010": 64000000, "KH011": 17500000, "KH012": 980000,
    "KH013": 31500000, "KH015": 78000000,
}  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def imported(book: Book, tmp_path: Path) -> Imported:
    return take(book, "customers", old_sheet(tmp_path / "老客户.xlsx"))


def test_all_is_taken(book: Book, imported: Imported, tmp_path: Path) -> None:
    assert imported.rejections == ()
    assert (imported.read, imported.added, imported.rejected) == (15, 15, 0)
    assert imported.rejected_file is None
    assert imported.columns_not_taken == imported.columns_in_note == ()
    assert imported.records_made == {"contact": 15, "purchase": 92, "follow_up": 15, "survey": 14}
    assert [path.name for path in tmp_path.glob("*rejected*")] == []
    assert stored(book, "SELECT what, cause FROM edit WHERE cause = 'import'") == [
        ("import customers", "import")
    ]


@pytest.mark.usefixtures("imported")
def test_grades_are_those_of_the_sums(book: Book) -> None:
    """definitions.md: p = count(larger) / N; A under 20 %, B under 70 %, else C; none unrated."""
    grades = dict(
        stored(
            book, "SELECT c.code, s.grade FROM customer c JOIN segment s ON s.customer_id = c.id"
        )
    )
    expected = {"KH014": "unrated"}
    for code, amount in AMOUNTS.items():
        larger = sum(other > amount for other in AMOUNTS.values())
        expected[code] = "A" if larger * 10 < 14 * 2 else "B" if larger * 10 < 14 * 7 else "C"
    assert grades == expected
    assert sorted(expected.values()).count("A") == 3


@pytest.mark.usefixtures("imported")
def test_the_old_grade_stands_beside(book: Book) -> None:
    given = {row["客户编号"]: (row["客户等级"], row["细分类型"]) for row in old_customers()}
    rows = stored(book, "SELECT code, stated_grade, stated_segments FROM customer")
    assert {code: (grade, segments) for code, grade, segments in rows} == given


@pytest.mark.usefixtures("imported")
def test_opening_purchases_come_to_the_sums(book: Book) -> None:
    sums = {
        code: (amount, orders, last)
        for code, amount, orders, last in stored(
            book,
            "SELECT c.code, sum(p.amount), count(DISTINCT p.day), max(p.day) FROM purchase p"
            " JOIN customer c ON c.id = p.customer_id WHERE p.estimated = 1 GROUP BY c.code",
        )
    }
    for row in old_customers():
        code = str(row["客户编号"])
        if code == "KH014":
            assert code not in sums
            continue
        orders = int(str(row["交易频次"]).removesuffix("次"))
        last = str(row["最后购买日期"]).replace("/", "-")
        last = date(*map(int, last.split("-"))).isoformat()
        assert sums[code] == (AMOUNTS[code], orders, last)
    metrics = stored(
        book,
        "SELECT c.code, m.amount_12m, m.orders_12m FROM metric m"
        " JOIN customer c ON c.id = m.customer_id WHERE m.amount_12m > 0",
    )
    assert {code: amount for code, amount, _orders in metrics} == {
        # Judged three weeks after the sheet's day: what fell out of the window since is not there.
        code: stored(
            book,
            "SELECT sum(p.amount) FROM purchase p JOIN customer c ON c.id = p.customer_id"
            " WHERE c.code = ? AND p.day > '2025-11-22'",
            code,
        )[0][0]
        for code in AMOUNTS
    }


@pytest.mark.usefixtures("imported")
def test_contacts_and_addresses(book: Book) -> None:
    rows = stored(
        book,
        "SELECT c.code, t.name, t.title, t.phones, t.email, t.accounts, t.note, t.is_primary"
        " FROM contact t JOIN customer c ON c.id = t.customer_id ORDER BY c.code",
    )
    assert rows == [
        ("KH001", "张经理", "采购总监", "13800138000", None, None, None, 1),
        ("KH002", "李明", "总经理", "02165551234", "liming@shenda.com", None, None, 1),
        ("KH003", "王芳", "采购经理", "13900139000", None, None, None, 1),
        ("KH004", "陈总", None, "02038001234", None, None, None, 1),
        ("KH005", "刘强", "设备工程师", "13700137000", None, "liuqiang_sz", None, 1),
        ("KH006", "赵敏", "运维主管", "057188001234", None, None, None, 1),
        ("KH007", "孙伟", "厂长", "13600136000", "sunwei@shujin.cn", None, None, 1),
        ("KH008", "周主任", "设备科", "02785551234x801", None, None, None, 1),
        ("KH009", "吴丹", None, "13500135000", None, None, None, 1),
        ("KH010", "郑浩", "采购", "02988001122", None, None, None, 1),
        ("KH011", "冯丽", "生产经理", "13400134000", None, None, None, 1),
        ("KH012", "蒋波", None, "053280001234", None, None, None, 1),
        ("KH013", "韩雪", "办公室主任", "13300133000", None, None, None, 1),
        ("KH014", "曹阳", None, "13200132000", None, None, None, 1),
        ("KH015", "彭军", "副总经理", "045182001234", None, None, "传真:0451-82001235", 1),
    ]
    addresses = dict(stored(book, "SELECT code, address FROM customer WHERE address IS NOT NULL"))
    assert addresses == {
        "KH001": "北京市海淀区中关村路1号",
        "KH002": "上海市浦东新区张江路88号",
        "KH006": "杭州市西湖区文三路90号",
        "KH010": "西安市高新区",
        "KH013": "南京市秦淮区",
    }


@pytest.mark.usefixtures("imported")
def test_sizes_tags_and_notes(book: Book) -> None:
    rows = {
        code: values
        for code, *values in stored(
            book,
            "SELECT code, employees_low, employees_high, annual_revenue, tags, note FROM customer",
        )
    }
    assert rows["KH001"][:4] == [100, 200, None, "需求:交期\n产品:数控机床\n产品:检测设备"]
    assert rows["KH002"][:2] == [500, None]
    assert rows["KH003"][:2] == [0, 50]
    assert rows["KH003"][3] == "产品:传感器\n产品:控制器"
    assert rows["KH005"][:3] == [200, 500, 5_000_000_000]
    assert rows["KH007"][:2] == [300, 300]
    assert rows["KH010"][3] == "产品:灌装线"
    assert rows["KH015"][:2] == [501, None]
    # The first purchase of most lies before the 12 months, and the sheet has no total to put there.
    assert rows["KH001"][4] == "重点客户\n首次合作时间: 2019-03-15"
    assert rows["KH015"][4] == "@SUM(1) [/]\n首次合作时间: 2016-05-05"
    assert rows["KH014"][4] is None
    assert rows["KH005"][4] is None


@pytest.mark.usefixtures("imported")
def test_follow_ups_and_surveys(book: Book) -> None:
    calls = stored(
        book,
        "SELECT c.code, f.day, f.summary FROM follow_up f JOIN customer c ON c.id = f.customer_id",
    )
    assert ("KH004", "2026-08-20", "价格偏高，对比竞品") in calls
    assert len(calls) == 15
    scores = stored(
        book,
        "SELECT c.code, s.day, s.score FROM survey s JOIN customer c ON c.id = s.customer_id",
    )
    given = {row["客户编号"]: str(row["客户满意度评分"])[0] for row in old_customers()}
    assert {(code, str(score)) for code, _day, score in scores} == {
        (code, score) for code, score in given.items() if score != "N"
    }
    assert {day for _code, day, _score in scores} == {"2026-10-31"}  # the day in the title


def test_nothing_of_the_sheet_is_lost(book: Book, imported: Imported) -> None:
    """Every cell can be found again in the customer's records, if not as it stood then as meant."""
    assert imported.added == 15
    for row in old_customers():
        held = _all_text(book, str(row["客户编号"]))
        for header, cell in row.items():
            for piece in _meant(header, cell):
                assert piece in held or str(cell) in held, (row["客户编号"], header, piece, held)


def _all_text(book: Book, code: str) -> str:
    (customer_id,) = stored(book, "SELECT id FROM customer WHERE code = ?", code)[0]
    cells = stored(book, "SELECT * FROM customer WHERE id = ?", customer_id)
    for kind in ("contact", "follow_up", "survey", "purchase"):
        cells += stored(book, f"SELECT * FROM {kind} WHERE customer_id = ?", customer_id)
    return "\n".join(str(cell) for row in cells for cell in row if cell is not None)


def _meant(header: str, cell: object) -> list[str]:
    """The pieces of a cell that must be found; sums and sizes have tests of their own."""
    if cell is None or header in ("企业规模", "近12个月交易金额", "交易频次", "客户满意度评分"):
        return []
    if header in ("联系人", "主推产品/服务", "标签"):
        for separator in "-/，；、（）(),":
            cell = str(cell).replace(separator, " ")
        return str(cell).split()
    if header == "联系方式":
        digits = [piece for piece in str(cell).replace("：", ":").split() if ":" in piece]
        return [
            p.split(":")[1].replace("-", "").replace("转", "x") for p in digits if "传真" not in p
        ]
    if "时间" in header or "日期" in header:
        return [date(*map(int, str(cell).replace("/", "-").split("-"))).isoformat()]
    return [str(cell)]


def test_again_adds_nothing(book: Book, imported: Imported, tmp_path: Path) -> None:
    before = everything(book)
    again = take(book, "customers", tmp_path / "老客户.xlsx")
    assert (again.added, again.already_there, again.rejected) == (0, 15, 0)
    assert again.edited is None
    assert everything(book) == before
    updated = take(book, "customers", tmp_path / "老客户.xlsx", update=True)
    assert (updated.added, updated.updated, updated.already_there) == (0, 0, 15)
    assert everything(book) == before
    assert imported.edited is not None


def test_again_on_a_later_day_without_codes_and_title(book: Book, tmp_path: Path) -> None:
    rows = [{**row, "客户编号": None} for row in old_customers()]
    body = [list(row.values()) for row in rows]
    path = write_workbook(tmp_path / "s.xlsx", {"s": [list(rows[0]), *body]})
    first = import_file(book, "customers", path, today=TODAY)
    assert first.added == 15
    before = everything(book)
    later = import_file(book, "customers", path, today=date(2026, 12, 1))
    assert (later.added, later.already_there, later.rejected) == (0, 15, 0)
    assert everything(book) == before


def test_it_is_one_step_to_take_back(book: Book, imported: Imported) -> None:
    assert imported.edited is not None
    take_back(book, imported.edited.edit_id)
    assert stored(book, "SELECT count(*) FROM customer") == [(0,)]
    assert stored(book, "SELECT count(*) FROM purchase") == [(0,)]


def _changed(code: str, **cells: object) -> list[Mapping[str, object]]:
    return [row | cells if row["客户编号"] == code else row for row in old_customers()]


@pytest.mark.usefixtures("imported")
def test_a_newer_sheet_is_told_and_taken_only_with_update(book: Book, tmp_path: Path) -> None:
    newer = _changed(
        "KH001", 沟通内容摘要="新报价已确认", 最近沟通时间=date(2026, 11, 20), 企业规模="300人",
        近12个月交易金额=1500000,
    )  # fmt: skip
    path = old_sheet(tmp_path / "新.xlsx", newer)
    before = everything(book)
    told = take(book, "customers", path)
    assert (told.added, told.already_there, told.rejected) == (0, 14, 1)
    (rejection,) = told.rejections
    assert rejection.line == 4
    assert rejection.columns == ("客户编号",)
    for header in ("企业规模", "最近沟通时间", "沟通内容摘要", "近12个月交易金额"):
        assert header in rejection.reasons[0]
    assert everything(book) == before

    updated = take(book, "customers", path, update=True)
    assert (updated.updated, updated.already_there, updated.rejected) == (1, 14, 0)
    assert updated.records_made == {"follow_up": 1}
    assert stored(book, "SELECT employees_low FROM customer WHERE code = 'KH001'") == [(300,)]
    assert any("4" in notice and "twice" in notice for notice in updated.notices)  # no double sums
    assert len(stored(book, "SELECT 1 FROM purchase")) == len(before["purchase"])


def test_columns_that_nobody_knows_go_into_the_note(book: Book, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["序号", "客户名称", "开票要求", "备注", "车牌", ""],
        [1, "甲公司", "专票", "老客户", "京A12345", None],
        [2, "乙公司", None, None, None, None],
    ]
    done = take(book, "customers", write_csv(tmp_path / "a.csv", rows))
    assert done.rejections == ()
    assert done.columns_in_note == ("开票要求", "车牌")
    assert stored(book, "SELECT name, note FROM customer") == [
        ("甲公司", "老客户\n开票要求: 专票\n车牌: 京A12345"),
        ("乙公司", None),
    ]


def test_contradicting_sums_reject_the_row(book: Book, tmp_path: Path) -> None:
    rows = [
        [
            "客户名称",
            "近12个月交易金额",
            "总消费金额",
            "首次购买日期",
            "最后购买日期",
            "交易频次",
            "评分",
        ],
        ["甲", "100", "50", "", "", "", ""],
        ["乙", "100", "", "2026-10-01", "2026-09-01", "", ""],
        ["丙", "-5", "", "", "", "", ""],
        ["丁", "100", "", "", "", "很多", "-3"],
        ["戊", "100", "300", "2020-01-01", "2026-09-01", "每月1次", "5"],
    ]
    done = take(book, "customers", write_csv(tmp_path / "a.csv", rows))
    assert [(r.line, r.columns) for r in done.rejections] == [
        (2, ("近12个月交易金额",)),
        (3, ("近12个月交易金额",)),
        (4, ("近12个月交易金额",)),
        (5, ("交易频次", "评分")),
    ]
    assert stored(book, "SELECT name FROM customer") == [("戊",)]
    assert stored(book, "SELECT day, amount FROM purchase WHERE day < '2025-01-01'") == [
        ("2020-01-01", 20000)
    ]
    assert stored(book, "SELECT count(*), sum(amount) FROM purchase") == [(13, 30000)]


def test_amounts_in_the_unit_of_their_header(book: Book, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["客户名称", "近12个月交易金额(万元)", "年营收（万元）"],
        ["甲", 35.6, "约5000"],
        ["乙", "7万", 1],
    ]
    done = take(book, "customers", write_workbook(tmp_path / "a.xlsx", {"x": rows}))
    assert [(r.line, r.columns) for r in done.rejections] == [(2, ("年营收（万元）",))]
    rows[1][2] = 5000
    done = take(book, "customers", write_workbook(tmp_path / "a.xlsx", {"x": rows}))
    assert (done.added, done.already_there) == (1, 1)
    assert stored(book, "SELECT sum(amount) FROM purchase") == [(42600000,)]
    assert stored(book, "SELECT annual_revenue FROM customer WHERE name = '甲'") == [
        (5_000_000_000,)
    ]


def test_a_total_without_the_12_months_is_there_again_on_a_later_day(
    book: Book, tmp_path: Path
) -> None:
    rows = [
        ["客户名称", "总消费金额", "首次购买日期", "最后购买日期"],
        ["甲", "100", "2020-01-01", "2026-09-01"],
        ["乙", "100", "", "2026-09-01"],
        ["丙", "100", "", ""],
    ]
    path = write_csv(tmp_path / "a.csv", rows)
    assert import_file(book, "customers", path, today=TODAY).added == 3
    assert stored(book, "SELECT day FROM purchase ORDER BY id") == [
        ("2020-01-01",), ("2026-09-01",), (TODAY.isoformat(),),
    ]  # fmt: skip
    assert stored(book, "SELECT note FROM customer ORDER BY id") == [
        ("最后购买日期: 2026-09-01",), (None,), (None,),
    ]  # fmt: skip
    again = import_file(book, "customers", path, today=date(2026, 12, 1))
    assert (again.added, again.already_there, again.rejected) == (0, 3, 0)


def test_a_mean_of_scores_stays_in_the_note(book: Book, tmp_path: Path) -> None:
    rows: list[list[object]] = [["客户名称", "客户满意度评分"], ["甲公司", "4.5分"], ["乙公司", -1]]
    done = take(book, "customers", write_csv(tmp_path / "a.csv", rows))
    assert (done.added, done.rejected) == (1, 1)
    assert stored(book, "SELECT name, note FROM customer") == [("甲公司", "客户满意度评分: 4.5分")]
    assert stored(book, "SELECT 1 FROM survey") == []
