from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.decimals import CAP
from custtui.values.money import (
    format_money,
    format_quantity,
    parse,
    parse_quantity,
    plain,
    plain_quantity,
)
from custtui.values.unclean import Unclean

COUNTS = st.integers(-CAP, CAP)


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        (1234.5, 123450),
        ("1234.5", 123450),
        ("1234.56", 123456),
        ("1,234.50", 123450),
        ("1 234.50", 123450),
        ("¥1,234", 123400),
        ("￥1,234.5", 123450),
        ("CNY 100", 10000),
        ("100元", 10000),
        ("100元整", 10000),
        ("5万", 5_000_000),
        ("1.2万元", 1_200_000),
        ("1.2345万", 1_234_500),
        ("3亿", 30_000_000_000),
        ("１２３４．５", 123450),
        ("(100.00)", -10000),
        ("（¥100.00）", -10000),
        ("-100", -10000),
        ("−100", -10000),
        ("-¥100", -10000),
        ("¥-100", -10000),
        ("+5", 500),
        (".5", 50),
        ("5.", 500),
        ("-0.05", -5),
        ("1.5000", 150),
        (29.33, 2933),
        (29.330000000000002, 2933),
        ("29.330000000000002", 2933),
        (0, 0),
        (-3, -300),
        (Decimal("12.30"), 1230),
        ("1234\u200b", 123400),
        (10**13, CAP),
        (1e13, CAP),
    ],
)
def test_parse(written: object, minor: int) -> None:
    assert parse(written) == minor


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "not a number"),
        ("¥", "not a number"),
        ("1,23", "not a number"),
        ("1,2345", "not a number"),
        ("12 34", "not a number"),
        ("1,234 567", "not a number"),
        ("--5", "not a number"),
        ("()", "not a number"),
        ("1e5", "not a number"),
        ("$5", "not a number"),
        ("NaN", "not a number"),
        ("万", "not a number"),
        ("1" * 61, "not a number"),
        (float("nan"), "not a number"),
        (float("inf"), "not a number"),
        (Decimal("Infinity"), "not a number"),
        (True, "not a number"),
        (None, "not a number"),
        (29.335, "more than 2"),
        ("1.005", "more than 2"),
        ("1.2345678万", "more than 2"),
        (Decimal("0.001"), "more than 2"),
        (10**13 + 1, "too large"),
        ("10000000000000.01", "too large"),
        ("1" * 50, "too large"),
        (1e300, "too large"),
        pytest.param(10**5000, "too large", id="a huge int"),
    ],
)
def test_what_is_refused(written: object, reason: str) -> None:
    with pytest.raises(Unclean, match=reason):
        parse(written)


@given(COUNTS)
def test_every_amount_reads_back_from_each_of_its_forms(minor: int) -> None:
    assert parse(format_money(minor)) == minor
    assert parse(plain(minor)) == minor
    assert Decimal(plain(minor)) * 100 == minor
    assert parse(Decimal(minor).scaleb(-2)) == minor
    assert parse(f"¥{format_money(abs(minor))}元") == abs(minor)


@given(st.integers(-(10**11), 10**11))
def test_every_amount_survives_a_spreadsheet_s_float(minor: int) -> None:
    assert parse(minor / 100) == minor


@given(
    st.from_regex(r"-?¥?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,2})?", fullmatch=True)
)
def test_common_spellings_are_read_as_all_others_are(written: str) -> None:
    # The blank before it makes it one that is not read at once.
    assert parse(written) == parse(f" {written}")


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    for parser in (parse, parse_quantity):
        with suppress(Unclean):
            assert abs(parser(text)) <= CAP


@given(COUNTS)
def test_every_quantity_reads_back_from_each_of_its_forms(thousandths: int) -> None:
    assert parse_quantity(format_quantity(thousandths)) == thousandths
    assert parse_quantity(plain_quantity(thousandths)) == thousandths
    assert Decimal(plain_quantity(thousandths)) * 1000 == thousandths


def test_formats() -> None:
    assert format_money(128_450_000) == "1,284,500.00"
    assert format_money(128_450_050, places=False) == "1,284,501"
    assert format_money(-128_450_050, places=False) == "-1,284,501"
    assert format_money(-5) == "-0.05"
    assert format_money(-5, places=False) == "0"
    assert plain(128_450_000) == "1284500.00"
    assert plain(-5) == "-0.05"
    assert format_quantity(1_234_500) == "1,234.5"
    assert format_quantity(8_000) == "8"
    assert plain_quantity(-1_234_050) == "-1234.05"


@pytest.mark.parametrize(
    ("written", "thousandths"),
    [
        ("8次", 8_000), ("5 台", 5_000), ("1.2万件", 12_000_000), ("10 pcs", 10_000),
        ("2.125", 2_125), (2.5, 2_500), (0.1 + 0.2, 300), ("-2", -2_000), ("1.5", 1_500),
        ("1,000 套", 1_000_000),
    ],
)  # fmt: skip
def test_parse_quantity(written: object, thousandths: int) -> None:
    assert parse_quantity(written) == thousandths


@pytest.mark.parametrize("written", ["2.1255", "3kg", "台", "3台4", ""])
def test_refused_quantities(written: str) -> None:
    with pytest.raises(Unclean):
        parse_quantity(written)
