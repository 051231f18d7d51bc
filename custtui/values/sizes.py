"""How many people a company employs: one number, or a range as forms and old sheets give it."""

import re
from dataclasses import dataclass

from custtui.values.language import _
from custtui.values.normal_form import normal
from custtui.values.text import clean, shown
from custtui.values.unclean import Unclean

MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Employees:
    """From `low` to `high` people, both counted in; a `high` of None means no upper end."""

    low: int | None
    high: int | None


_NAMED = {
    "小型": Employees(0, 49), "小": Employees(0, 49), "small": Employees(0, 49),
    "中型": Employees(50, 500), "中": Employees(50, 500), "medium": Employees(50, 500),
    "大型": Employees(501, None), "大": Employees(501, None), "large": Employees(501, None),
}  # fmt: skip
_LONGEST = 40  #: characters of a text that may still be a size
_COUNT = r"(\d+(?:\.\d+)?)(万?)"
_PEOPLE = re.compile(r"企业|公司|员工|雇员|名|人|employees|people|staff|(?<=\d),(?=\d{3})|\s")
_ONE = re.compile(rf"(?:约|大约)?{_COUNT}(?:左右)?")
_RANGE = re.compile(rf"{_COUNT}(?:-|~|至|到|to){_COUNT}")
_DASHES = str.maketrans("–—−～〜", "--" + "-~~")
_AT_MOST = re.compile(rf"(?:<=|≤|不超过|至多){_COUNT}|{_COUNT}(?:及)?(?:以下|以内)")
_BELOW = re.compile(rf"(?:<|不足|少于|小于|不到){_COUNT}")
_AT_LEAST = re.compile(rf"(?:>=|≥|至少){_COUNT}|{_COUNT}(?:\+|(?:及)?以上)")
_ABOVE = re.compile(rf"(?:>|超过|多于|大于){_COUNT}")


def parse_employees(value: object) -> Employees:
    """The number or range in `value`, a text or a number.

    `100-200人`, `100~200`, `50人以下` (0 to 50), `200人以上` and `500+` (no upper end), `<50` (0 to
    49), `>=200`, `180人`, 180.0; `小型` is 0 to 49, `中型` 50 to 500, `大型` 501 and more.
    Raises Unclean for what is none of these, for a range that runs downward, over 10,000,000.
    """
    if isinstance(value, Employees):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value != value or value < 0 or value > MOST or int(value) != value:
            raise _not_a_size(value)
        return Employees(int(value), int(value))
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise _not_a_size(value)
    plain = normal("NFKC", clean(value)).translate(_DASHES).lower().strip()
    size = _named_or_read(_PEOPLE.sub("", plain), value)
    if max(size.low or 0, size.high or 0) > MOST:
        raise _not_a_size(value)
    return size


def show_employees(size: Employees) -> str:
    """`180`, `100-200`, or `200+`."""
    low = size.low or 0
    if size.high is None:
        return "" if size.low is None else f"{low}+"
    return str(low) if low == size.high else f"{low}-{size.high}"


def _named_or_read(text: str, written: str) -> Employees:
    if text in _NAMED:
        return _NAMED[text]
    if match := _RANGE.fullmatch(text):
        low, high = _counts(match, written)
        if low > high:
            message = _("“{value}”: the smaller number of people stands first")
            raise Unclean(message.format(value=shown(written)))
        return Employees(low, high)
    if match := _ONE.fullmatch(text):
        (count,) = _counts(match, written)
        return Employees(count, count)
    if match := _AT_MOST.fullmatch(text):
        return Employees(0, _counts(match, written)[0])
    if match := _BELOW.fullmatch(text):
        return Employees(0, max(0, _counts(match, written)[0] - 1))
    if match := _AT_LEAST.fullmatch(text):
        return Employees(_counts(match, written)[0], None)
    if match := _ABOVE.fullmatch(text):
        return Employees(_counts(match, written)[0] + 1, None)
    raise _not_a_size(written)


def _counts(match: re.Match[str], written: str) -> list[int]:
    """The numbers of people in a match: pairs of digits and a mark for ten thousand."""
    groups = match.groups()
    pairs = zip(groups[::2], groups[1::2], strict=True)
    return [_people(digits, unit, written) for digits, unit in pairs if digits is not None]


def _people(digits: str, unit: str, written: str) -> int:
    whole, _point, part = digits.partition(".")
    shift = 4 if unit else 0
    if len(part.rstrip("0")) > shift:
        raise _not_a_size(written)
    return int(whole + part.rstrip("0").ljust(shift, "0"))


def _not_a_size(value: object) -> Unclean:
    message = _("“{value}” is not a number of people; write 180, 100-200 or 200+")
    return Unclean(message.format(value=shown(str(value))[:_LONGEST]))
