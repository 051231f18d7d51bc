"""Local days: reading them as people and spreadsheets write them, and windows of them."""

import calendar
import re
from datetime import date, datetime, timedelta

from custtui.values.impossible import FIRST_YEAR, LAST_YEAR
from custtui.values.language import _, mark
from custtui.values.normal_form import normal
from custtui.values.text import clean, shown
from custtui.values.unclean import Unclean

#: Day 0 of a spreadsheet's serial numbers, and the serials taken as days: 1954 to 2119.
_SERIAL_ZERO = date(1899, 12, 30)
_FIRST_SERIAL = 20_000
_LAST_SERIAL = 80_000

_MONTHS = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"),
    mark("July"), mark("August"), mark("September"), mark("October"), mark("November"),
    mark("December"),
)  # fmt: skip
_RELATIVE = {
    "today": 0, "今天": 0, "今日": 0, "yesterday": -1, "昨天": -1, "昨日": -1, "前天": -2,
}  # fmt: skip

_LONGEST = 60  #: characters of a text that may still be a day
#: What may follow a day: the time, its zone, the weekday. A time in a zone is of no local day.
_TAIL = re.compile(
    r"(?:[T ]\s*(?:上午|下午)?\s*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[分秒]?"
    r"\s*(?:[AP]M)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
    r"|(?<=\d{4}-\d\d-\d\d)(?:Z|[+-]\d{2}:\d{2})|\s*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)$",
    re.ASCII | re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))", re.ASCII)
_YEAR_FIRST_CHINESE = re.compile(
    r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号]?)?)?", re.ASCII
)
_MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2})(?:[-/](\d{1,2})|\s*月\s*(\d{1,2})\s*[日号]?)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}|\d{2}\s*年.*", re.ASCII)


def parse_day(value: object, today: date | None = None) -> date:
    """The local day that `value` names: a text, a date, a moment, or a spreadsheet's serial number.

    Texts: `2026-11-25`, `2026/11/25`, `2026.11.25`, `20261125`, `2026年11月25日`, each with a time
    or a weekday behind it; `2026年3月` is its first day. With `today` also `11-25`, `11/25` and
    `11月25日`, the nearest such day, and `today`, `昨天`.
    Raises Unclean for what is no day, for a time in a zone (`T23:30:00Z`: the local day may be
    another), for a two-digit year, for days and months that can be taken either way
    (`03/04/2026`), and for years before 1900 or after 2199.
    """
    if isinstance(value, str):
        if len(value) == 10 and value[4] == "-" and value[7] == "-":
            try:
                return _kept(date.fromisoformat(value), value)
            except ValueError as problem:
                if isinstance(problem, Unclean):
                    raise
        return _from_text(value, today)
    if isinstance(value, datetime):
        return _kept(value.date(), value)
    if isinstance(value, date):
        return _kept(value, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    raise _not_a_day(value)


def months_before(day: date, count: int) -> date:
    """`day` moved back by `count` months (forward when negative); a month end only shortens."""
    years, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def windows(as_of: date) -> dict[str, tuple[date, date]]:
    """The windows that metrics count in, by first and last day, both counted in.

    `12m` is `(as_of - 12 months, as_of]`, `24m` likewise, `90d` is `(as_of - 90 days, as_of]`, and
    `prev_` is the window of that length before it.
    """
    year_before = months_before(as_of, 12)
    two_years_before = months_before(year_before, 12)
    one = timedelta(days=1)
    return {
        "12m": (year_before + one, as_of),
        "prev_12m": (two_years_before + one, year_before),
        "24m": (two_years_before + one, as_of),
        "90d": (as_of - timedelta(days=89), as_of),
        "prev_90d": (as_of - timedelta(days=179), as_of - timedelta(days=90)),
    }


def enters_window(day: date, window: str) -> date:
    """The first as-of whose window of that name reaches up to `day`."""
    match window:
        case "prev_12m":
            return _first_with_year_before(day)
        case "prev_90d":
            return day + timedelta(days=90)
        case _:
            return day


def leaves_window(day: date, window: str) -> date:
    """The first as-of whose window of that name begins after `day`."""
    match window:
        case "12m":
            return _first_with_year_before(day)
        case "24m" | "prev_12m":
            return _first_with_year_before(_first_with_year_before(day))
        case "90d":
            return day + timedelta(days=90)
        case "prev_90d":
            return day + timedelta(days=180)
        case _:
            raise KeyError(window)


def _first_with_year_before(day: date) -> date:
    """The first as-of from which 12 months back is `day` or later: of 29 February, 1 March."""
    found = months_before(day, -12)
    return found if months_before(found, 12) >= day else found + timedelta(days=1)


def day_of(year: int, month: int, day: int, written: str) -> date:
    """That day; Unclean, naming what was `written`, when the calendar or the book has none such."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _out_of_range(written)
    if not 1 <= month <= 12:
        raise Unclean(_("{written}: months go from 1 to 12").format(written=written))
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        message = _("{written}: {month} {year} has {count} days")
        name = _(_MONTHS[month - 1])
        raise Unclean(message.format(written=written, month=name, year=year, count=last))
    return date(year, month, day)


def nearest(month: int, day: int, today: date, written: str) -> date:
    """The day of that month and number that is nearest to `today`; of two as near, the later."""
    years = range(max(FIRST_YEAR, today.year - 1), min(LAST_YEAR, today.year + 1) + 1)
    found = [
        date(year, month, day)
        for year in years
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    ]
    if not found:
        return day_of(today.year, month, day, written)
    return min(found, key=lambda each: (abs(each - today), today - each))


def month_and_day(text: str) -> tuple[int, int] | None:
    """The month and the day of a text without a year, such as `11-25` or `11月25日`; else None."""
    match = _NO_YEAR.fullmatch(text)
    return (int(match[1]), int(match[2] or match[3])) if match else None


def _from_text(text: str, today: date | None) -> date:
    if len(text) > _LONGEST:
        raise _not_a_day(text)
    plain = normal("NFKC", clean(text)).replace("\u2212", "-")
    tail = _TAIL.search(plain)
    day = _bare_day((plain[: tail.start()] if tail else plain).strip(), today, text)
    if tail and tail["zone"]:
        message = _("{written}: the time names its zone; write the local day, like 2026-11-25")
        raise Unclean(message.format(written=shown(plain)))
    return day


def _bare_day(bare: str, today: date | None, text: str) -> date:
    """The day of a text that has nothing behind it; `text` is the whole."""
    absolute = _with_year(bare)
    if absolute is not None:
        return absolute
    without_year = month_and_day(bare)
    if without_year is not None:
        if today is None:
            raise Unclean(_("{written}: write the year too").format(written=shown(bare)))
        return nearest(*without_year, today, bare)
    if today is not None and bare.lower() in _RELATIVE:
        return today + timedelta(days=_RELATIVE[bare.lower()])
    if _SHORT_YEAR.fullmatch(bare):
        message = _("{written}: write the year with four digits, like 2026-11-25")
        raise Unclean(message.format(written=shown(bare)))
    raise _not_a_day(text)


def _with_year(text: str) -> date | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match is not None:
        return day_of(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]), text)
    match = _YEAR_FIRST_CHINESE.fullmatch(text)
    if match is not None:
        return day_of(int(match[1]), int(match[2] or 1), int(match[3] or 1), text)
    match = _MONTH_ONLY.fullmatch(text)
    if match is not None:
        return day_of(int(match[1]), int(match[2]), 1, text)
    match = _YEAR_LAST.fullmatch(text)
    if match is not None:
        return _year_last(int(match[1]), int(match[3]), int(match[4]), text)
    return None


def _year_last(first: int, second: int, year: int, written: str) -> date:
    """A day written as in America or in Europe; taken only when just one of them can be meant."""
    if first <= 12 and second <= 12 and first != second:
        message = _("{written}: day or month first? Write {one} or {other}")
        one = f"{year}-{second:02d}-{first:02d}"
        other = f"{year}-{first:02d}-{second:02d}"
        raise Unclean(message.format(written=written, one=one, other=other))
    month, day = (second, first) if first > 12 else (first, second)
    return day_of(year, month, day, written)


def _from_number(number: int | float) -> date:
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return _SERIAL_ZERO + timedelta(days=int(number))
    if number == number and abs(number) < 10**8 and int(number) == number:
        match = _YEAR_FIRST.fullmatch(str(int(number)))
        if match is not None:
            return day_of(int(match[1]), int(match[5]), int(match[6]), match[0])
    raise _not_a_day(number)


def _kept(day: date, written: object) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _out_of_range(written)
    return day


def _out_of_range(written: object) -> Unclean:
    message = _("{written}: the year must be from {first} to {last}")
    return Unclean(message.format(written=written, first=FIRST_YEAR, last=LAST_YEAR))


def _not_a_day(value: object) -> Unclean:
    message = _("“{value}” is not a day; write it like 2026-11-25")
    return Unclean(message.format(value=shown(str(value))[:_LONGEST]))
