"""What is masked says enough to recognise it, and never the whole."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.masking import (
    is_sensitive,
    mask,
    mask_accounts,
    mask_email,
    mask_phone,
    mask_text,
    masked_value,
)
from custtui.values.registry import CONTACT, CUSTOMER, FOLLOW_UP, PURCHASE, RECORD_KINDS


@given(st.text("0123456789X-", min_size=1, max_size=30))
def test_at_most_five_signs_stay_and_the_length(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert sum(sign != "*" for sign in masked) <= 5
    assert len(text) > 10 or not masked.strip("*")


def test_only_the_id_number_is_sensitive() -> None:
    fields = [field.key for kind in RECORD_KINDS for field in kind.fields if is_sensitive(field)]
    assert fields == ["sensitive_id"]


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800138000", "138****8000"),
        ("01065551234x801", "010****1234"),
        ("+442079460958", "442*****0958"),
        ("10086", "1**86"),
    ],
)
def test_the_last_digits_of_a_phone_stay(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [("zhang.san@example.com", "z***@example.com"), ("ab@example.com", "***@example.com")],
)
def test_of_an_address_the_domain_stays(address: str, masked: str) -> None:
    assert mask_email(address) == masked


@pytest.mark.parametrize(
    ("accounts", "masked"),
    [
        ("zhang_3", "z***"),
        ("微信: zhang; QQ: 12345", "微信: z***; QQ: 1***"),
        ("微信 张三丰", "微信 张***"),
        ("钉钉：a@b.cn，抖音 dou", "钉钉：***@b.cn，抖音 d***"),
        ("qq", "***"),
    ],
)
def test_of_an_account_it_stays_what_it_is_for(accounts: str, masked: str) -> None:
    assert mask_accounts(accounts) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打13800138000找李总", "打138****8000找李总"),
        ("tel 138 0013 8000, 010-6555 1234", "tel 138****8000, 010****1234"),
        ("138.0013.8000 或 021.6555.1234", "138****8000 或 021****1234"),
        ("138–0013－8000 / 138\u30000013  8000", "138****8000 / 138****8000"),
        ("身份证110101199001011234", "身份证110*************34"),
        ("号11010119900101123X号", "号110*************3X号"),
        ("信用代码91110108MA01ABCD2X", "信用代码911*************2X"),
        ("邮箱zhang@a.example.cn 微信zhang_san88", "邮箱z***@a.example.cn 微信z***"),
        ("2026-11-22, 20261122, 2026/1/2 交 35,000.00 元", None),
        ("2026.11.22 共 1.284.500 元, 12.50 13.75 99.99, 版本 10.21.3", None),
        ("用微信联系, qq 群见, 型号 HX-2000, 第 1207 号", None),
    ],
)  # fmt: skip
def test_in_free_text_it_is_found(text: str, masked: str | None) -> None:
    assert mask_text(text) == (text if masked is None else masked)


@given(
    st.text(max_size=20), st.text("0123456789", min_size=7, max_size=20),
    st.sampled_from(["", " ", "-", "  ", "\u3000", "\u00a0", "–", "－", " -"]), st.integers(2, 4),
    st.text(max_size=20),
)  # fmt: skip
def test_no_long_number_stays_in_a_text(
    before: str, number: str, gap: str, group: int, after: str
) -> None:
    pieces = [number[place : place + group] for place in range(0, len(number), group)]
    masked = mask_text(before + gap.join(pieces) + after)
    for run in re.findall("\\d(?:[ \u00a0\u3000–－-]{0,2}\\d){6,}", masked):
        assert re.search(r"(?:19|20)\d\d[-]?[01]", run), "only dates stay"


def test_fields_are_masked_by_what_they_are() -> None:
    contact, follow_up, purchase = CONTACT.field, FOLLOW_UP.field, PURCHASE.field
    assert masked_value(contact("phones"), "13800138000\n01065551234") == "138****8000\n010****1234"
    assert masked_value(contact("email"), "zhang@a.cn; li.lei@b.cn") == "z***@a.cn; l***@b.cn"
    assert masked_value(contact("accounts"), "zhang_3") == "z***"
    assert masked_value(CUSTOMER.field("sensitive_id"), "11010119900101") == "110*********01"
    assert masked_value(follow_up("summary"), "回电 13800138000") == "回电 138****8000"
    assert masked_value(purchase("order_number"), "202611220001") == "202611220001"
    assert masked_value(CUSTOMER.field("code"), "13800138000") == "13800138000"
    assert masked_value(purchase("amount"), 13_800_138_000) == 13_800_138_000
    assert masked_value(contact("phones"), None) is None


@pytest.mark.parametrize("sign", ["客", "a", "1", "a@", " ", "微信 ", "1 ", "-"])
def test_long_texts_take_no_time(sign: str) -> None:
    begun = time.perf_counter()
    mask_text((sign * 20_000)[:20_000])
    mask_accounts((sign * 500)[:500])
    assert time.perf_counter() - begun < 0.5
