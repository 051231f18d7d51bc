"""A day to look back to, as a person types it: `-3m`, 3个月前, 上周五, 月底, `11-25`, `2026-06-30`.

The grammar of promises turned round: what names no direction is the latest such day, today
counted, where a promise would take the coming one.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from custtui.values import days
from custtui.values.normal_form import normal
from custtui.values.promises import (
    COUNT,
    ENGLISH_WEEKDAYS,
    WEEKDAYS,
    last_of_month,
    number_in,
    parse_promise,
)
from custtui.values.text import clean

_LONGEST = 40  #: characters of a text that may still be a day
_WORDS = {
    "today": 0, "now": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1, "前天": 2,
    "大前天": 3,
}  # fmt: skip
_EARLIER = re.compile(
    rf"- ?(\d{{1,4}}) ?(d|w|m|y|天|日|周|个月|月|年)"
    rf"|{COUNT} ?(天|日|周|个?星期|个?礼拜|个月|月|年)(?:之前|以前|前)",
    re.ASCII,
)
_ENGLISH_EARLIER = re.compile(r"(\d{1,4}|an?) (day|week|month|year)s? ago", re.ASCII)
_WEEKDAY = re.compile(r"(上*)个?(?:周|星期|礼拜)([一二三四五六日天])")
_ENGLISH_WEEKDAY = re.compile(
    r"(last )?(?:(mon)(?:day)?|(tue)(?:s|sday)?|(wed)(?:s|nesday)?|(thu)(?:r|rs|rsday)?"
    r"|(fri)(?:day)?|(sat)(?:urday)?|(sun)(?:day)?)"
)
_MONTH_END = re.compile(r"(上*)个?月[底末]|(eom|month end)|end of (?:the )?(last )?month")
_NAMED_MONTH_END = re.compile(r"(\d{1,2})月[底末]", re.ASCII)
_YEAR_END = re.compile(r"(去?)年[底末]|eoy|(?:year end|end of (?:the )?(?:last )?year)")
_NUMBERED_DAY = re.compile(r"(上*)个?(?:月)?(\d{1,2})[号日]", re.ASCII)


def parse_past_day(text: str, today: date) -> date:
    """The day that `text` names, seen from `today` by somebody who looks back.

    `-3m` `-90d` `3个月前` `2 weeks ago`; `today` `昨天` `前天`; `周五` and `fri`, the latest one
    before today; `上周五`, of the week before this one; `月底` and `6月底`, the latest month-end up
    to today; `上月底`; `年底`; `25号` and `11-25`, the latest one up to today. What says that it
    is still to come is read as in a promise: `+3d`, `明天`, `下月底`. Days with their year are
    read as everywhere. Raises Unclean for anything else.
    """
    plain = " ".join(normal("NFKC", clean(text)).replace("−", "-").lower().split())
    if len(plain) <= _LONGEST:
        if plain in _WORDS:
            return today - timedelta(days=_WORDS[plain])
        for pattern, reader in _READERS:
            match = pattern.fullmatch(plain)
            day = reader(match, today) if match is not None else None
            if day is not None:
                return days.parse_day(day)
        numbers = days.month_and_day(plain)
        if numbers is not None:
            return _latest(*numbers, today)
    return parse_promise(text, today)


def _back(today: date, count: int, unit: str) -> date:
    """So many units before today; the calendar of a book begins in 1900."""
    try:
        if unit in ("d", "天", "日"):
            day = today - timedelta(days=count)
        elif unit in ("w", "周", "星期", "礼拜"):
            day = today - timedelta(weeks=count)
        else:
            day = days.months_before(today, count if unit in ("m", "月") else 12 * count)
    except (OverflowError, ValueError):
        day = date.min  # before any book: refused with the years that there are
    return day


def _earlier(match: re.Match[str], today: date) -> date:
    count = number_in(match[1] or match[3])
    return _back(today, count, (match[2] or match[4]).removeprefix("个"))


def _english_earlier(match: re.Match[str], today: date) -> date:
    return _back(today, 1 if match[1].startswith("a") else int(match[1]), match[2][0])


def _weekday(match: re.Match[str], today: date) -> date:
    return _weekday_of(WEEKDAYS[match[2]], today, weeks=len(match[1]))


def _english_weekday(match: re.Match[str], today: date) -> date:
    name = next(filter(None, match.groups()[1:]))
    return _weekday_of(ENGLISH_WEEKDAYS.index(name), today, weeks=1 if match[1] else 0)


def _weekday_of(number: int, today: date, weeks: int) -> date:
    """That weekday so many weeks before this one; of none named, the latest before today."""
    if weeks:
        return today - timedelta(days=today.weekday() - number + 7 * weeks)
    return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)


def _month_end(match: re.Match[str], today: date) -> date:
    """The latest up to today; with a word for "last" that of the month before this one."""
    months = len(match[1] or "") or (1 if match[3] else 0)
    if not months and last_of_month(today) == today:
        return today
    return last_of_month(days.months_before(today.replace(day=1), max(months, 1)))


def _named_month_end(match: re.Match[str], today: date) -> date | None:
    month = int(match[1])
    if not 1 <= month <= 12:
        return None
    end = last_of_month(date(today.year, month, 1))
    return end if end <= today else last_of_month(date(today.year - 1, month, 1))


def _year_end(match: re.Match[str], today: date) -> date:
    this_year = date(today.year, 12, 31)
    return this_year if this_year == today and not match[1] else date(today.year - 1, 12, 31)


def _numbered_day(match: re.Match[str], today: date) -> date | None:
    """The latest such day up to today, in a month that has one; or that of the month named."""
    number, named = int(match[2]), len(match[1])
    for months in range(named, named + 3):
        month = days.months_before(today.replace(day=1), months)
        exists = 1 <= number <= calendar.monthrange(month.year, month.month)[1]
        if exists and month.replace(day=number) <= today:
            return month.replace(day=number)
        if named:
            return None
    return None


def _latest(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year - 9, -1):  # 29 February may be eight years ago
        exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
        if exists and date(year, month, day) <= today:
            return days.parse_day(date(year, month, day))
    return days.day_of(today.year, month, day, f"{month}-{day}")


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (_EARLIER, _earlier),
    (_ENGLISH_EARLIER, _english_earlier),
    (_WEEKDAY, _weekday),
    (_ENGLISH_WEEKDAY, _english_weekday),
    (_MONTH_END, _month_end),
    (_NAMED_MONTH_END, _named_month_end),
    (_YEAR_END, _year_end),
    (_NUMBERED_DAY, _numbered_day),
)
