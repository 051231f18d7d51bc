from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.past_days import parse_past_day
from custtui.values.unclean import Unclean

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", SUNDAY),
        ("今天", SUNDAY),
        ("Yesterday", date(2026, 11, 21)),
        ("昨天", date(2026, 11, 21)),
        ("前天", date(2026, 11, 20)),
        ("-3m", date(2026, 8, 22)),
        ("－３ｍ", date(2026, 8, 22)),
        ("−90d", date(2026, 8, 24)),
        ("-2 w", date(2026, 11, 8)),
        ("-1y", date(2025, 11, 22)),
        ("-3个月", date(2026, 8, 22)),
        ("3个月前", date(2026, 8, 22)),
        ("两周前", date(2026, 11, 8)),
        ("十天之前", date(2026, 11, 12)),
        ("3 months ago", date(2026, 8, 22)),
        ("a year ago", date(2025, 11, 22)),
        ("fri", date(2026, 11, 20)),
        ("sun", date(2026, 11, 15)),
        ("last friday", date(2026, 11, 13)),
        ("周五", date(2026, 11, 20)),
        ("上周五", date(2026, 11, 13)),
        ("上上周一", date(2026, 11, 2)),
        ("月底", date(2026, 10, 31)),
        ("上月底", date(2026, 10, 31)),
        ("上上个月底", date(2026, 9, 30)),
        ("end of last month", date(2026, 10, 31)),
        ("6月底", date(2026, 6, 30)),
        ("12月底", date(2025, 12, 31)),
        ("年底", date(2025, 12, 31)),
        ("去年底", date(2025, 12, 31)),
        ("25号", date(2026, 10, 25)),
        ("22号", SUNDAY),
        ("上月5号", date(2026, 10, 5)),
        ("11-25", date(2025, 11, 25)),
        ("11月22日", SUNDAY),
        ("2-29", date(2024, 2, 29)),
        ("2026-06-30", date(2026, 6, 30)),
        ("2026年6月30日", date(2026, 6, 30)),
        ("20260630", date(2026, 6, 30)),
        ("+3d", date(2026, 11, 25)),
        ("明天", date(2026, 11, 23)),
        ("本月底", date(2026, 11, 30)),
        ("下月底", date(2026, 12, 31)),
    ],
)
def test_days_to_look_back_to(typed: str, day: date) -> None:
    assert parse_past_day(typed, SUNDAY) == day


def test_a_month_end_that_is_today_is_the_latest() -> None:
    assert parse_past_day("月底", date(2026, 6, 30)) == date(2026, 6, 30)
    assert parse_past_day("上月底", date(2026, 6, 30)) == date(2026, 5, 31)
    assert parse_past_day("年底", date(2026, 12, 31)) == date(2026, 12, 31)
    assert parse_past_day("-1m", date(2026, 3, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize("typed", ["", "x", "13月底", "2026-02-30", "-9999y", "32号", "-m", "3"])
def test_no_day_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(Unclean) as refused:
        parse_past_day(typed, SUNDAY)
    assert str(refused.value)


@given(st.text(max_size=60), st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_any_text_gives_a_day_or_a_reason(typed: str, today: date) -> None:
    with suppress(Unclean):
        parse_past_day(typed, today)


@given(st.integers(1, 28), st.integers(1, 12), st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_what_names_no_direction_is_the_latest_up_to_today(
    number: int, month: int, today: date
) -> None:
    day = parse_past_day(f"{month}-{number}", today)
    assert (day.month, day.day) == (month, number)
    assert today - timedelta(days=366) < day <= today
    assert parse_past_day(f"{month}月底", today) <= today
    assert parse_past_day("月底", today) <= today
