"""The contact of an old sheet: name and title from one cell, numbers and addresses from another."""

import re
from dataclasses import dataclass, field

from custtui.values.normal_form import normal
from custtui.values.phones import clean_phones
from custtui.values.text import clean, one_line
from custtui.values.unclean import Unclean

#: Between name and title. In names of Latin letters a hyphen belongs to the name: Mary-Jane.
_NAME_SEPARATORS = re.compile(r"[-—–－/／()（）,，;；|、]+")
_LATIN_NAME_SEPARATORS = re.compile(r"\s[-—–]\s|[/／()（）,，;；|]+")
_HAN = re.compile("[\u3400-\u9fff]")

_LABELS = {
    "phones": "联系电话|公司电话|企业电话|办公电话|电话号码|手机号码|手机号|手机|电话|座机|固话"
    "|telephone|mobile|phone|tel",
    "email": "电子邮箱|电子邮件|邮箱|邮件|e-?mail",
    "address": "公司地址|企业地址|联系地址|通讯地址|办公地址|地址|address",
    "wechat": "微信号|微信|wechat",
    "fax": "传真|fax",
    "qq": "qq号?",
}
_LABEL = re.compile(
    "(?<![a-z])(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in _LABELS.items())
    + r")\s*(?::\s*|(?=[+(]?\d{3}))",
    re.IGNORECASE,
)
_EDGES = " \t\n,;、/|。."
_PIECES = re.compile(r"[,;、|\n]+|\s+")
_EMAIL = re.compile(r"[^\s@,;、，；]+@[^\s@,;、，；]+\.[A-Za-z]{2,}", re.ASCII)
_SHORTEST_PHONE = 7  #: digits from which a piece without a label may be a number
_ADDRESS = re.compile("[省市区县镇乡村路街道巷弄号楼室]|road|street", re.IGNORECASE)
#: What stands in a cell that has nothing to tell.
NOTHING = frozenset(("", "无", "-", "—", "/", "n/a"))


@dataclass(slots=True)
class Details:
    """What stands in a cell of contact details."""

    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    #: Pieces that are none of these, with the label they had.
    rest: list[str] = field(default_factory=list)


def name_and_title(text: str) -> tuple[str, str, Details]:
    """The name and the title in `张经理-采购总监` or `张三（采购经理）`; numbers apart."""
    plain = one_line(text)
    if plain.isalpha():  # nearly all: nothing to take apart
        return plain, "", Details()
    separators = _NAME_SEPARATORS if _HAN.search(plain) else _LATIN_NAME_SEPARATORS
    details = Details()
    if _is_phone(plain):
        details.phones.append(plain)
        return "", "", details
    names: list[str] = []
    for piece in _with_numbers_whole(plain, separators):
        if _is_phone(piece):
            details.phones.append(piece)
        elif _EMAIL.fullmatch(piece):
            details.emails.append(piece)
        else:
            names.append(piece)
    return (names[0] if names else ""), " ".join(names[1:]), details


def details_of(text: str) -> Details:
    """What a cell such as `电话:13800138000 地址:北京市海淀区` holds, with or without labels."""
    plain = normal("NFKC", clean(text))
    details = Details()
    labels = list(_LABEL.finditer(plain))
    _take_unlabelled(plain[: labels[0].start()] if labels else plain, details)
    for place, label in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(plain)
        value = plain[label.end() : end].strip(_EDGES)
        if value.lower() not in NOTHING:
            _take(str(label.lastgroup), value, plain[label.start() : end].strip(_EDGES), details)
    return details


def _take(key: str, value: str, written: str, details: Details) -> None:
    if key == "phones":
        head, tail = _phone_and_rest(value)
        if head:
            details.phones.append(head)
            _take_unlabelled(tail, details)
        else:
            details.rest.append(written)
    elif key == "email" and _EMAIL.search(value):
        _take_unlabelled(value, details)
    elif key == "address":
        details.addresses.append(one_line(value))
    elif key == "wechat":
        details.accounts.append(one_line(value))
    elif key == "qq":
        details.accounts.append(f"QQ {one_line(value)}")
    else:
        details.rest.append(written)


def _phone_and_rest(value: str) -> tuple[str, str]:
    """The numbers at the head of a value, as far as they are numbers, and what stands behind."""
    if _is_phone(value):
        return value, ""
    ends = [match.start() for match in _PIECES.finditer(value)]
    for end in reversed(ends):
        if _is_phone(value[:end]):
            return value[:end], value[end:]
    return "", value


def _take_unlabelled(text: str, details: Details) -> None:
    """Take e-mail addresses and numbers for what they look like; of the rest, what has a street."""
    others = []
    if _is_long_number(text.strip(_EDGES)):
        details.phones.append(text.strip(_EDGES))
        return
    for piece in filter(None, (each.strip(_EDGES) for each in _PIECES.split(text))):
        if _EMAIL.fullmatch(piece):
            details.emails.append(piece)
        elif _is_long_number(piece):
            details.phones.append(piece)
        elif piece.lower() not in NOTHING:
            others.append(piece)
    rest = " ".join(others)
    if rest and _ADDRESS.search(rest):
        details.addresses.append(rest)
    elif rest:
        details.rest.append(rest)


def _is_phone(text: str) -> bool:
    if not any(map(str.isdigit, text)):
        return False
    try:
        return bool(clean_phones(text))
    except Unclean:
        return False


def _is_long_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= _SHORTEST_PHONE and _is_phone(text)


def _with_numbers_whole(text: str, separators: re.Pattern[str]) -> list[str]:
    """The pieces between separators; a number keeps the hyphens in it."""
    numbers = [match[0] for match in re.finditer(r"\d[\d-]{5,}\d", text, re.ASCII)]
    names = re.sub(r"\d[\d-]{5,}\d", "/", text, flags=re.ASCII)
    pieces = [piece.strip() for piece in separators.split(names)]
    return [piece for piece in (*pieces, *numbers) if piece]
