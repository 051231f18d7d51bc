"""The numbers of rules as people type and read them: percentages, money, days, counts, ratios."""

from decimal import Decimal

from custtui.segments.drafting.adjusting import wrong_with
from custtui.segments.drafting.thresholds import Adjustable, Unit
from custtui.segments.sentences import number_text
from custtui.values import decimals, money
from custtui.values.language import _, mark
from custtui.values.unclean import Unclean

_MOST_PLACES = 4
_WORDS = {
    Unit.PERCENT: "%",
    Unit.DAYS: mark("days"),
    Unit.DAYS_AGO: mark("days ago"),
    Unit.DAYS_AHEAD: mark("days ahead"),
    Unit.MONTHS_AGO: mark("months ago"),
    Unit.MONTHS_AHEAD: mark("months ahead"),
}


def unit_text(unit: Unit, currency_symbol: str) -> str:
    """What stands behind a number: `%`, `days`, the currency; nothing behind counts and ratios."""
    if unit is Unit.MONEY:
        return currency_symbol
    word = _WORDS.get(unit, "")
    return _(word) if word and unit is not Unit.PERCENT else word


def text_of(number: Adjustable) -> str:
    """The text of a number as it can be typed again."""
    if number.unit is Unit.MONEY:
        return number_text(number.value)
    return number_text(number.value).replace(",", "")


def read_number(unit: Unit, text: str) -> Decimal:
    """What was typed, in that unit: `15`, `15%`, `1,000,000`, `100万`, `1.5`.

    Raises Unclean, saying what is wrong, for what is no number or can't be one of that unit.
    """
    if not text.strip():
        raise Unclean(_("A number is needed here."))
    if unit is Unit.MONEY:
        return Decimal(money.parse(text)).scaleb(-2)
    count = decimals.read(text, decimals.Places(_MOST_PLACES, _without_percent))
    number = Decimal(count).scaleb(-_MOST_PLACES)
    wrong = wrong_with(unit, number)
    if wrong is not None:
        raise Unclean(wrong)
    return number


def _without_percent(text: str) -> str:
    return text.removesuffix("%").strip()
