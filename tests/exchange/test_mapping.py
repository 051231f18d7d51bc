"""Which column is which field, and where the header row is."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from custtui.exchange.errors import ExchangeError
from custtui.exchange.mapping import Layout, find_layout
from custtui.exchange.tables import open_table
from custtui.values.registry import CONTACT, CONTRACT, CUSTOMER, PURCHASE, RecordKind
from tests.exchange.files import old_customers, old_sheet, write_csv


def layout(
    folder: Path, kind: RecordKind, rows: Sequence[Sequence[object]], *mapping: str
) -> Layout:
    return find_layout(kind, open_table(write_csv(folder / "a.csv", rows)), mapping)


def known(found: Layout) -> dict[str, str]:
    return {column.header: column.field.key for column in (*found.own, *found.foreign)}


def test_every_column_of_the_old_template(tmp_path: Path) -> None:
    found = find_layout(CUSTOMER, open_table(old_sheet(tmp_path / "a.xlsx")))
    assert found.line == 3
    assert found.others == ()
    assert sorted(known(found)) == sorted(old_customers()[0])
    assert {column.field.key for column in found.foreign} == {
        "contact", "contact_details", "first_purchase", "last_purchase", "amount_12m",
        "orders_12m", "products", "score", "last_contact", "last_contact_summary",
    }  # fmt: skip


@pytest.mark.parametrize("above", [0, 1, 28])
def test_the_header_row_is_found(tmp_path: Path, above: int) -> None:
    rows = [["标题", ""]] * above + [["", ""], ["购买日期", "交易金额"], ["2026-01-01", "1"]]
    assert layout(tmp_path, PURCHASE, rows).line == above + 2


def test_no_header_row_among_the_first(tmp_path: Path) -> None:
    rows = [["a", "b"]] + [["标题", ""]] * 30 + [["购买日期", "交易金额"]]
    with pytest.raises(ExchangeError, match=r"Row 1 has: a, b.*amount.*--map") as raised:
        layout(tmp_path, PURCHASE, rows)
    assert "purchases" in str(raised.value)


def test_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="no rows"):
        layout(tmp_path, PURCHASE, [])


def test_whose_a_record_is(tmp_path: Path) -> None:
    assert known(layout(tmp_path, CONTACT, [["客户名称", "姓名", "手机", "企业电话"]])) == {
        "姓名": "name", "手机": "phones", "企业电话": "phones", "客户名称": "customer",
    }  # fmt: skip
    assert known(layout(tmp_path, CONTACT, [["客户编号", "联系人", "微信"]])) == {
        "联系人": "name", "微信": "accounts", "客户编号": "code",
    }  # fmt: skip
    assert known(layout(tmp_path, CONTRACT, [["编号", "客户ID", "合同金额"]])) == {
        "编号": "number", "合同金额": "amount", "客户ID": "code",
    }  # fmt: skip
    assert known(layout(tmp_path, PURCHASE, [["customer_id", "date", "amount"]])) == {
        "date": "day", "amount": "amount", "customer_id": "code",
    }  # fmt: skip


def test_a_contact_beside_a_company(tmp_path: Path) -> None:
    assert known(layout(tmp_path, CUSTOMER, [["序号", "编号", "姓名", "企业全称", "手机"]])) == {
        "编号": "code", "企业全称": "name", "姓名": "contact", "手机": "phones",
    }  # fmt: skip
    assert known(layout(tmp_path, CUSTOMER, [["姓名", "性别", "手机"]])) == {
        "姓名": "name", "性别": "gender", "手机": "phones",
    }  # fmt: skip


def test_mapping_decides(tmp_path: Path) -> None:
    rows = [["who", "when", "交易金额", "net"]]
    found = layout(tmp_path, PURCHASE, rows, "code=who", "购买日期= When", "amount=net")
    assert known(found) == {"who": "code", "when": "day", "net": "amount"}
    assert found.others == ((2, "交易金额"),)


def test_mapping_alone_finds_the_header_row(tmp_path: Path) -> None:
    rows = [["report"], ["who", "x"], ["1", "2"]]
    assert layout(tmp_path, PURCHASE, rows, "code=who", "amount=x").line == 2


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("code=whom", "no such column; it has: who, 交易金额"),
        ("color=who", "no field color; purchases have: code, customer, day, amount"),
        ("code", "write it as FIELD=HEADER"),
        ("code=", "no such column"),
    ],
)
def test_a_wrong_mapping(tmp_path: Path, mapping: str, said: str) -> None:
    with pytest.raises(ExchangeError, match=said):
        layout(tmp_path, PURCHASE, [["who", "交易金额"]], mapping)


def test_a_column_mapped_twice(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="gives the column who twice, to day and to code"):
        layout(tmp_path, PURCHASE, [["who", "交易金额"]], "day=who", "code= Who")
    assert known(layout(tmp_path, PURCHASE, [["who"]], "code=who", "code=who")) == {"who": "code"}


def test_columns_without_end(tmp_path: Path) -> None:
    wide = ["v"] * 5_000
    started = time.perf_counter()
    with pytest.raises(
        ExchangeError, match=r"Row 2 of .*a\.csv reaches to column 5000; at most 2000"
    ):
        layout(tmp_path, CUSTOMER, [["客户名称"], *[wide] * 40])
    assert time.perf_counter() - started < 2  # a second on a slow machine; it took minutes


def test_blank_columns_without_end_are_none(tmp_path: Path) -> None:
    found = layout(tmp_path, CUSTOMER, [["客户名称"] + [""] * 5_000])
    assert found.headers == ("客户名称",)


def test_headers_told_apart(tmp_path: Path) -> None:
    found = layout(tmp_path, CUSTOMER, [["客户名称", "v", "v (3)", "v", "v", "v (2)", "v", "", ""]])
    assert found.headers == (
        "客户名称", "v", "v (3)", "v (2)", "v (4)", "v (2) (2)", "v (5)",
    )  # fmt: skip


def test_headers_that_stand_twice(tmp_path: Path) -> None:
    found = layout(tmp_path, CUSTOMER, [["客户名称", "手机", "手机", "备注", "备注"]])
    assert [(column.place, column.field.key) for column in found.foreign] == [
        (1, "phones"), (2, "phones"),
    ]  # fmt: skip
    assert found.others == ((4, "备注 (2)"),)
