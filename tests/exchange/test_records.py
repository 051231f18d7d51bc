"""Rows of the kinds that belong to a customer: what makes a record, and what it keeps."""

from pathlib import Path

import pytest

from custtui.store import Book
from tests.exchange.files import new_book, stored, take, write_csv


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def test_a_row_with_nothing_but_the_customer_is_refused(book: Book, tmp_path: Path) -> None:
    rows = [
        ["客户名称", "姓名", "电话", "主要联系人"],
        ["甲", "", "", ""],
        ["乙", "", "-", "是"],
        ["丙", "", "010-65558800", ""],
    ]
    done = take(book, "contacts", write_csv(tmp_path / "a.csv", rows), create=True)
    assert (done.added, done.customers_made) == (1, 1)
    assert [(each.line, each.reasons) for each in done.rejections] == [
        (2, ("The row has nothing but the customer",)),
        (3, ("The row has nothing but the customer",)),
    ]
    assert stored(book, "SELECT name, phones FROM contact") == [(None, "01065558800")]
    rows = [["客户名称", "合同编号", "合同状态"], ["丙", "", ""], ["丙", "", "执行中"]]
    done = take(book, "contracts", write_csv(tmp_path / "c.csv", rows))
    assert (done.added, [each.line for each in done.rejections]) == (1, [2])


def test_all_accounts_of_a_contact_are_kept(book: Book, tmp_path: Path) -> None:
    rows = [
        ["客户名称", "姓名", "微信", "QQ", "社交媒体账号", "爱好"],
        ["甲", "王芳", "wang_f", "12345", "@wang", "茶"],
        ["甲", "李强", "", "678", "", ""],
        ["甲", "陈静", "", "", "@chen", ""],
        ["甲", "周总", "", "", "", ""],
        ["甲", "吴总", "w" * 60, "9" * 60, "x" * 600, ""],
    ]
    path = write_csv(tmp_path / "a.csv", rows)
    done = take(book, "contacts", path, create=True)
    assert done.columns_not_taken == ("爱好",)
    assert stored(book, "SELECT name, accounts FROM contact ORDER BY id") == [
        ("王芳", "微信: wang_f; QQ: 12345; @wang"), ("李强", "QQ: 678"), ("陈静", "@chen"),
        ("周总", None),
    ]  # fmt: skip
    assert [(each.line, each.columns) for each in done.rejections] == [(6, ("社交媒体账号",))]
    assert take(book, "contacts", path).already_there == 4

    alone = [["客户名称", "姓名", "微信"], ["甲", "郑浩", "zheng"]]
    take(book, "contacts", write_csv(tmp_path / "b.csv", alone))
    assert stored(book, "SELECT accounts FROM contact WHERE name = '郑浩'") == [("zheng",)]
