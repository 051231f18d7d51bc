"""Figures as old sheets write them."""

from datetime import date, datetime

import pytest

from custtui.exchange.old_figures import (
    orders_in_a_year,
    people_and_revenue,
    sheet_day,
    without_about,
)
from custtui.exchange.tables import Line
from custtui.values import money
from custtui.values.unclean import Unclean


@pytest.mark.parametrize(
    ("written", "orders"),
    [
        ("8次", 8), ("8", 8), (8.0, 8), (8, 8), ("约8次", 8), ("８次", 8), ("8次/年", 8),
        ("每年8次", 8), ("每月2次", 24), ("2次/季度", 8), ("每周1次", 52), ("1笔/半年", 2),
        ("", None), (None, None), ("-", None), ("0次", 0),
    ],
)  # fmt: skip
def test_orders(written: object, orders: int | None) -> None:
    assert orders_in_a_year(written) == orders


@pytest.mark.parametrize("written", ["经常", "8-10次", "-3", "8.5", 8.5, "每月2次/年", "8次8"])
def test_no_orders(written: object) -> None:
    with pytest.raises(Unclean):
        orders_in_a_year(written)


@pytest.mark.parametrize(
    ("written", "minor"),
    [("约50万", 50_000_000), ("35.6万", 35_600_000), ("1,200,000元", 120_000_000),
     ("近20万元", 20_000_000), ("30万左右", 30_000_000), (12.5, 1250)],
)  # fmt: skip
def test_about_so_much(written: object, minor: int) -> None:
    assert money.parse(without_about(written)) == minor


@pytest.mark.parametrize(
    ("written", "people", "revenue"),
    [
        ("100-200人", "100-200人", ""),
        ("100-200人 / 年营收5000万", "100-200人", "5000万"),
        ("年营收：约5000万元，员工200人", "员工200人", "约5000万元"),
        ("年营业额1.2亿", "", "1.2亿"),
        ("5000万元", "", "5000万元"),
        ("员工人数：180", "180", ""),
        (180.0, 180.0, ""),
        ("大型", "大型", ""),
    ],
)
def test_two_sizes_in_one_cell(written: object, people: object, revenue: str) -> None:
    assert people_and_revenue(written) == (people, revenue)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("企业客户资料表（2026年10月31日）", date(2026, 10, 31)),
        ("截止 2026-6-30", date(2026, 6, 30)),
        ("2026/06/30 制表", date(2026, 6, 30)),
        (datetime(2026, 6, 30, 8), date(2026, 6, 30)),
        ("2025年度客户资料表", date(2026, 11, 22)),
        ("2026年13月45日", date(2026, 11, 22)),
        ("2027-01-01", date(2026, 11, 22)),
    ],
)
def test_the_sheets_day(cell: object, day: date) -> None:
    assert sheet_day([Line(1, ["", cell])], date(2026, 11, 22)) == day
