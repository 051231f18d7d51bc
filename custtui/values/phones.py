"""Telephone numbers: cleaned to one form for storing and searching, read as people write them.

The stored form is digits: `13800138000`, `01065551234`, `+442079460958` for another country than
the book's; an extension stands behind an x: `01065551234x801`. Several numbers: one a line.
"""

import re
from collections.abc import Iterator

from custtui.values.language import _
from custtui.values.normal_form import normal
from custtui.values.phone_form import FEWEST_DIGITS, MOST_DIGITS
from custtui.values.text import clean, shown, within
from custtui.values.unclean import Unclean

MOST_NUMBERS = 20
_LONGEST = 2_000  #: characters of a text of numbers
_SHORTEST_ALONE = 7  #: digits from which a group between spaces may be a number of its own

_STORED_MOBILE = re.compile(r"1[3-9][0-9]{9}").fullmatch
#: The commonest spellings: whether their plan has such a number or not, its digits are kept. Asking
#: takes a hundred times as long. Of 0400, 0800 and 0950 the plan knows that the 0 is none of them.
_PLAIN = re.compile(
    r"1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}"
    r"|(?:010|02[0-9]|0(?!400|800|950)[3-9][0-9]{2})-?[0-9]{7,8}"
).fullmatch
_STORED_AS_FLOAT = re.compile(r"(\d{5,20})\.0+", re.ASCII)
_SEPARATORS = re.compile(r"[、,;/|\n\r\t]+")
_LABEL = re.compile(
    r"(?:联系|办公|公司|企业|移动|固定|家庭){0,2}(?:电话|手机|座机|固话|传真)(?:号码|号)?\s*:?|"
    r"号码\s*:|"
    r"(?:telephone|mobile|phone|cell|tel|mob|fax)\b\s*[.:]*|[tmpf]\s*:",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"\s*\(?(?:转分机|转|分机号?|extension|ext|[x#])\s*[.:]?\s*(\d{1,6})(?!\d)\)?",
    re.IGNORECASE | re.ASCII,
)
_DASHED_EXTENSION = re.compile(r"(\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4})-(\d{1,6})(?!\d)", re.ASCII)
_ALLOWED = re.compile(r"\+?[\d\s().\-_·]+", re.ASCII)
_DIGITS = re.compile("[0-9]{1,6}")
_NOT_DIGITS = re.compile(r"\D+", re.ASCII)
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-------")


def clean_phones(text: str, region: str = "CN") -> str:
    """The numbers in `text`, one a line in the stored form, none twice; empty when there is none.

    Numbers stand apart by 、 , ; / or a line end, or by spaces where both sides are complete.
    A number that no carrier's plan has is kept as typed when it has 5 to 20 digits (short codes,
    service numbers). Raises Unclean, naming the piece, for what is no number.
    `region` is the country (ISO 3166) whose numbers are stored without a country code.
    """
    if region == "CN" and _PLAIN(text):
        return digits(text)
    plain = normal("NFKC", clean(within(text, _LONGEST))).translate(_DASHES)
    found: dict[str, None] = {}
    for piece in _SEPARATORS.split(plain):
        for number in _numbers(piece.strip(), region):
            found[_stored(number, region)] = None
            if len(found) > MOST_NUMBERS:
                raise Unclean(
                    _("At most {count} phone numbers are kept").format(count=MOST_NUMBERS)
                )
    return "\n".join(found)


def digits(number: str) -> str:
    """Only the digits of a number, for searching."""
    return _NOT_DIGITS.sub("", number)


def _numbers(piece: str, region: str) -> Iterator[str]:
    """The single numbers of a piece: groups between spaces join until they make a number."""
    as_float = _STORED_AS_FLOAT.fullmatch(piece)
    if as_float is not None:
        yield as_float[1]
        return
    without_labels = _LABEL.sub(" ", piece)
    joined = _EXTENSION.sub(r"x\1 ", _DASHED_EXTENSION.sub(r"\1x\2 ", without_labels))
    groups = joined.split()
    start = 0
    while start < len(groups):
        end = _end_of_number(groups, start, region)
        yield " ".join(groups[start:end])
        start = end


def _end_of_number(groups: list[str], start: int, region: str) -> int:
    """Where the number ends that begins at `start`.

    The longest run of groups that is a valid number; where none is, a group long enough to be a
    number stands alone, and short groups belong together.
    """
    stop = start + 1
    while stop < len(groups) and not groups[stop].startswith("+") and "x" not in groups[stop - 1]:
        stop += 1
    if stop == start + 1:
        return stop
    for end in range(stop, start, -1):
        if _valid(" ".join(groups[start:end]), region):
            return end
    lengths = (len(digits(group.partition("x")[0])) for group in groups[start:stop])
    if all(length >= _SHORTEST_ALONE for length in lengths):
        return start + 1
    return stop


def _stored(number: str, region: str) -> str:
    bare, parted, extension = number.partition("x")
    if parted and not _DIGITS.fullmatch(extension):
        raise _no_number(number)
    stored = _without_extension(bare.strip(), region)
    return f"{stored}{parted}{extension}"


def _without_extension(number: str, region: str) -> str:
    typed = digits(number)
    if not _ALLOWED.fullmatch(number) or not FEWEST_DIGITS <= len(typed) <= MOST_DIGITS:
        raise _no_number(number)
    is_mobile = region == "CN" and bool(_STORED_MOBILE(typed))
    if is_mobile and not number.startswith("+"):
        return typed
    known = _known(number, region)
    if known is not None:
        return known
    if is_mobile:  # a + too many: no country has that number
        return typed
    return f"+{typed}" if number.startswith("+") else typed


def _no_number(piece: str) -> Unclean:
    message = _(
        "“{piece}” is not a phone number; write its 5 to 20 digits, an extension behind an x"
    )
    return Unclean(message.format(piece=shown(piece)[:60]))


def _known(number: str, region: str) -> str | None:
    """The stored form of a number that the plan of its country has; else None."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    if parsed.country_code == phonenumbers.country_code_for_region(region):
        return digits(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _valid(number: str, region: str) -> bool:
    bare = number.partition("x")[0]
    typed = digits(bare)
    if not _ALLOWED.fullmatch(bare) or len(typed) > MOST_DIGITS:
        return False
    if region == "CN" and _STORED_MOBILE(typed):
        return True
    return _known(bare, region) is not None
