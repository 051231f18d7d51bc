from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.promises import parse_promise, split_promise
from custtui.values.unclean import Unclean

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("+3d", date(2026, 11, 25)),
        ("＋３ｄ", date(2026, 11, 25)),
        ("+2w", date(2026, 12, 6)),
        ("+1m", date(2026, 12, 22)),
        ("+1y", date(2027, 11, 22)),
        ("3天后", date(2026, 11, 25)),
        ("两周后", date(2026, 12, 6)),
        ("3个礼拜后", date(2026, 12, 13)),
        ("十五天后", date(2026, 12, 7)),
        ("二十一天之后", date(2026, 12, 13)),
        ("1个月后", date(2026, 12, 22)),
        ("in 3 days", date(2026, 11, 25)),
        ("in a week", date(2026, 11, 29)),
        ("today", SUNDAY),
        ("Tomorrow", date(2026, 11, 23)),
        ("今天", SUNDAY),
        ("明天", date(2026, 11, 23)),
        ("后天", date(2026, 11, 24)),
        ("大后天", date(2026, 11, 25)),
        ("mon", date(2026, 11, 23)),
        ("fri", date(2026, 11, 27)),
        ("Friday", date(2026, 11, 27)),
        ("by fri", date(2026, 11, 27)),
        ("sun", date(2026, 11, 29)),
        ("next fri", date(2026, 11, 27)),
        ("周五", date(2026, 11, 27)),
        ("周五前", date(2026, 11, 27)),
        ("星期五", date(2026, 11, 27)),
        ("礼拜五", date(2026, 11, 27)),
        ("周日", date(2026, 11, 29)),
        ("星期天", date(2026, 11, 29)),
        ("下周二", date(2026, 11, 24)),
        ("下个星期二", date(2026, 11, 24)),
        ("下下周一", date(2026, 11, 30)),
        ("下周", date(2026, 11, 23)),
        ("月底", date(2026, 11, 30)),
        ("下月底", date(2026, 12, 31)),
        ("下个月底", date(2026, 12, 31)),
        ("12月底", date(2026, 12, 31)),
        ("下个月", date(2026, 12, 1)),
        ("月初", date(2026, 12, 1)),
        ("年底", date(2026, 12, 31)),
        ("今年年底", date(2026, 12, 31)),
        ("11-25", date(2026, 11, 25)),
        ("11-22", SUNDAY),
        ("11-21", date(2027, 11, 21)),
        ("2-29", date(2028, 2, 29)),
        ("11月25日前", date(2026, 11, 25)),
        ("25号", date(2026, 11, 25)),
        ("22日", SUNDAY),
        ("21日", date(2026, 12, 21)),
        ("31号", date(2026, 12, 31)),
        ("下月5号", date(2026, 12, 5)),
        ("2027-01-02", date(2027, 1, 2)),
        ("20270102", date(2027, 1, 2)),
        ("2027年1月2日", date(2027, 1, 2)),
    ],
)
def test_parse(typed: str, day: date) -> None:
    assert parse_promise(typed, SUNDAY) == day


def test_the_last_day_of_the_month_is_still_its_end() -> None:
    assert parse_promise("月底", date(2026, 11, 30)) == date(2026, 11, 30)
    assert parse_promise("下月底", date(2026, 1, 31)) == date(2026, 2, 28)
    assert parse_promise("+1m", date(2026, 1, 31)) == date(2026, 2, 28)
    assert parse_promise("年底", date(2026, 12, 31)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "not a day"), ("soon", "not a day"), ("+3", "not a day"), ("昨天", "not a day"),
        ("底", "not a day"), ("3天前", "not a day"), ("x" * 100, "not a day"),
        ("2026-02-30", "February 2026 has 28 days"), ("13-45", "months go from 1 to 12"),
        ("11-31", "November 2026 has 30 days"), ("0号", "November 2026 has 30 days"),
        ("26-11-25", "four digits"), ("+9999y", "from 1900 to 2199"), ("+9999w", "1900 to 2199"),
    ],
)  # fmt: skip
def test_what_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(Unclean, match=reason):
        parse_promise(typed, SUNDAY)


TODAYS = st.dates(date(1901, 1, 1), date(2150, 12, 31))


@given(TODAYS, st.integers(0, 6), st.sampled_from(["周{}", "星期{}", "礼拜{}"]))
def test_a_weekday_is_the_coming_one_and_never_today(today: date, number: int, form: str) -> None:
    day = parse_promise(form.format("一二三四五六日"[number]), today)
    assert day.weekday() == number
    assert 1 <= (day - today).days <= 7


@given(TODAYS, st.integers(0, 6), st.integers(1, 3))
def test_a_weekday_of_a_later_week(today: date, number: int, weeks: int) -> None:
    day = parse_promise("下" * weeks + "周" + "一二三四五六日"[number], today)
    monday = today - timedelta(days=today.weekday())
    assert day == monday + timedelta(days=7 * weeks + number)


@given(TODAYS, st.dates())
def test_a_day_without_its_year_is_the_coming_one(today: date, wanted: date) -> None:
    day = parse_promise(f"{wanted.month}-{wanted.day}", today)
    assert (day.month, day.day) == (wanted.month, wanted.day)
    assert day >= today
    assert day.replace(day=1) <= today.replace(year=today.year + 8, day=1) + timedelta(days=366)


@given(TODAYS, st.integers(1, 31))
def test_a_numbered_day_is_the_coming_one(today: date, number: int) -> None:
    day = parse_promise(f"{number}号", today)
    assert day.day == number
    assert 0 <= (day - today).days <= 62


@pytest.mark.parametrize(
    ("line", "day", "action"),
    [
        ("+3d 发新报价", date(2026, 11, 25), "发新报价"),
        ("下周二 拜访", date(2026, 11, 24), "拜访"),
        ("下周二拜访", date(2026, 11, 24), "拜访"),
        ("call again fri", date(2026, 11, 27), "call again"),
        ("Call Li by fri.", date(2026, 11, 27), "Call Li"),
        ("fri: call", date(2026, 11, 27), "call"),
        ("in 3 days call", date(2026, 11, 25), "call"),
        ("visit next monday", date(2026, 11, 23), "visit"),
        ("发新报价", None, "发新报价"),
        ("发报价 下下周一", date(2026, 11, 30), "发报价"),
        ("明天，发新报价", date(2026, 11, 23), "发新报价"),
        ("3天后发新报价", date(2026, 11, 25), "发新报价"),
        ("周五前发报价", date(2026, 11, 27), "发报价"),
        ("周五前台值班", date(2026, 11, 27), "前台值班"),
        ("2026-11-25发报价", date(2026, 11, 25), "发报价"),
        ("月底 结算", date(2026, 11, 30), "结算"),
        ("月底结算单", None, "月底结算单"),
        ("25号楼看现场", None, "25号楼看现场"),
        ("13-45 钢管", None, "13-45 钢管"),
        ("2026年 预算", None, "2026年 预算"),
        ("3/4寸阀 报价", None, "3/4寸阀 报价"),
        ("[/] fri", date(2026, 11, 27), "[/]"),
        ("+3d", date(2026, 11, 25), ""),
        (" 11-25\x1b ", date(2026, 11, 25), ""),
        ("", None, ""),
    ],
)
def test_split(line: str, day: date | None, action: str) -> None:
    assert split_promise(line, SUNDAY) == (day, action)


@pytest.mark.parametrize("line", ["2026-02-30 发报价", "发报价 2026-02-30", "2026-02-30"])
def test_an_impossible_day_written_in_full_is_not_taken_for_text(line: str) -> None:
    with pytest.raises(Unclean, match="28 days"):
        split_promise(line, SUNDAY)


@given(st.text(max_size=40), TODAYS)
def test_any_line_can_be_split(line: str, today: date) -> None:
    with suppress(Unclean):
        split_promise(line, today)
