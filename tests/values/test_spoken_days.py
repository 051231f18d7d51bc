from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.spoken_days import ago, due, moment_ago, weekday

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "spoken"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 19), "3 days ago"),
        (date(2026, 10, 26), "27 days ago"),
        (date(2026, 10, 25), "4 weeks ago"),
        (date(2026, 10, 18), "5 weeks ago"),
        (date(2026, 9, 23), "8 weeks ago"),
        (date(2026, 9, 22), "2 months ago"),
        (date(2026, 3, 22), "8 months ago"),
        (date(2024, 11, 23), "23 months ago"),
        (date(2024, 11, 22), "2 years ago"),
        (date(2020, 1, 1), "6 years ago"),
        (date(2026, 11, 23), "tomorrow"),
    ],
)
def test_ago(day: date, spoken: str) -> None:
    assert ago(day, TODAY) == spoken


@pytest.mark.parametrize(
    ("day", "spoken"),
    [
        (date(2026, 11, 21), "overdue 1 day"),
        (date(2026, 11, 12), "overdue 10 days"),
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 24), "Tuesday"),
        (date(2026, 11, 28), "Saturday"),
        (date(2026, 11, 29), "11-29"),
        (date(2027, 1, 3), "2027-01-03"),
    ],
)
def test_due(day: date, spoken: str) -> None:
    assert due(day, TODAY) == spoken


@pytest.mark.parametrize(
    ("past", "spoken"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(hours=24), "yesterday"),
        (timedelta(days=3, hours=3), "3 days ago"),
        (timedelta(hours=-1), "today"),
        (timedelta(days=-1), "tomorrow"),
    ],
)
def test_moment_ago(past: timedelta, spoken: str) -> None:
    noon = datetime(2026, 11, 22, 12)
    assert moment_ago(noon - past, noon) == spoken


def test_weekday() -> None:
    monday = date(2026, 11, 23)
    assert [weekday(monday + timedelta(days=number))[:3] for number in range(7)] == [
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
    ]  # fmt: skip


@given(st.dates(), st.dates())
def test_every_day_can_be_said(day: date, today: date) -> None:
    assert ago(day, today)
    assert due(day, today)
