"""The workbook, opened by another library: what it says, in which types, and what it never does."""

import re
import zipfile
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from custtui.exchange.workbook import Language, export_workbook
from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.segments.judging.judge import judge_view, judged_on
from custtui.segments.listing import listing
from custtui.segments.measured import SHOWN
from custtui.segments.stored import load
from custtui.store import open_book, pins
from custtui.values.language import _, current, use
from custtui.values.registry import CUSTOMER
from custtui.values.text import clean
from tests.exchange.books import HOSTILE, TODAY, make_book

CHINESE = [
    "客户资料", "客户细分标准", "联系人", "跟进记录", "交易记录", "需求与偏好", "满意度调查",
    "合同", "汇总",
]  # fmt: skip
ENGLISH = [
    "Customers", "Segment standards", "Contacts", "Follow-ups", "Purchases", "Needs", "Surveys",
    "Contracts", "Summary",
]  # fmt: skip
TEMPLATE = [
    "客户编号", "客户名称", "所属行业", "企业规模", "联系人", "联系方式", "首次合作时间",
    "最后购买日期", "近12个月交易金额", "近12个月合作次数", "总消费金额", "主推产品/服务",
    "客户等级", "细分类型", "客户满意度评分", "最近沟通时间", "沟通内容摘要", "标签", "备注",
]  # fmt: skip
#: Metrics that the template of 004 calls by other names.
RENAMED = {
    "first_purchase": "首次合作时间", "orders_12m": "近12个月合作次数",
    "main_product": "主推产品/服务",
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_book(tmp_path_factory.mktemp("book") / "book.db")


@pytest.fixture(scope="module")
def target(book: Path) -> Path:
    path = book.parent / "客户.xlsx"
    export_workbook(book, path, language="zh")
    return path


@pytest.fixture(scope="module")
def workbook(target: Path) -> Any:
    return openpyxl.load_workbook(target)


def rows_of(sheet: Any, head: int = 1) -> list[dict[str, Any]]:
    """The cells of each row below the heads, by head."""
    heads, *rows = sheet.iter_rows(min_row=head)
    return [{h.value: cell for h, cell in zip(heads, row, strict=True)} for row in rows]


def customers_of(workbook: Any) -> dict[str, dict[str, Any]]:
    rows = rows_of(workbook.worksheets[0])
    heads = iter(rows[0])
    code = next(heads)
    return {row[code].value: row for row in rows}


def test_the_customers_sheet_begins_with_the_template_and_repeats_no_head(workbook: Any) -> None:
    heads = [cell.value for cell in workbook["客户资料"][1]]
    assert heads[: len(TEMPLATE)] == TEMPLATE
    assert len(set(heads)) == len(heads)
    left = {field.chinese for field in CUSTOMER.fields} - set(heads)
    assert left == {"证件号码"}


def assert_figures(target: Path, expected: dict[str, Any]) -> None:
    rows = customers_of(openpyxl.load_workbook(target))
    assert [*rows] == [customer["code"] for customer in expected["customers"]]
    for customer in expected["customers"]:
        row = rows[customer["code"]]
        for measure in SHOWN:
            if measure.key in {field.key for field in CUSTOMER.fields} - {"employees"}:
                continue
            cell = row[RENAMED.get(measure.key, measure.chinese)]
            value, shown = customer["metrics"][measure.key], cell.value
            if isinstance(shown, datetime):
                shown = shown.date().isoformat()
            elif isinstance(value, bool):
                value = "是" if value else "否"
            elif measure.choices and value is not None:
                value = next(c.chinese for c in measure.choices if c.key == value)
            elif isinstance(value, str) and isinstance(shown, int | float):
                value = float(value)
            elif isinstance(value, float):  # the file keeps 16 digits of a ratio
                value = pytest.approx(value, rel=1e-15)
            assert shown == value, (customer["code"], measure.key)


def test_metrics_are_those_of_the_listing(book: Path, target: Path) -> None:
    with closing(connect(book)) as connection:
        assert_figures(target, listing(connection))


def test_another_day_shows_what_a_view_of_that_day_shows(book: Path, tmp_path: Path) -> None:
    day = date(2026, 4, 15)
    export_workbook(book, tmp_path / "april.xlsx", language="zh", as_of=day)
    with closing(connect(book)) as connection:
        assert judged_on(connection) == TODAY
        judge_view(connection, day)
        assert_figures(tmp_path / "april.xlsx", listing(connection))
    april = openpyxl.load_workbook(tmp_path / "april.xlsx")
    assert april["汇总"]["B1"].value == datetime(2026, 4, 15)
    assert customers_of(april)["0001"]["沟通内容摘要"].value is None
    assert april["跟进记录"].max_row == 4, "records are given as they are now"


def test_segments_are_named_and_the_stated_ones_stand_beside(book: Path, workbook: Any) -> None:
    with closing(connect(book)) as connection:
        rules, listed = load(connection), listing(connection)
    rows = customers_of(workbook)
    customers: Any = listed["customers"]
    for customer in customers:
        row = rows[customer["code"]]
        for dimension in rules.dimensions:
            keys = customer["segments"][dimension.key]
            keys = keys if isinstance(keys, list) else [keys]
            names = "、".join(rules.segment(dimension.key, key).name.zh for key in keys)
            head = "客户等级" if dimension.key == "grade" else f"细分: {dimension.name.zh}"
            assert (row[head].value or "") == names
    first = rows["0001"]
    assert first["客户等级"].value == "A"
    assert first["原客户等级"].value == "B"
    assert first["原细分类型"].value == "价值-高"
    assert first["细分类型"].value.startswith("价值-高、生命周期-VIP、行为-")


def test_standards_and_summary_count_as_the_listing_does(book: Path, workbook: Any) -> None:
    with closing(connect(book)) as connection:
        listed: Any = listing(connection)
        rules = load(connection)
    expected = [
        (dimension.name.zh, rules.segment(dimension.key, key).name.zh, count)
        for dimension in rules.dimensions
        for key, count in listed["counts"][dimension.key].items()
    ]
    for sheet, head in ((workbook["客户细分标准"], 1), (workbook["汇总"], 10)):
        rows = rows_of(sheet, head)
        assert expected == [
            tuple(row[h].value for h in ("细分维度", "客户类型", "客户数")) for row in rows
        ]
        grade = [row for row in rows if row["细分维度"].value == "客户等级"]
        amounts = [float(customer["metrics"]["amount_12m"]) for customer in listed["customers"]]
        assert sum(row["近12个月净交易额"].value for row in grade) == pytest.approx(sum(amounts))
        assert sum(row["占比"].value or 0 for row in grade) == pytest.approx(1)
        assert grade[0]["占比"].number_format == "0.0%"
    standard = rows_of(workbook["客户细分标准"])[0]
    assert standard["运营策略"].value.startswith("专属客户经理")
    summary = [[cell.value for cell in row] for row in workbook["汇总"]["A1:C8"]]
    assert summary[0][:2] == ["截至日期", datetime(2026, 11, 22)]
    assert summary[1][:2] == ["客户数", len(HOSTILE) + 2]
    assert [[name, *map(datetime.date, days)] for name, *days in summary[3:6]] == [
        ["近12个月", *map(date.fromisoformat, listed["windows"]["12m"])],
        ["前12个月", *map(date.fromisoformat, listed["windows"]["prev_12m"])],
        ["近24个月", *map(date.fromisoformat, listed["windows"]["24m"])],
    ]


def test_values_have_their_types(workbook: Any) -> None:
    first = customers_of(workbook)["0001"]
    assert first["最后购买日期"].value == datetime(2026, 7, 28)
    assert first["最后购买日期"].is_date
    assert first["最后购买日期"].number_format == "yyyy-mm-dd"
    assert first["近12个月交易金额"].value == 1_374_564.60
    assert first["近12个月交易金额"].number_format == "#,##0.00"
    assert first["年营收"].value == 72_000_000.5
    assert first["客户编号"].value == "0001"
    assert first["联系方式"].value == "138 0013 8000 / 010-6555 8800"
    assert first["联系方式"].number_format == "@"
    assert first["联系人"].value == "张伟-采购总监"
    assert first["企业规模"].value == "100-200"
    assert first["员工人数"].value == 150
    assert first["沟通内容摘要"].value == "=较新\n第二行"
    assert first["类别"].value == "企业"
    assert first["有决策者联系人"].value == "是"
    assert first["备注"].value == "付款\n月结"
    assert customers_of(workbook)["0002"]["出生日期"].value == datetime(1900, 2, 28)
    assert customers_of(workbook)["0002"]["出生年份"].value == 1900
    assert customers_of(workbook)["0002"]["最后购买日期"].value is None
    purchase = rows_of(workbook["交易记录"])[0]
    assert {head: cell.value for head, cell in purchase.items()} == {
        "客户编号": "0001", "客户名称": "北京华东精密仪器有限公司",
        "购买日期": datetime(2026, 1, 28), "交易金额": 1_234_567.89, "产品/服务": "泵",
        "数量": 1.5, "规格": None, "单价": 123.45, "成本": 0.01,
        "订单号": "00012", "备注": None, "期初估算": "否",
    }  # fmt: skip
    assert [row["购买日期"].value.month for row in rows_of(workbook["交易记录"])] == [1, 3, 5, 7, 9]
    survey = rows_of(workbook["满意度调查"])[0]
    assert survey["满意度评分"].value == 5


def test_hostile_names_are_only_text(target: Path, workbook: Any) -> None:
    rows = customers_of(workbook)
    shown = {code: rows[code]["客户名称"].value for code in HOSTILE}
    # A reader is to undo `_x005F_`; openpyxl does not for text that stands in its cell.
    shown["H9"] = shown["H9"].replace("_x005F_", "_")
    expected = {code: clean(name) for code, name in HOSTILE.items()}
    assert expected["H6"] == "红[31m字"
    expected["H8"] += " "
    assert shown == expected
    for code in ("H1", "H2", "H3", "H10"):
        assert rows[code]["客户名称"].quotePrefix
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, data in parts.items() if re.search(rb"<f[ >]|<hyperlink", data)]
    assert not [name for name, data in parts.items() if b"SECRET" in data]


@pytest.mark.parametrize(("language", "names"), [("zh", CHINESE), ("en", ENGLISH)])
def test_sheets_are_named_frozen_and_filtered(
    book: Path, tmp_path: Path, language: Language, names: list[str]
) -> None:
    before = current()
    exported = export_workbook(book, tmp_path / "book.XLSX", language=language)
    assert current() == before
    assert exported.sheets == tuple(names)
    assert exported.customers == len(HOSTILE) + 2
    assert exported.shortened == 0
    workbook = openpyxl.load_workbook(tmp_path / "book.XLSX")
    assert workbook.sheetnames == names
    for sheet in workbook:
        head = 10 if sheet.title == names[-1] else 1
        frozen = "C2" if sheet.title == names[0] else f"A{head + 1}"
        assert sheet.freeze_panes == frozen
        assert sheet.auto_filter.ref.startswith(f"A{head}:")
        assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
        assert sheet.cell(head, 1).font.bold


def test_english_has_no_chinese_but_the_data(book: Path, tmp_path: Path) -> None:
    export_workbook(book, tmp_path / "book.xlsx", language="en")
    workbook = openpyxl.load_workbook(tmp_path / "book.xlsx")
    heads = [cell.value for sheet in workbook.worksheets[:-1] for cell in sheet[1]]
    assert not [head for head in heads if not head.isascii()]
    first = customers_of(workbook)["0001"]
    assert first["Code"].value == "0001"
    assert first["Segments"].value.startswith("Value-High, Lifecycle-VIP, ")
    assert first["Kind"].value == "Company"
    assert first["Has a decision maker"].value == "Yes"


def test_columns_are_wide_enough_for_chinese(workbook: Any) -> None:
    sheet = workbook["客户资料"]
    assert sheet.column_dimensions["A"].width >= 8
    assert 24 <= sheet.column_dimensions["B"].width <= 48
    assert sheet.column_dimensions["I"].width > len("近12个月交易金额") + 6


def test_an_empty_book_has_every_sheet(tmp_path: Path) -> None:
    open_book(tmp_path / "empty.db", TODAY)
    exported = export_workbook(tmp_path / "empty.db", tmp_path / "empty.xlsx", language="zh")
    assert exported.sheets == tuple(CHINESE)
    workbook = openpyxl.load_workbook(tmp_path / "empty.xlsx")
    assert workbook["客户资料"].auto_filter.ref.startswith("A1:")
    assert rows_of(workbook["客户细分标准"])[0]["占比"].value is None


def test_what_is_estimated_of_the_12_months_stands_behind_the_template(tmp_path: Path) -> None:
    with open_book(tmp_path / "book.db", TODAY).edit("fill") as edit:
        for code in ("a", "b", "c"):
            edit.add(Customer(code=code, name=code, recorded=""))
        for customer_id, day, is_estimated in (
            (1, TODAY, True), (1, TODAY, False), (2, date(2025, 11, 22), True), (3, TODAY, False),
        ):  # fmt: skip
            edit.add(
                Purchase(customer_id=customer_id, day=day, amount=5_50, estimated=is_estimated,
                         recorded="")
            )  # fmt: skip
    export_workbook(tmp_path / "book.db", tmp_path / "a.xlsx", language="zh")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["客户资料"]
    cells = [row[len(TEMPLATE)].value for row in sheet.iter_rows()]
    assert cells == ["其中期初估算(近12个月)", 5.5, None, None]


def test_pins_have_a_sheet_where_there_are_any(tmp_path: Path, workbook: Any) -> None:
    assert "手工固定" not in workbook.sheetnames
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("fill") as edit:
        for code in ("0001", "0002"):
            edit.add(Customer(code=code, name="=1+1", recorded=""))
    with book.edit(pins.PINNED, pins.CAUSE) as edit:
        last = date(2026, 12, 31)
        pins.fix(edit, 1, pins.Wanted("grade", "A", "=cmd|x", "王敏", last))
        pins.fix(edit, 1, pins.Wanted("risk", "contact_missing", "-", "王敏", holds=False))
        pins.fix(edit, 2, pins.Wanted("risk", "dissatisfied", "x", "王敏"))
    target = tmp_path / "客户.xlsx"
    exported = export_workbook(book.path, target, language="zh")
    assert exported.sheets[-2:] == ("手工固定", "汇总")
    opened = openpyxl.load_workbook(target)
    first, second, third = rows_of(opened["手工固定"])
    assert {head: cell.value for head, cell in first.items() if head != "固定日期"} == {
        "客户编号": "0001", "客户名称": "=1+1", "细分维度": "客户等级", "固定类型": "A",
        "方式": current_text("instead of the rules"), "按规则": "未评级",
        "状态": current_text("other than the rules"), "固定原因": "=cmd|x", "固定人": "王敏",
        "最后一天": datetime(2026, 12, 31),
    }  # fmt: skip
    assert all(cell.data_type != "f" for cell in first.values())
    assert isinstance(first["固定日期"].value, datetime)
    assert second["按规则"].value == third["按规则"].value == "资料不全"
    assert second["方式"].value != third["方式"].value
    # The columns of segments are the effective ones.
    customers = customers_of(opened)
    assert customers["0001"]["客户等级"].value == "A"
    assert "满意度低" in customers["0002"]["细分: 风险"].value
    assert not customers["0001"]["细分: 风险"].value


def current_text(message: str) -> str:
    """That message in Chinese."""
    before = current()
    use("zh")
    try:
        return _(message)
    finally:
        use(before)
