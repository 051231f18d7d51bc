"""The form in which phone numbers are stored, and how they are read out.

Apart from `phones`, which reads what people write and has patterns for all of it.
"""

import re

from custtui.values.language import _

FEWEST_DIGITS = 5
MOST_DIGITS = 20

#: Mobile numbers, landlines with their area codes, service numbers.
_GROUPS = (
    (r"(1[3-9]\d)(\d{4})(\d{4})", "{} {} {}"),
    (r"(010|02\d|0[3-9]\d\d)(\d{3,4})(\d{4})", "{}-{} {}"),
    (r"([48]00)(\d{3})(\d{4})", "{} {} {}"),
)


def show_phone(number: str) -> str:
    """A stored number in groups to read out: `138 0013 8000`, `010-6555 1234 ext. 801`."""
    bare, _x, extension = number.partition("x")
    grouped = _grouped(bare)
    if not extension:
        return grouped
    return _("{number} ext. {extension}").format(number=grouped, extension=extension)


def _grouped(number: str) -> str:
    for groups, form in _GROUPS:
        if match := re.fullmatch(groups, number, re.ASCII):
            return form.format(*match.groups())
    return number
