"""The day of a next action as a person types it in a hurry: `+3d`, `fri`, 下周二, 月底, `11-25`."""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from custtui.values import days
from custtui.values.language import _
from custtui.values.normal_form import normal
from custtui.values.text import clean, one_line, shown
from custtui.values.unclean import Unclean

_LONGEST = 40  #: characters of a text that may still be a promised day
_NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
WEEKDAYS = {each: number for number, each in enumerate("一二三四五六日")} | {"天": 6}
ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORDS = {
    "today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "tmr": 1, "明天": 1, "明日": 1, "后天": 2,
    "大后天": 3,
}  # fmt: skip

#: A number in digits or in Chinese numerals, for `number_in`.
COUNT = r"(\d{1,4}|[一二两三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?)"
_WEEK = "(?:周|星期|礼拜)"
_CHINESE_LATER = rf"{COUNT} ?(天|日|周|个?星期|个?礼拜|个月|月|年)(?:之后|以后|后)"
_CHINESE_WEEKDAY = rf"(本|这|下+)?个?{_WEEK}([一二三四五六日天])"
_LATER = re.compile(rf"\+ ?(\d{{1,4}}) ?(d|w|m|y|天|日|周|个月|月|年)|{_CHINESE_LATER}", re.ASCII)
_ENGLISH_LATER = re.compile(r"in (\d{1,4}|an?) (day|week|month|year)s?", re.ASCII)
_ENGLISH_WEEKDAY = re.compile(
    r"(next )?(?:(mon)(?:day)?|(tue)(?:s|sday)?|(wed)(?:s|nesday)?|(thu)(?:r|rs|rsday)?"
    r"|(fri)(?:day)?|(sat)(?:urday)?|(sun)(?:day)?)"
)
_WEEKDAY = re.compile(_CHINESE_WEEKDAY)
_NEXT_WEEK = re.compile(rf"(下+)个?{_WEEK}|next week")
_MONTH_END = re.compile(r"(?:本|这个?)?月[底末]|(下+)个?月[底末]|end of (?:the )?(next )?month|eom")
_NAMED_MONTH_END = re.compile(r"(\d{1,2})月[底末]", re.ASCII)
_NEXT_MONTH = re.compile(r"(下+)个?月初?|月初|next month")
_YEAR_END = re.compile(r"(?:今年?)?年[底末]|end of (?:the )?year|eoy")
_NUMBERED_DAY = re.compile(r"(?:(下+)个?月|本月|这个月)?(\d{1,2})[号日]", re.ASCII)
_FULL_DAY = re.compile(r"\d{4}(?:([-/.])\d{1,2}\1\d{1,2}|年\d{1,2}月\d{1,2}[日号]?)", re.ASCII)
#: A month or a year before an action is about the action: 2026年 预算.
_WHOLE_MONTH = re.compile(r"\d{4}(?:[-/.]\d{1,2}|年(?:\d{1,2}月)?)", re.ASCII)
_BY = re.compile(r"^(?:by|on|before) |(?:之前|以前|前)$")

#: Between the day and the action of a line.
_BETWEEN = " ，,：:；;。、"
#: Day words that may stand right before an action, 下周二拜访; the others need a space behind them,
#: because they also begin other words: 25号楼, 月底结算单.
_GLUED = re.compile(
    rf"(?:大后天|后天|明[天日]|今[天日]|{_CHINESE_LATER}|{_CHINESE_WEEKDAY}|\d{{1,2}}月\d{{1,2}}[日号]"
    r"|\d{4}-\d{1,2}-\d{1,2}(?!\d))(?:之前|以前|前(?!台))?"
)


def parse_promise(text: str, today: date) -> date:
    """The day that `text` names, seen from `today`.

    `+3d` `+2w` `+1m` `+1y` `3天后` `两周后`; `today` `明天` `大后天`; `fri` `周五`, the coming one
    and never today; `下周二`, of the week after this one, weeks beginning on Monday; `月底`, the
    last day of this month; `下个月` and `月初`, the first of the next; `年底`; `25号` and `11-25`,
    the coming one, today counted; and every day with its year that `parse_day` takes.
    Raises Unclean for anything else.
    """
    day = _day(text, today)
    if day is None:
        message = _("“{text}” is not a day; write it like +3d, fri, 11-25 or 2026-11-25")
        raise Unclean(message.format(text=shown(text)[:_LONGEST]))
    return day


def split_promise(line: str, today: date) -> tuple[date | None, str]:
    """The day at the start or at the end of a line, and the action that is the rest of it.

    `+3d 发新报价`, `下周二拜访`, `call again fri`; without a day None and the whole line.
    Raises Unclean for a day written in full that the calendar does not have.
    """
    text = one_line(line)
    for words, action in _partings(text):
        day = _day_beside(action, words, today)
        if day is not None:
            return day, action
    glued = _GLUED.match(text)
    if glued is not None:
        return _day(glued[0], today), text[glued.end() :].strip(_BETWEEN)
    return None, text


def _day_beside(action: str, words: str, today: date) -> date | None:
    """The day of a part of a line; None for words that may as well belong to the action."""
    if action and _WHOLE_MONTH.fullmatch(words):
        return None
    try:
        return _day(words, today)
    except Unclean:
        if _FULL_DAY.fullmatch(words):
            raise
        return None


def _partings(line: str) -> Iterator[tuple[str, str]]:
    """The ways to part a line into day words and an action, the most day words first."""
    yield line, ""
    cuts = [index for index, character in enumerate(line) if character in _BETWEEN]
    for cut in reversed(cuts[:4]):
        yield line[:cut], line[cut:].strip(_BETWEEN)
    for cut in cuts[-4:]:
        yield line[cut + 1 :].rstrip(".。!！"), line[:cut].rstrip(_BETWEEN)


def _day(text: str, today: date) -> date | None:
    if len(text) > _LONGEST:
        return None
    plain = " ".join(normal("NFKC", clean(text)).lower().split())
    words = _BY.sub("", plain).strip()
    if not words:
        return None
    if words in _WORDS:
        return _moved(today, days_later=_WORDS[words])
    for pattern, reader in _READERS:
        match = pattern.fullmatch(words)
        if match is not None:
            return reader(match, today)
    return _dated(words, today)


def _dated(words: str, today: date) -> date | None:
    """A day with its month, the coming one, or with its year too; None when it is neither."""
    numbers = days.month_and_day(words)
    if numbers is not None:
        return _coming(*numbers, today)
    try:
        return days.parse_day(words)
    except Unclean:
        if words[0].isdecimal():  # its reason says more than that it is not a day
            raise
        return None


def _moved(day: date, days_later: int = 0, months_later: int = 0) -> date:
    try:
        moved = days.months_before(day, -months_later) + timedelta(days=days_later)
    except (OverflowError, ValueError):  # past the calendar's own end
        moved = date.max
    return days.parse_day(moved)


def _later(match: re.Match[str], today: date) -> date:
    count = number_in(match[1] or match[3])
    unit = (match[2] or match[4]).removeprefix("个")
    return _units_later(today, count, unit)


def _english_later(match: re.Match[str], today: date) -> date:
    count = 1 if match[1].startswith("a") else int(match[1])
    return _units_later(today, count, match[2][0])


def _units_later(today: date, count: int, unit: str) -> date:
    if unit in ("d", "天", "日"):
        return _moved(today, days_later=count)
    if unit in ("w", "周", "星期", "礼拜"):
        return _moved(today, days_later=7 * count)
    return _moved(today, months_later=count if unit in ("m", "月") else 12 * count)


def number_in(text: str) -> int:
    """The number in digits or in Chinese numerals up to 九十九."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS[text]
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)


def _english_weekday(match: re.Match[str], today: date) -> date:
    name = next(filter(None, match.groups()[1:]))
    return _weekday_in(today, ENGLISH_WEEKDAYS.index(name), weeks=1 if match[1] else None)


def _weekday(match: re.Match[str], today: date) -> date:
    number = WEEKDAYS[match[2]]
    if match[1] is None:
        return _weekday_in(today, number, weeks=None)
    return _weekday_in(today, number, weeks=match[1].count("下"))


def _weekday_in(today: date, number: int, weeks: int | None) -> date:
    """That weekday so many weeks from this one; with None the coming one, never today."""
    if weeks is None:
        return _moved(today, days_later=(number - today.weekday() - 1) % 7 + 1)
    return _moved(today, days_later=number - today.weekday() + 7 * weeks)


def _next_week(match: re.Match[str], today: date) -> date:
    return _weekday_in(today, 0, weeks=len(match[1] or "下"))


def _month_end(match: re.Match[str], today: date) -> date:
    months = len(match[1]) if match[1] else (1 if match[2] else 0)
    return last_of_month(_moved(today, months_later=months))


def _named_month_end(match: re.Match[str], today: date) -> date:
    first = _coming_first(int(match[1]), today, match[0])
    return last_of_month(first)


def _coming_first(month: int, today: date, written: str) -> date:
    year = today.year if month >= today.month else today.year + 1
    return days.day_of(year, month, 1, written)


def last_of_month(day: date) -> date:
    """The last day of the month that `day` is in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _next_month(match: re.Match[str], today: date) -> date:
    return _moved(today, months_later=len(match[1] or "下")).replace(day=1)


def _year_end(match: re.Match[str], today: date) -> date:
    return date(today.year, 12, 31)


def _numbered_day(match: re.Match[str], today: date) -> date:
    """`25号`: the coming one, in a month that has such a day; or that of the month named."""
    number, written = int(match[2]), match[0]
    if match[1] or written[0] in "本这":
        month = _moved(today.replace(day=1), months_later=len(match[1] or ""))
        return days.day_of(month.year, month.month, number, written)
    for months in range(3):
        month = _moved(today.replace(day=1), months_later=months)
        last = calendar.monthrange(month.year, month.month)[1]
        if 1 <= number <= last and month.replace(day=number) >= today:
            return month.replace(day=number)
    return days.day_of(today.year, today.month, number, written)


def _coming(month: int, day: int, today: date) -> date:
    written = f"{month}-{day}"
    for year in range(today.year, today.year + 9):  # 29 February may be eight years away
        exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
        if exists and date(year, month, day) >= today:
            return days.parse_day(date(year, month, day))
    return days.day_of(today.year, month, day, written)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = (
    (_LATER, _later),
    (_ENGLISH_LATER, _english_later),
    (_ENGLISH_WEEKDAY, _english_weekday),
    (_WEEKDAY, _weekday),
    (_NEXT_WEEK, _next_week),
    (_MONTH_END, _month_end),
    (_NAMED_MONTH_END, _named_month_end),
    (_NEXT_MONTH, _next_month),
    (_YEAR_END, _year_end),
    (_NUMBERED_DAY, _numbered_day),
)
