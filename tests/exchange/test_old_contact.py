"""Contacts as old sheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.exchange.old_contact import details_of, name_and_title


@pytest.mark.parametrize(
    ("written", "name", "title"),
    [
        ("张经理-采购总监", "张经理", "采购总监"),
        ("张三（采购经理）", "张三", "采购经理"),
        ("张三(采购经理)", "张三", "采购经理"),
        ("李四/设备工程师", "李四", "设备工程师"),
        ("王五，采购", "王五", "采购"),
        ("陈静；运维", "陈静", "运维"),
        ("周总", "周总", ""),
        ("Mary-Jane Smith", "Mary-Jane Smith", ""),
        ("Mary-Jane Smith - Buyer", "Mary-Jane Smith", "Buyer"),
        ("", "", ""),
    ],
)
def test_name_and_title(written: str, name: str, title: str) -> None:
    assert name_and_title(written)[:2] == (name, title)


def test_numbers_beside_a_name() -> None:
    name, title, details = name_and_title("王五，采购，010-65551234")
    assert (name, title, details.phones) == ("王五", "采购", ["010-65551234"])
    name, _title, details = name_and_title("13800138000")
    assert (name, details.phones) == ("", ["13800138000"])


@pytest.mark.parametrize(
    ("written", "phones", "emails", "addresses"),
    [
        (
            "电话:13800138000 地址:北京市海淀区中关村路1号",
            ["13800138000"], [], ["北京市海淀区中关村路1号"],
        ),
        ("电话：010-65551234，邮箱：a@b.com；地址：上海", ["010-65551234"], ["a@b.com"], ["上海"]),
        ("13800138000 a@b.cn", ["13800138000"], ["a@b.cn"], []),
        ("13800138000/13900139000", ["13800138000/13900139000"], [], []),
        ("138 0013 8000", ["138 0013 8000"], [], []),
        ("手机13800138000\n地址: 江苏省 苏州市", ["13800138000"], [], ["江苏省 苏州市"]),
        ("北京市朝阳区建国路88号", [], [], ["北京市朝阳区建国路88号"]),
        ("Tel: +86 10 6555 1234 E-mail: x.y@z.org", ["+86 10 6555 1234"], ["x.y@z.org"], []),
        ("无", [], [], []),
        ("电话: 地址:", [], [], []),
    ],
)  # fmt: skip
def test_details(written: str, phones: list[str], emails: list[str], addresses: list[str]) -> None:
    details = details_of(written)
    assert (details.phones, details.emails, details.addresses) == (phones, emails, addresses)
    assert details.rest == []


def test_what_is_not_understood_is_kept() -> None:
    assert details_of("电话:见名片").rest == ["电话:见名片"]
    assert details_of("传真:010-65551235").rest == ["传真:010-65551235"]
    details = details_of("电话:13800138000 李秘书 微信:zhang_3 QQ:12345")
    assert details.phones == ["13800138000"]
    assert details.rest == ["李秘书"]
    assert details.accounts == ["zhang_3", "QQ 12345"]


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    name_and_title(text)
    details_of(text)
