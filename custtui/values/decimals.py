"""Decimal numbers as people and spreadsheets write them, read exactly into whole small units.

Amounts and quantities are the same thing here: a number with so many places, kept as an integer
count of its last place. No float is ever added or multiplied.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from custtui.values.language import _
from custtui.values.normal_form import normal
from custtui.values.text import clean, shown
from custtui.values.unclean import Unclean

#: The largest count of small units that is kept, either way of nought.
CAP = 10**15

#: A float this near a number of the allowed places is that number: sums in spreadsheets end so.
#: A text of so many digits was a float when some program wrote it.
_FLOAT_NOISE = Decimal("1e-6")
_FLOAT_DIGITS = 15

_SCALES = {
    "": 0, "千": 3, "万": 4, "萬": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "億": 8,
    "十亿": 9, "百亿": 10, "千亿": 11,
}  # fmt: skip
_GROUPED = r"\d{1,3}(?:(?P<between>[, '])\d{3})(?:(?P=between)\d{3})*|\d+"
_NUMBER = re.compile(
    rf"(?P<whole>{_GROUPED})?(?:\.(?P<part>\d*))?\s*(?P<scale>[十百千]?[万亿]|[千萬億])?", re.ASCII
)
_LONGEST = 60  #: characters of a text that may still be a number
_MINUS_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2019": "'"})


@dataclass(frozen=True, slots=True)
class Places:
    """How a kind of number is read: its decimal places, and what may stand round the digits.

    `strip` takes from a text what is not number: a currency sign, a counting word.
    """

    count: int
    strip: Callable[[str], str]


def read(value: object, places: Places) -> int:
    """The count of last places in `value`, a text or a number.

    Raises Unclean when it is no finite number, has more places, or is over `CAP`.
    """
    if isinstance(value, bool):
        raise not_a_number(value)
    if isinstance(value, str):
        return _from_text(value, places)
    if isinstance(value, int):
        return _capped(value * 10**places.count, Decimal(value))
    if isinstance(value, float):
        return _from_decimal(Decimal(repr(value)), places, value, noise=_FLOAT_NOISE)
    if isinstance(value, Decimal):
        return _from_decimal(value, places, value, noise=Decimal(0))
    raise not_a_number(value)


def not_a_number(value: object) -> Unclean:
    """The refusal of what is no number at all."""
    message = _("“{value}” is not a number; write it like 1234.50")
    return Unclean(message.format(value=shown(str(value))[:80]))


def _from_text(text: str, places: Places) -> int:
    if len(text) > 4 * _LONGEST:
        raise not_a_number(text)
    plain = normal("NFKC", clean(text)).translate(_MINUS_SIGNS).strip()
    if len(plain) > _LONGEST:
        raise not_a_number(text)
    negative, unsigned = _without_sign(plain, places.strip)
    match = _NUMBER.fullmatch(unsigned)
    if match is None or not (match["whole"] or match["part"]):
        raise not_a_number(text)
    whole = re.sub(r"\D", "", match["whole"] or "0")
    number = Decimal(f"{whole}.{match['part'] or '0'}").scaleb(_SCALES[match["scale"] or ""])
    float_like = len(whole) + len(match["part"] or "") >= _FLOAT_DIGITS
    noise = _FLOAT_NOISE if float_like else Decimal(0)
    return _from_decimal(-number if negative else number, places, text, noise)


def _without_sign(text: str, strip: Callable[[str], str]) -> tuple[bool, str]:
    """Whether `text` is negative, `-5` or as bookkeepers write it `(5)`, and the rest of it."""
    if text.startswith("(") and text.endswith(")"):
        return True, strip(text[1:-1])
    stripped = strip(text)
    if stripped.startswith(("-", "+")):
        return stripped[0] == "-", strip(stripped[1:])
    return False, stripped


def _from_decimal(number: Decimal, places: Places, value: object, noise: Decimal) -> int:
    if not number.is_finite():
        raise not_a_number(value)
    if number.adjusted() > 30:
        raise _too_large(value)
    try:
        count = number.scaleb(places.count).to_integral_value()
    except InvalidOperation:
        raise not_a_number(value) from None
    if abs(count.scaleb(-places.count) - number) > noise:
        message = _("“{value}” has more than {places} decimal places; round it")
        raise Unclean(message.format(value=shown(str(value))[:80], places=places.count))
    return _capped(int(count), value)


def _capped(count: int, value: object) -> int:
    if abs(count) > CAP:
        raise _too_large(value)
    return count


def _too_large(value: object) -> Unclean:
    message = _("“{value}” is too large to be kept")
    return Unclean(message.format(value=shown(str(value))[:80]))
