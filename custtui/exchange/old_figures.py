"""Figures as old sheets write them: about so much, so many times, two sizes in one cell."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from custtui.exchange.tables import Line, cell_text
from custtui.values.days import parse_day
from custtui.values.language import _
from custtui.values.normal_form import normal
from custtui.values.text import one_line, shown
from custtui.values.unclean import Unclean

_ABOUT = re.compile(r"^(?:大约|约为|约|近|~|≈)\s*|\s*(?:左右|上下)$")
_PERIODS = {"年": 1, "半年": 2, "季度": 4, "季": 4, "月": 12, "周": 52}
_PERIOD = "|".join(_PERIODS)
_TIMES = re.compile(
    rf"(?:(?:每个?)?(?P<before>{_PERIOD}))?(?P<count>\d{{1,6}})(?:\.0+)?(?:次|笔|单|个订单|times)?"
    rf"(?:[/每]个?(?P<after>{_PERIOD}))?",
    re.ASCII,
)
_REVENUE = re.compile(
    r"(?:年?营业?收入?|年营收|年?营业额|年?产值|年收入|年?销售额)\s*[:为]?\s*"
    r"(?P<amount>约?\s*[\d.,]+\s*(?:十|百|千)?[万亿]?元?(?:左右)?)"
)
_MONEY_ONLY = re.compile(r"约?\s*[\d.,]+\s*(?:十|百|千)?[万亿]?元(?:左右)?")
_PEOPLE_LABEL = re.compile(r"^(?:员工)?(?:人数|规模)\s*:?\s*")
_EDGES = " \t\n/,;、()|+"
_FULL_DAY = re.compile(r"\d{4}\s*(?:年|[-/.])\s*\d{1,2}\s*(?:月|[-/.])\s*\d{1,2}", re.ASCII)


def without_about(cell: object) -> object:
    """An amount without the words that say it is not exact: `约50万` is `50万`."""
    return _ABOUT.sub("", one_line(cell)) if isinstance(cell, str) else cell


def orders_in_a_year(cell: object) -> int | None:
    """How many orders in 12 months `8次`, `8`, `每月2次` or `2次/季度` are; None for an empty cell.

    Raises Unclean for what is no such number.
    """
    text = one_line(cell_text(cell))
    plain = "".join(normal("NFKC", str(without_about(text))).split())
    if plain in ("", "-", "无"):
        return None
    match = _TIMES.fullmatch(plain)
    if match is None or (match["before"] and match["after"]):
        message = _("“{value}” is not a number of orders; write it like 8")
        raise Unclean(message.format(value=shown(text)[:80]))
    return int(match["count"]) * _PERIODS.get(match["before"] or match["after"] or "年", 1)


def people_and_revenue(cell: object) -> tuple[object, str]:
    """The size by people and the yearly revenue in one cell: `100-200人 / 年营收5000万`.

    A cell that speaks only of people comes back as it is, with an empty revenue.
    """
    return _people_and_revenue(cell) if isinstance(cell, str) else (cell, "")


@lru_cache(maxsize=1_000)  # the sizes of a file are few
def _people_and_revenue(cell: str) -> tuple[str, str]:
    text = normal("NFKC", one_line(cell))
    match = _REVENUE.search(text)
    if match is not None:
        rest = f"{text[: match.start()].strip(_EDGES)} {text[match.end() :].strip(_EDGES)}"
        return _PEOPLE_LABEL.sub("", rest.strip()), match["amount"]
    if _MONEY_ONLY.fullmatch(text):
        return "", text
    return _PEOPLE_LABEL.sub("", text) if _PEOPLE_LABEL.match(text) else cell, ""


def sheet_day(above: Sequence[Line], today: date) -> date:
    """The day that an old sheet stands for: one in the rows over its headers, else `today`."""
    for line in above:
        for cell in line.cells:
            day = _day_in(cell)
            if day is not None and day <= today:
                return day
    return today


def _day_in(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = _FULL_DAY.search(normal("NFKC", cell)) if isinstance(cell, str) else None
    if match is None:
        return None
    try:
        return parse_day("".join(match[0].split()))
    except Unclean:
        return None
