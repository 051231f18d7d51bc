"""Cleaning: what a person typed or a file holds, made into the value that is stored."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from custtui.values import days, money, phones, sizes
from custtui.values.choosing import choice_key, yes_or_no
from custtui.values.impossible import LAST_YEAR
from custtui.values.industries import clean_industry
from custtui.values.language import _
from custtui.values.normal_form import normal
from custtui.values.regions import clean_region
from custtui.values.registry import Field, Form
from custtui.values.text import LIMITS, one_line, shown, within
from custtui.values.text import clean as clean_text
from custtui.values.unclean import Unclean

#: What people write into a cell that has no value; in the text forms it may be meant.
_EMPTY_WORDS = frozenset(("-", "－", "–", "—", "--", "——", "n/a", "无"))
_LONGEST_EMPTY_WORD = 3
#: Characters that are looked at: there is no field that keeps a fifth of them.
_LONGEST = 5 * LIMITS.long_text
_TEXT_FORMS = frozenset((Form.TEXT, Form.LONG_TEXT))

#: From here a double no longer holds every whole number: a spreadsheet has rounded it.
_ROUNDED_FROM = 10**15
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d{2,3}", re.ASCII)
_WHOLE_NUMBER = re.compile(r"([+-]?\d{1,6})(?:\.0*)?", re.ASCII)
_TAG_SEPARATORS = re.compile("[\n,，;；、]")
_EMAIL_SEPARATORS = re.compile(r"[;；,，、\s]+")
_OLDEST = 130
FIRST_BIRTH_YEAR = 1850


def clean(field: Field, value: object, today: date | None = None) -> object:
    """The value that `field` stores for what was typed or read; None when it is empty.

    By form: TEXT, LONG_TEXT, EMAIL, INDUSTRY, REGION text; DAY a date; MONEY minor units; QUANTITY
    thousandths; SCORE, WEIGHT, BIRTH_YEAR whole numbers; CHOICE the key; YES_NO a bool; PHONES and
    TAGS text, one a line; EMPLOYEES an `Employees`.
    `today` makes sense of days without a year, and of ages.
    Raises Unclean when the value cannot be kept, and when a required field is empty.
    """
    cleaned: object = None
    if isinstance(value, str) and len(value) > _LONGEST:
        within(value, LIMITS.long_text if field.form is Form.LONG_TEXT else LIMITS.one_line)
    if value is None or value != value:
        pass
    elif field.form in _TEXT_FORMS:
        cleaned = _CLEANERS[field.form](field, value, today) or None
    elif not isinstance(value, str) or not _says_nothing(field, value):
        cleaned = _CLEANERS[field.form](field, value, today)
        if isinstance(cleaned, str) and _says_nothing(field, cleaned):  # a tag may clean to "-"
            cleaned = None
    if cleaned is None and field.required:
        raise Unclean(_("This field is required"))
    return cleaned


def _says_nothing(field: Field, text: str) -> bool:
    """Whether a cell of another form than text has nothing in it, or a word for nothing."""
    if text[:1].isdigit():  # nearly all amounts
        return False
    form = field.form
    bare = text.strip()
    if form is Form.CHOICE and any(bare in (c.key, c.english, c.chinese) for c in field.choices):
        return False  # 有 and 无 are two choices like any others
    if len(bare) > _LONGEST_EMPTY_WORD or (form is Form.YES_NO and bare == "无"):
        return False
    return not bare or bare.lower() in _EMPTY_WORDS


def _written(value: object) -> str:
    """The text of a cell that a spreadsheet may have stored as a number, a day or a truth."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        if abs(value) >= _ROUNDED_FROM:
            raise _rounded(f"{value:.0f}")
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    message = _("“{value}” is not text")
    raise Unclean(message.format(value=shown(str(value))[:80]))


def _rounded(written: str) -> Unclean:
    message = _(
        "“{value}” was stored as a number, and the spreadsheet has already rounded it: "
        "format the column as text and type it again"
    )
    return Unclean(message.format(value=written))


def _text(field: Field, value: object, today: date | None) -> str:
    text = one_line(value if isinstance(value, str) else _written(value))
    if "E+" in text and _SCIENTIFIC.fullmatch(text):
        raise _rounded(text)
    return within(text, LIMITS.one_line)


def _long_text(field: Field, value: object, today: date | None) -> str:
    return within(clean_text(_written(value)), LIMITS.long_text)


def _day(field: Field, value: object, today: date | None) -> date:
    return days.parse_day(value, today)


def _money(field: Field, value: object, today: date | None) -> int:
    return money.parse(value)


def _quantity(field: Field, value: object, today: date | None) -> int:
    return money.parse_quantity(value)


def _score(field: Field, value: object, today: date | None) -> int:
    return _whole_between(value, 1, 5, "分")


def _weight(field: Field, value: object, today: date | None) -> int:
    return _whole_between(value, 1, 3, "")


def _whole_between(value: object, low: int, high: int, unit: str) -> int:
    number = _whole(value, unit)
    if number is None or not low <= number <= high:
        message = _("“{value}” is not a whole number from {low} to {high}")
        raise Unclean(message.format(value=shown(str(value))[:80], low=low, high=high))
    return number


def _whole(value: object, units: str) -> int | None:
    """The whole number in a value, one of the characters `units` behind it dropped; else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if abs(value) < _ROUNDED_FROM and int(value) == value else None
    plain = normal("NFKC", str(value)).strip()
    if plain and plain[-1] in units:
        plain = plain[:-1].rstrip()
    match = _WHOLE_NUMBER.fullmatch(plain)
    return int(match[1]) if match else None


def _choice(field: Field, value: object, today: date | None) -> str:
    # A choice may be a number, and a spreadsheet then holds it as one.
    return choice_key(field.choices, _written(value))


def _yes_no(field: Field, value: object, today: date | None) -> bool:
    return yes_or_no(value)


def _phones(field: Field, value: object, today: date | None) -> str:
    return phones.clean_phones(_written(value))


def _email(field: Field, value: object, today: date | None) -> str:
    text = normal("NFKC", one_line(_written(value)))
    addresses = [_lower_domain(each) for each in _EMAIL_SEPARATORS.split(text) if each]
    if not addresses:
        return ""
    local, _at, domain = addresses[0].partition("@")
    labels = domain.split(".")
    if not local or "@" in domain or len(labels) < 2 or not all(labels):
        message = _("“{value}” is not an e-mail address; write it like name@company.com")
        raise Unclean(message.format(value=addresses[0][:80]))
    return within("; ".join(addresses), LIMITS.one_line)


def _lower_domain(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.lower()}" if at else address


def _tags(field: Field, value: object, today: date | None) -> str:
    pieces = _TAG_SEPARATORS.split(clean_text(_written(value)))
    found: dict[str, None] = {}
    for piece in pieces:
        group, colon, rest = one_line(piece.replace("：", ":")).partition(":")
        tag = f"{group.rstrip()}{colon}{rest.lstrip()}"
        if tag.strip(":"):
            found[tag] = None
    return within("\n".join(found), LIMITS.long_text)


def _employees(field: Field, value: object, today: date | None) -> sizes.Employees:
    return sizes.parse_employees(value)


def _birth_year(field: Field, value: object, today: date | None) -> int:
    number = _whole(value, "年岁")
    if number is not None and today is not None and 1 <= number <= _OLDEST:
        return today.year - number
    last = LAST_YEAR if today is None else today.year
    if number is None or not FIRST_BIRTH_YEAR <= number <= last:
        message = _("“{value}” is neither a year of birth, like 1980, nor an age")
        raise Unclean(message.format(value=shown(str(value))[:80]))
    return number


def _region(field: Field, value: object, today: date | None) -> str:
    return within(clean_region(_written(value)), LIMITS.one_line)


def _industry(field: Field, value: object, today: date | None) -> str:
    return within(clean_industry(_written(value)), LIMITS.one_line)


_CLEANERS: dict[Form, Callable[[Field, object, date | None], object]] = {
    Form.TEXT: _text,
    Form.LONG_TEXT: _long_text,
    Form.DAY: _day,
    Form.MONEY: _money,
    Form.QUANTITY: _quantity,
    Form.SCORE: _score,
    Form.WEIGHT: _weight,
    Form.CHOICE: _choice,
    Form.YES_NO: _yes_no,
    Form.PHONES: _phones,
    Form.EMAIL: _email,
    Form.TAGS: _tags,
    Form.EMPLOYEES: _employees,
    Form.BIRTH_YEAR: _birth_year,
    Form.REGION: _region,
    Form.INDUSTRY: _industry,
}
