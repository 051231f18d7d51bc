"""What a file looks like before it is taken in."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from custtui.exchange.errors import ExchangeError
from custtui.exchange.preview import look_at
from custtui.values.registry import CONTACT, CUSTOMER, PURCHASE, RECORD_KINDS

_SAMPLE = Path(__file__).parents[2] / "assets" / "sample"


def _csv(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize("kind", RECORD_KINDS, ids=lambda kind: kind.plural)
def test_the_kind_is_told_from_the_headers(kind: object, tmp_path: Path) -> None:
    plural = getattr(kind, "plural", "")
    unnamed = tmp_path / "unnamed.csv"
    unnamed.write_bytes((_SAMPLE / f"{plural}.csv").read_bytes())
    seen = look_at(unnamed)
    assert seen.kind is kind
    assert seen.missing == ()
    assert seen.header_line == 1


def test_a_file_of_chinese_headers_and_what_it_lacks(tmp_path: Path) -> None:
    rows = (("客户编号", "购买日期", "小计"), ("1", "2026-01-02", "5"), ("2", "2026-01-03", "6"))
    seen = look_at(_csv(tmp_path / "a.csv", *rows))
    assert seen.kind is PURCHASE
    assert [field.key for field in seen.missing] == ["amount"]
    assert [(c.header, c.field.key if c.field else None) for c in seen.columns] == [
        ("客户编号", "code"),
        ("购买日期", "day"),
        ("小计", None),
    ]
    assert seen.columns[1].values == ("2026-01-02", "2026-01-03")
    mapped = look_at(tmp_path / "a.csv", PURCHASE, ("amount=小计",))
    assert mapped.missing == ()


def test_a_name_and_a_phone_are_customers_in_an_empty_book(tmp_path: Path) -> None:
    path = _csv(tmp_path / "a.csv", ("客户名称", "联系人", "电话"), ("甲", "张三", "13800138000"))
    assert look_at(path, customers_first=True).kind is CUSTOMER
    assert look_at(path).kind is CONTACT


def test_the_name_of_the_file_counts(tmp_path: Path) -> None:
    rows = (("code", "date", "kind"), ("1", "2026-01-02", "service"))
    assert look_at(_csv(tmp_path / "needs.csv", *rows)).kind.plural == "needs"
    assert look_at(_csv(tmp_path / "follow-ups.csv", *rows)).kind.plural == "follow-ups"


def test_a_file_that_names_no_field_shows_its_columns(tmp_path: Path) -> None:
    seen = look_at(_csv(tmp_path / "a.csv", ("aa", "bb"), ("1", "[/]")))
    assert seen.kind is CUSTOMER
    assert seen.header_line == 0
    assert [(c.header, c.field, c.values) for c in seen.columns] == [
        ("aa", None, ("1",)),
        ("bb", None, ("[/]",)),
    ]
    assert look_at(tmp_path / "a.csv", CUSTOMER, ("name=aa",)).header_line == 1


def test_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    workbook = Workbook()
    first = workbook.active
    assert first is not None
    first.title = "封面"
    first.append(["说明"])
    for title, rows in (
        ("交易记录", (["客户编号", "购买日期", "交易金额"], ["1", "2026-01-02", 5])),
        ("十二月", (["客户编号", "购买日期", "交易金额"], ["2", "2026-12-02", 7])),
    ):
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(tmp_path / "a.xlsx")
    seen = look_at(tmp_path / "a.xlsx")
    assert (seen.kind, seen.sheet) == (PURCHASE, "交易记录")
    assert seen.sheets == ("封面", "交易记录", "十二月")
    other = look_at(tmp_path / "a.xlsx", PURCHASE, sheet="十二月")
    assert other.columns[0].values == ("2",)


def test_what_can_not_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="gone"):
        look_at(tmp_path / "gone.csv")
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ExchangeError, match="workbook"):
        look_at(tmp_path / "a.xlsx")


def test_a_file_without_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("")
    seen = look_at(tmp_path / "a.csv")
    assert seen.columns == ()
    assert seen.missing != ()
