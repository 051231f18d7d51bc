"""Masking: what may be kept but is not shown whole until somebody asks for it.

Phones, e-mail addresses, accounts and id numbers are masked by what their fields are; in texts that
people write freely, whatever looks like one of them.
"""

import re
from collections.abc import Mapping
from typing import TypeVar, cast

from custtui.values.impossible import NoDay, NoNumber
from custtui.values.registry import Field, Form

T = TypeVar("T")

_HIDDEN_FIELDS = frozenset(("sensitive_id",))
_ACCOUNTS = frozenset(("accounts",))
#: Texts whose digits are nobody's: what customers, orders and products are called by.
_NAMES_OF_THINGS = frozenset(("code", "number", "order_number", "product", "spec"))
_WRITTEN = frozenset((Form.TEXT, Form.LONG_TEXT, Form.TAGS))
_HEAD, _TAIL = 3, 2
_STARS = "***"
_FROM_ID = 15  #: digits from which a number is an id number

#: It begins where no sign of its own stands before, so that long texts are gone through once.
_EMAIL = r"(?<![a-z0-9._%+-])[a-z0-9._%+-]+@[\w-]+(?:\.[\w-]+)+"
#: What accounts are introduced by; of Latin ones only before a space or a colon.
_LABEL = (
    r"微信号?|企业微信|钉钉|微博|抖音|(?:wechat|weixin|vx|whatsapp|telegram|skype)(?=[\s:：])|qq"
)
#: What groups the digits of one number: spaces and hyphens of all kinds.
_GAP = "[ \u00a0\u3000\\-\u2010-\u2015\u2212\uff0d]"
#: Points do so too, but amounts have them as well: only groups like those of phones.
_WITH_POINTS = r"(?<![\d.])\d{2,4}(?:\.\d{3,4}){2,3}(?!\.?\d)"
#: Dates first, so that they stay; then whatever has as many digits as a phone or an id number.
_FOUND = re.compile(
    rf"(?P<email>{_EMAIL})"
    rf"|(?P<label>(?<![A-Za-z])(?:{_LABEL})\s{{0,3}}[:：]?\s{{0,3}})(?P<account>[a-z0-9][\w.-]{{3,}})"
    r"|(?P<day>(?<!\d)(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))"
    r"(?!\d))"
    r"|(?P<company>(?<![0-9A-Za-z])[0-9A-Z]{2}\d{6}[0-9A-Z]{10}(?![0-9A-Za-z]))"
    rf"|(?P<number>\d(?:{_GAP}{{0,2}}\d){{6,}}[Xx]?|{_WITH_POINTS})",
    re.IGNORECASE,
)
_ONE_ACCOUNT = re.compile(rf"(?P<label>[^:：]*[:：]\s*|(?:{_LABEL})\s*)?(?P<account>.*)", re.I)
_BETWEEN_ACCOUNTS = re.compile(r"(\s*[;；,，\n]\s*)")
_NOT_DIGITS = re.compile(r"\D+")


def is_sensitive(field: Field) -> bool:
    """Whether the field is shown only masked, and left out of exports unless asked for."""
    return field.key in _HIDDEN_FIELDS


def masked_value(field: Field, value: object) -> object:
    """A stored value in the same form, with what is private in it masked."""
    if isinstance(value, NoDay):
        return NoDay(mask_text(value.text))
    if isinstance(value, NoNumber):
        return NoNumber(mask_text(value))
    if not isinstance(value, str) or not value:
        return value
    if is_sensitive(field):
        return mask(value)
    if field.form is Form.PHONES:
        return "\n".join(map(mask_phone, value.split("\n")))
    if field.form is Form.EMAIL:
        return "; ".join(map(mask_email, value.split("; ")))
    if field.key in _ACCOUNTS:
        return mask_accounts(value)
    if field.form in _WRITTEN and field.key not in _NAMES_OF_THINGS:
        return mask_text(value)
    return value


def mask(text: str) -> str:
    """An id number with its middle hidden, `110*************34`; a short one is hidden whole."""
    if len(text) <= 2 * (_HEAD + _TAIL):
        return "*" * len(text)
    return text[:_HEAD] + "*" * (len(text) - _HEAD - _TAIL) + text[-_TAIL:]


def mask_phone(number: str) -> str:
    """A number with its middle hidden, `138****8000`; an extension is left out.

    The last four digits stay: they are what people ask for on the phone.
    """
    bare = _NOT_DIGITS.sub("", number.partition("x")[0])
    head, tail = min(3, len(bare) // 3), min(4, (len(bare) + 1) // 3)
    return bare[:head] + "*" * (len(bare) - head - tail) + bare[len(bare) - tail :]


def mask_email(address: str) -> str:
    """An address with its first letter and its domain, `z***@example.com`."""
    local, _at, domain = address.rpartition("@")
    return f"{_beginning(local)}@{domain}"


def mask_accounts(text: str) -> str:
    """Accounts with their first letters, `微信: z***; QQ: 1***`; what they are for stays."""
    pieces = _BETWEEN_ACCOUNTS.split(text)
    return "".join(
        piece if place % 2 else _masked_account(piece) for place, piece in enumerate(pieces)
    )


def mask_text(text: str) -> str:
    """A text with every e-mail address, labelled account and id number in it masked, and every
    number of seven digits or more, dates aside, whose digits stand together or in groups with
    spaces, hyphens or points between them, as phones are written.
    """
    return _FOUND.sub(_masked_piece, text)


def mask_texts(values: Mapping[str, T]) -> dict[str, T]:
    """The values by their keys, with every text and every list of texts among them masked."""
    return {key: cast(T, _masked_texts(value)) for key, value in values.items()}


def _masked_texts(value: object) -> object:
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, list | tuple):
        return type(value)(map(_masked_texts, value))
    return value


def _masked_account(piece: str) -> str:
    found = _ONE_ACCOUNT.fullmatch(piece)
    if found is None or not found["account"]:
        return mask_email(piece) if "@" in piece else _beginning(piece) if piece else ""
    label, account = found["label"] or "", found["account"]
    return label + (mask_email(account) if "@" in account else _beginning(account))


def _masked_piece(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "email":
            return mask_email(found[0])
        case "account":
            return found["label"] + _beginning(found["account"])
        case "company":
            return mask(found[0])
        case "number":
            digits = _NOT_DIGITS.sub("", found[0])
            return mask(digits) if len(digits) >= _FROM_ID else mask_phone(digits)
        case _:
            return found[0]


def _beginning(text: str) -> str:
    """The first sign, where that is not most of it."""
    return text[:1] + _STARS if len(text) > 2 else _STARS
