"""Own fields through files: out and in again the same, by header, by --map, made on the way."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.exchange.errors import ExchangeError
from custtui.exchange.preview import look_at
from custtui.exchange.workbook import Language, export_workbook
from custtui.reading.connection import connect
from custtui.reading.customer import customer_id, stored_record
from custtui.reading.own_fields import customer_kind, own_fields
from custtui.store import Book, open_book, take_back
from tests.exchange.files import TODAY, everything, new_book, take, write_csv, write_workbook
from tests.own_fields import KEYS, TYPED, add_fields, filled


def values_of(book: Book, code: str, keys: tuple[str, ...] = KEYS) -> dict[str, Any]:
    connection = connect(book.path)
    identity = customer_id(connection, code)
    assert identity is not None
    record = stored_record(connection, customer_kind(connection), identity)
    connection.close()
    assert record is not None
    return {key: record.values[key] for key in keys}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(filled(), min_size=1, max_size=5), st.sampled_from(["zh", "en"]))
def test_what_is_exported_is_imported_the_same(
    customers: list[dict[str, Any]], language: Language
) -> None:
    with TemporaryDirectory() as folder:
        first, second = (
            open_book(Path(folder) / "1.db", TODAY),
            open_book(Path(folder) / "2.db", TODAY),
        )
        for book in (first, second):
            add_fields(book)
        with first.edit("fill") as edit:
            for place, values in enumerate(customers):
                edit.add_record("customer", {"code": f"K{place}", "name": "甲", **values})
        target = Path(folder) / "book.xlsx"
        export_workbook(first.path, target, language=language)
        done = take(second, "customers", target)
        assert (done.added, done.rejected) == (len(customers), 0), done.rejections
        for place, values in enumerate(customers):
            assert values_of(second, f"K{place}") == values
        again = take(second, "customers", target, update=True)
        assert (again.updated, again.already_there) == (0, len(customers))


def test_columns_are_typed_and_headed_in_the_language(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    add_fields(book)
    with book.edit("fill") as edit:
        edit.add_record(
            "customer",
            {"code": "1", "name": "甲", "field:machines": 1_500, "field:budget": 10_050,
             "field:visited": date(2026, 2, 28), "field:listed": True, "field:terms": "无"},
        )  # fmt: skip
    for language, names in (("zh", "chinese"), ("en", "english")):
        target = tmp_path / f"{language}.xlsx"
        export_workbook(book.path, target, language="zh" if language == "zh" else "en")
        sheet = openpyxl.load_workbook(target).worksheets[0]
        heads = [cell.value for cell in sheet[1]]
        cells = {
            typed["key"]: sheet.cell(2, heads.index(typed[names]) + 1).value for typed in TYPED
        }
        yes = "是" if language == "zh" else "Yes"
        assert (cells["machines"], cells["budget"], cells["listed"]) == (1.5, 100.5, yes)
        assert (cells["visited"].date(), cells["terms"]) == (date(2026, 2, 28), "无")
        assert cells["nickname"] is None


def test_a_column_is_known_by_its_key_and_by_map(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    add_fields(book)
    path = write_csv(
        tmp_path / "a.csv",
        [
            ["编号", "名称", "field:machines", "Col"],
            ["1", "甲", "2.5", "月 结"],
            ["2", "乙", "x", ""],
        ],
    )
    done = take(book, "customers", path, mapping=["name=名称", "field:terms=Col"])
    assert (done.added, done.rejected) == (1, 1)
    assert done.rejections[0].columns == ("field:machines",)
    found = values_of(book, "1")
    assert (found["field:machines"], found["field:terms"]) == (2_500, "月结")
    with pytest.raises(ExchangeError, match="field:gone"):
        take(book, "customers", path, mapping=["field:gone=Col"])


def test_update_changes_only_what_the_file_has(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    add_fields(book)
    with book.edit("fill") as edit:
        edit.add_record(
            "customer", {"code": "1", "name": "甲", "field:terms": "预付", "field:listed": True}
        )
    path = write_csv(tmp_path / "a.csv", [["编号", "账期", "上市"], ["1", "月结", ""]])
    refused = take(book, "customers", write_csv(
        tmp_path / "b.csv", [["编号", "客户名称", "账期"], ["1", "甲", "月结"]]))  # fmt: skip
    assert "账期" in refused.rejections[0].reasons[0]
    done = take(book, "customers", path, update=True)
    assert done.updated == 1
    found = values_of(book, "1")
    assert (found["field:terms"], found["field:listed"]) == ("月结", True)
    assert done.edited is not None
    take_back(book, done.edited.edit_id)
    assert values_of(book, "1")["field:terms"] == "预付"


HEADERS = [
    "编号",
    "客户名称",
    "付款天数",
    "签约日",
    "展厅",
    "车牌",
    "等级备注(旧)",
    "联系人",
    "序号",
]
ROWS: list[list[object]] = [
    ["1", "甲", 30, date(2026, 1, 2), "是", "00123", "好", "张三", 1],
    ["2", "乙", "45.5", "2026-02-03", "否", "7", "一般", "李四", 2],
    ["3", "丙", None, None, None, None, None, None, 3],
]


def test_unknown_columns_become_fields_with_their_rows_and_go_with_them(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    path = write_workbook(tmp_path / "old.xlsx", {"客户": [HEADERS, *ROWS]})
    before = everything(book)
    told = take(book, "customers", path, create_fields=True, dry_run=True)
    assert everything(book) == before
    done = take(book, "customers", path, create_fields=True)
    assert (told.fields_made, told.added) == (done.fields_made, done.added)
    assert done.fields_made == ("付款天数", "签约日", "展厅", "车牌", "等级备注(旧)")
    connection = connect(book.path)
    fields = own_fields(connection)
    connection.close()
    assert [field.form for field in fields] == ["number", "date", "yes_no", "text", "text"]
    keys = tuple(field.field.key for field in fields)
    assert list(values_of(book, "1", keys).values()) == [
        30_000, date(2026, 1, 2), True, "00123", "好"
    ]  # fmt: skip
    assert list(values_of(book, "2", keys).values()) == [
        45_500, date(2026, 2, 3), False, "7", "一般"
    ]  # fmt: skip
    assert done.columns_in_note == ()
    assert done.edited is not None
    take_back(book, done.edited.edit_id)
    assert everything(book)["customer"] == before["customer"]
    connection = connect(book.path)
    assert own_fields(connection) == ()
    connection.close()


def test_a_column_that_can_be_no_field_stays_in_the_note_and_is_told(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    path = write_csv(
        tmp_path / "a.csv",
        [
            ["编号", "客户名称", "长" * 61, "…", "长文", "预算"],
            ["1", "甲", "a", "b", "字" * 501, "5"],
        ],
    )
    done = take(book, "customers", path, create_fields=True)
    assert done.fields_made == ("预算",)
    assert len([notice for notice in done.notices if "becomes no field" in notice]) == 3
    assert done.columns_in_note == ("长" * 61, "…", "长文")
    assert done.added == 1
    with pytest.raises(ExchangeError, match="--create-fields"):
        take(book, "contacts", path, create_fields=True)


def test_a_preview_knows_them(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    add_fields(book)
    connection = connect(book.path)
    own = own_fields(connection)
    connection.close()
    path = write_csv(tmp_path / "a.csv", [["客户名称", "账期", "外号"], ["甲", "月结", "x"]])
    seen = look_at(path, own=own)
    assert [c.field.key if c.field else "" for c in seen.columns] == [
        "name", "field:terms", "field:nickname"
    ]  # fmt: skip
    assert set(KEYS) <= {field.key for field in seen.fields()}
    assert look_at(path, seen.kind, ("field:terms=外号",), own=own).columns[2].field is not None
