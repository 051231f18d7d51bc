"""Text folded for comparing: how names are stored and how people type them fall together.

Small letters without accents, in the plain form of each character (NFKD): `Ｚｈāng` is `zhang`,
`（株）` is `(株)`. Letters and digits are what search compares; spaces end a word; every other
visible character is a mark; what can't be seen is nothing.
"""

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from itertools import groupby

from custtui.values.normal_form import normal

_ASCII_RUN = re.compile("[a-z0-9]+")
_COMMON_HAN = re.compile("[\u4e00-\u9fff]+")
_WITHOUT_MARKS = re.compile("[A-Za-z0-9 \u4e00-\u9fff]*")
_ASCII_MARK = re.compile("[^A-Za-z0-9 ]")


class _Sort(Enum):
    LETTER = 0
    MARK = 1
    SPACE = 2
    NOTHING = 3


#: Kinds of characters (Unicode's general categories) that stand for themselves: letters, digits,
#: vowel signs, pictures such as emoji, private ones.
_LETTERS = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mc", "Nd", "Nl", "No", "So", "Co"))
#: Accents, and what can't be seen or written to a file.
_NOTHING = frozenset(("Mn", "Me", "Cc", "Cf", "Cs"))


def folded(text: str) -> str:
    """`text` in the form that is compared; its spaces and marks still stand."""
    if text.isascii() and text.isprintable():
        return text.lower()
    # Small letters may come apart again (İ), hence twice.
    apart = normal("NFKD", normal("NFKD", text).casefold())
    return "".join(map(_seen, apart))


def runs(text: str) -> list[str]:
    """The letters of `text`, folded, in unbroken runs that are either all Han or have none."""
    # Nearly all texts are one of these two, which need no folding.
    if _COMMON_HAN.fullmatch(text):
        return [text]
    if text.isascii() and text.isprintable():
        return _ASCII_RUN.findall(text.lower())
    spaced = "".join(c if _sort(c) is _Sort.LETTER else " " for c in folded(text))
    return ["".join(run) for piece in spaced.split(" ") for _han, run in groupby(piece, is_han)]


def marks(text: str) -> str:
    """The different marks of `text`, folded, in order."""
    if _WITHOUT_MARKS.fullmatch(text):
        return ""
    if text.isascii() and text.isprintable():
        return "".join(sorted(set(_ASCII_MARK.findall(text))))
    return "".join(sorted({c for c in folded(text) if _sort(c) is _Sort.MARK}))


def is_han(character: str) -> bool:
    """Whether a character, or the first one of a run of `runs`, is Chinese."""
    first = character[:1]
    return (
        "\u4e00" <= first <= "\u9fff"
        or "\u3400" <= first <= "\u4dbf"
        or "\U00020000" <= first <= "\U0003ffff"
        or "\uf900" <= first <= "\ufaff"
        or first == "\u3007"
    )


def _seen(character: str) -> str:
    match _sort(character):
        case _Sort.NOTHING:
            return ""
        case _Sort.SPACE:
            return " "
        case _:
            return character


@lru_cache(maxsize=8_192)
def _sort(character: str) -> _Sort:
    if character.isspace():
        return _Sort.SPACE
    category = unicodedata.category(character)
    if category in _NOTHING:
        return _Sort.NOTHING
    return _Sort.LETTER if category in _LETTERS else _Sort.MARK
