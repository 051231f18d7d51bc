"""Digits of a search as a phone number, however it is dialled."""

from custtui.values.phone_form import FEWEST_DIGITS
from custtui.values.token_forms import DIGITS, LAST_DIGITS
from custtui.values.way import Way, all_of, any_of, beginning_with, quoted

_HOME_COUNTRY = "86"  # whose numbers are stored without it (values.phones)
#: So many tokens of a long number are asked of the index, besides its first.
_MOST_PARTS = 3
_FROM_THE_LAST_DIGITS = f"[0-9]*(?=[0-9]{{1,{LAST_DIGITS}}}(?:x|$))"
_FROM_THE_EXTENSION = "[0-9]*x[0-9]*"


def number(digits: str) -> list[Way]:
    """Digits with which a number begins, or that stand in it from one of its last on."""
    before = f"(?:0?0?|{_FROM_THE_LAST_DIGITS}|{_FROM_THE_EXTENSION})"
    found = [_way(digits, before, len(digits) <= DIGITS)]
    if rest := _dialled(digits):
        found.append(_way(rest, "0?", False))
    return found


def whole_numbers(digits: str) -> set[str]:
    """The numbers that digits may be as a whole, as they are stored (but with 00 for +).

    As it is stored, and without its first 0 or 00, dialled from here or from elsewhere.
    """
    if len(digits) < FEWEST_DIGITS:
        return set()
    found = {digits, _dialled(digits) or digits}
    found |= {"0" + each for each in found if each[0] != "0"}
    return found | ({"00" + digits} if digits[0] != "0" else set())


def _way(digits: str, before: str, decides: bool) -> Way:
    return Way(_tokens(digits), decides, f"^d{before}{'x?'.join(digits)}")


def _dialled(digits: str) -> str:
    """What follows this country's code, where a number is written with it; else nothing."""
    if digits.startswith("00" + _HOME_COUNTRY):
        return digits[2 + len(_HOME_COUNTRY) :]
    rest = digits.removeprefix(_HOME_COUNTRY)
    return rest if FEWEST_DIGITS <= len(rest) < len(digits) else ""


def _tokens(digits: str) -> str:
    if len(digits) == 1:
        return beginning_with("d", digits)
    if len(digits) < DIGITS:
        return any_of("d" + digits + following for following in ("", *"0123456789"))
    later = range(len(digits) - DIGITS, 0, -1)
    if len(digits) > 2 * DIGITS:
        # The last are enough, and tell more: many numbers begin alike.
        later = later[::DIGITS][:_MOST_PARTS]
    parts = (digits[start : start + DIGITS] for start in later)
    return all_of(
        [quoted("d" + digits[:DIGITS]), *(any_of(("d" + part, "e" + part)) for part in parts)]
    )
