from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.days import (
    enters_window,
    leaves_window,
    months_before,
    nearest,
    parse_day,
    windows,
)
from custtui.values.unclean import Unclean

TODAY = date(2026, 11, 22)
NOVEMBER_25 = date(2026, 11, 25)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-25", "2026/11/25", "2026.11.25", "20261125", "2026年11月25日", "2026年11月25号",
        " 2026-11-25 ", "２０２６－１１－２５", "2026-11-25 10:20:33", "2026/11/25 10:20",
        "2026-11-25T10:20:33", "2026-11-25T10:20:33.5", "2026年11月25日 上午10时20分",
        "2026-11-25Z", "2026-11-25+08:00", "2026-11-25-05:00",
        "2026-11-25 周三", "2026年11月25日（星期三）", "25/11/2026", "11/25/2026", "11-25", "11/25",
        "11月25日", "11月25号", date(2026, 11, 25), datetime(2026, 11, 25, 23, 59), 46351, 46351.99,
        20261125, 20261125.0,
    ],
)  # fmt: skip
def test_ways_to_write_a_day(written: object) -> None:
    assert parse_day(written, TODAY) == NOVEMBER_25


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026/3/5", date(2026, 3, 5)),
        ("2026年3月", date(2026, 3, 1)),
        ("2026-03", date(2026, 3, 1)),
        ("2015年", date(2015, 1, 1)),
        ("1月3日", date(2027, 1, 3)),
        ("6-1", date(2026, 6, 1)),
        ("03/03/2026", date(2026, 3, 3)),
        ("today", TODAY),
        ("今天", TODAY),
        ("昨天", date(2026, 11, 21)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2199-12-31", date(2199, 12, 31)),
    ],
)
def test_other_days(written: object, day: date) -> None:
    assert parse_day(written, TODAY) == day


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2026-02-30", "2026-02-30: February 2026 has 28 days"),
        ("2026年2月30日", "February 2026 has 28 days"),
        ("2026-13-01", "months go from 1 to 12"),
        ("26-11-25", "four digits"),
        ("25/11/26", "four digits"),
        ("03/04/2026", "Write 2026-04-03 or 2026-03-04"),
        ("1899-12-31", "from 1900 to 2199"),
        ("2200-01-01", "from 1900 to 2199"),
        (date(1800, 1, 1), "from 1900 to 2199"),
        ("2-29", "February 2026 has 28 days"),
        ("46351", "not a day"),
        (19_999, "not a day"),
        (80_001, "not a day"),
        (float("nan"), "not a day"),
        (float("inf"), "not a day"),
        (True, "not a day"),
        (None, "not a day"),
        ("hello", "not a day"),
        ("2026-06-01T23:30:00Z", "2026-06-01T23:30:00Z: the time names its zone"),
        ("2026-06-01 23:30 +0800", "write the local day"),
        ("2026/6/1 11:30 PM-05:00", "write the local day"),
        ("11-25 10:20Z", "write the local day"),
        ("hello 10:20Z", "not a day"),
        ("2026-11-25+0800", "not a day"),
        ("2026-02-30T10:20Z", "February 2026 has 28 days"),
        ("", "not a day"),
        ("2026-11-25 soon", "not a day"),
        ("2" * 30_000, "not a day"),
    ],
)
def test_what_is_refused(written: object, reason: str) -> None:
    with pytest.raises(Unclean, match=reason):
        parse_day(written, TODAY)


@pytest.mark.parametrize("written", ["11-25", "11月25日", "today", "今天"])
def test_without_today_a_day_needs_its_year(written: str) -> None:
    with pytest.raises(Unclean):
        parse_day(written)


@given(DAYS)
def test_every_day_reads_back(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day.year}年{day.month}月{day.day}日") == day
    assert parse_day(f"{day:%Y%m%d}") == day


@given(st.integers(20_000, 80_000))
def test_every_serial_number_is_a_day(serial: int) -> None:
    assert parse_day(serial) - date(1899, 12, 30) == timedelta(days=serial)


@given(DAYS, st.integers(1, 12), st.integers(1, 28))
def test_the_nearest_day_is_within_half_a_year(today: date, month: int, day: int) -> None:
    found = nearest(month, day, today, "")
    assert (found.month, found.day) == (month, day)
    if 1900 < today.year < 2199:
        assert abs((found - today).days) <= 183


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with suppress(Unclean):
        assert 1900 <= parse_day(text, TODAY).year <= 2199


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2024, 5, 31), 3, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2026, 8, 30)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_before_only_shortens(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_windows_by_first_and_last_day() -> None:
    assert windows(date(2026, 11, 22)) == {
        "12m": (date(2025, 11, 23), date(2026, 11, 22)),
        "prev_12m": (date(2024, 11, 23), date(2025, 11, 22)),
        "24m": (date(2024, 11, 23), date(2026, 11, 22)),
        "90d": (date(2026, 8, 25), date(2026, 11, 22)),
        "prev_90d": (date(2026, 5, 27), date(2026, 8, 24)),
    }
    assert windows(date(2024, 2, 29))["12m"] == (date(2023, 3, 1), date(2024, 2, 29))


@given(st.dates(date(1903, 1, 1), date(2199, 12, 31)))
def test_windows_join_without_gap(as_of: date) -> None:
    bounds = windows(as_of)
    for span in ("12m", "90d"):
        first, last = bounds[span]
        assert last == as_of
        assert bounds[f"prev_{span}"][1] == first - timedelta(days=1)
    assert bounds["24m"] == (bounds["prev_12m"][0], as_of)
    assert all((last - first).days == 89 for first, last in (bounds["90d"], bounds["prev_90d"]))


@given(st.dates(date(1903, 1, 1), date(2190, 12, 31)), st.sampled_from(sorted(windows(TODAY))))
def test_a_day_enters_and_leaves_each_window_on_the_first_day_that_it_can(
    day: date, window: str
) -> None:
    eve = timedelta(days=1)
    enters, leaves = enters_window(day, window), leaves_window(day, window)
    assert windows(enters - eve)[window][1] < day <= windows(enters)[window][1]
    assert windows(leaves - eve)[window][0] <= day < windows(leaves)[window][0]


def test_a_leap_day_leaves_a_year_after_it_is_over() -> None:
    assert leaves_window(date(2024, 2, 29), "12m") == date(2025, 3, 1)
    assert leaves_window(date(2023, 2, 28), "12m") == date(2024, 2, 28)
