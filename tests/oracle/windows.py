"""Days and windows, all of plain local days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Window = tuple[date, date]
"""First and last day, both inside."""


def months_before(day: date, months: int) -> date:
    """The same day ``months`` earlier; a day that month lacks becomes its last day."""
    year, month = day.year, day.month
    for _ in range(months):
        month -= 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def half_open(after: date, until: date) -> Window:
    """``(after, until]`` as its first and last day."""
    return after + timedelta(days=1), until


def inside(day: date, window: Window) -> bool:
    """Whether the day lies in the window, both ends counted."""
    first, last = window
    return first <= day <= last


def windows_of(as_of: date) -> dict[str, Window]:
    """The five windows by key: 12m, prev_12m, 24m, 90d, prev_90d."""
    year_ago = months_before(as_of, 12)
    days_ago = as_of - timedelta(days=90)
    return {
        "12m": half_open(year_ago, as_of),
        "prev_12m": half_open(months_before(as_of, 24), year_ago),
        "24m": half_open(months_before(as_of, 24), as_of),
        "90d": half_open(days_ago, as_of),
        "prev_90d": half_open(as_of - timedelta(days=180), days_ago),
    }
