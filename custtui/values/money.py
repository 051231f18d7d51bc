"""Amounts of money in integer minor units (分, cents), quantities in integer thousandths."""

import re

from custtui.values import decimals

#: The commonest spellings, read without `decimals`, which takes many times as long.
_PLAIN_MONEY = re.compile(
    r"(-?)¥?([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2}))?"
).fullmatch
_PLAIN_QUANTITY = re.compile(r"(-?)([0-9]{1,11})(?:\.([0-9]{1,3}))?").fullmatch

#: What may stand before or after an amount. Other currencies are refused, not converted.
_CURRENCY = re.compile(
    r"^(?:CNY|RMB|人民币|¥)?\s*(?P<number>.*?)\s*(?:元整|元|圆整|圆|CNY|RMB|人民币|¥)?$",
    re.IGNORECASE | re.DOTALL,
)
#: Words that count things. A measure (kg, 米, 吨) is refused: dropped, it would change the number.
_COUNTING_WORD = re.compile(
    r"\s*(?:[台件个次套只支把张条块片盒箱包袋瓶桶根卷双对组批份本辆架座间人位单笔项]"
    r"|pcs?|sets?|units?|ea|times)\.?$",
    re.IGNORECASE,
)


def _without_currency(text: str) -> str:
    match = _CURRENCY.match(text)
    return match["number"] if match else text


def _without_counting_word(text: str) -> str:
    return _COUNTING_WORD.sub("", text.strip())


_MONEY = decimals.Places(2, _without_currency)
_QUANTITY = decimals.Places(3, _without_counting_word)


def parse(value: object) -> int:
    """An amount in minor units, from a number or from text.

    Taken: `1234.5`, `1,234.50`, `¥1,234`, `1,234元`, `CNY 5`, `1.2万元`, `3亿`, full-width digits,
    `-100` and `(100.00)`; a float that is within 1e-6 of two places, as spreadsheets store sums.
    Raises Unclean for what is no number, has more than two places, or is over 10**15 minor units.
    """
    if isinstance(value, str):
        match = _PLAIN_MONEY(value)
        if match is not None:
            sign, whole, part = match.groups()
            minor = int(whole.replace(",", "")) * 100
            if part is not None:
                minor += int(part) if len(part) == 2 else int(part) * 10
            return -minor if sign else minor
    return decimals.read(value, _MONEY)


def format_money(minor: int, places: bool = True) -> str:
    """An amount in minor units as people read it: `1,284,500.00`.

    Without `places`, rounded to whole units, halves away from nought: `1,284,500`.
    """
    sign = "-" if minor < 0 else ""
    if not places:
        whole = (abs(minor) + 50) // 100
        return f"{sign if whole else ''}{whole:,}"
    whole, part = divmod(abs(minor), 100)
    return f"{sign}{whole:,}.{part:02d}"


def plain(minor: int) -> str:
    """An amount in minor units as a decimal string for JSON and CSV: `1284500.00`."""
    whole, part = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{part:02d}"


def parse_quantity(value: object) -> int:
    """A quantity in thousandths, from a number or from text; a counting word (`8次`) is dropped.

    Raises Unclean for what is no number, has more than three places, or is over 10**15 thousandths.
    """
    if isinstance(value, str):
        match = _PLAIN_QUANTITY(value)
        if match is not None:
            sign, whole, part = match.groups()
            thousandths = int(whole) * 1000
            if part is not None:
                thousandths += int(part) * 10 ** (3 - len(part))
            return -thousandths if sign else thousandths
    return decimals.read(value, _QUANTITY)


def format_quantity(thousandths: int) -> str:
    """A quantity in thousandths as people read it, without idle noughts: `1,234.5`."""
    return _quantity(thousandths, ",")


def plain_quantity(thousandths: int) -> str:
    """A quantity in thousandths as a decimal string for JSON and CSV: `1234.5`."""
    return _quantity(thousandths, "")


def _quantity(thousandths: int, separator: str) -> str:
    whole, part = divmod(abs(thousandths), 1000)
    digits = format(whole, separator + "d")
    if part:
        digits = f"{digits}.{part:03d}".rstrip("0")
    return f"-{digits}" if thousandths < 0 else digits
