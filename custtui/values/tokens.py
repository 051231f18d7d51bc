"""The tokens of the search index, made from a customer's spelling (`values.spelling`).

The first letter of a token says what it is, so that kinds never mix:

    h  a Han character and the next one, if one follows            h华东, at an end h东
    p  the sign of a syllable (`values.syllables`) and the first   p + sign of zhang + s
       letter of the next
    i  the initials of three neighbouring characters; of two,      izsf, at an end isf and if
       where a word stands beside them or nothing follows
    w  a word that is not Han, with what follows it: so many of    wac, wacm, … of "Acme Trading"
       its first letters as WORD_LENGTHS says (or its one letter)
    d  a digit of a phone number and the next two, where people    d138, d001, … d01, d1
       begin: its first, those behind up to two 0 that it begins
       with, the last eight, the extension's
    e  the same of its other digits                                e380, e800
    n  how the customer's name begins: the first h, p and w, and   n华东, nh, nhd, nhdj
       the initials of its first 1 to 3 characters
    x  the whole code, a whole phone number, the same without      xc00042, x01065551234
       its extension
    m  a mark

A letter that stands beside Han characters is an initial by itself. A token is asked for whole, or
by its kind and one character (the prefix index of two): no query scans the index.
There is one token for each place of a text and reading, and not one for each thing that may be
typed: a save and an import pay for tokens.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from custtui.values.folding import is_han
from custtui.values.syllables import sign
from custtui.values.token_forms import (
    DIGITS,
    INITIALS,
    LAST_DIGITS,
    LETTER,
    WORD,
    WORD_LENGTHS,
    mark,
)

#: What tokens look like in a file: with another number there, they are made anew.
FORM = 1

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CELL = re.compile(f"[{_HAN}][A-Z/]*|{WORD}[^{WORD}{_HAN}]+")

#: What may be typed for one character of a name: its syllables' signs, and their first letters.
_Unit = tuple[str, str]


def tokens(spelling: str) -> set[str]:
    """Every token of a customer."""
    found: set[str] = set()
    for line in spelling.split("\n"):
        kind, text = line[0], line[1:]
        if kind == "d":
            found.update(_number(text))
        elif kind == "m":
            found.update(map(mark, text))
        else:
            cells = _CELL.findall(text)
            units = _units(cells)
            found.update(_words(cells) if WORD in text else _characters(cells))
            found.update(_readings(units, WORD in text))
            if kind == "c":
                found.add("x" + "".join(map(_written, cells)))
            elif kind == "n":
                found.update(_beginning(cells, units))
    return found


def _number(number: str) -> list[str]:
    main, _x, extension = number.partition("x")
    digits = main + extension
    zeros = len(main[:2]) - len(main[:2].lstrip("0"))
    found = ["x" + main, "x" + digits]
    for place in range(len(digits)):
        asked = place <= zeros or place >= len(main) - LAST_DIGITS
        found.append(("d" if asked else "e") + digits[place : place + DIGITS])
    return found


def _characters(cells: list[str]) -> list[str]:
    plain = [cell[0] for cell in cells]
    return [f"h{one}{other}" for one, other in zip(plain, [*plain[1:], ""], strict=True)]


def _words(cells: list[str]) -> list[str]:
    """The tokens of characters and words as they are written."""
    found: list[str] = []
    written = [_written(cell) for cell in cells]
    plain, place = "".join(written), 0
    for cell, letters in zip(cells, written, strict=True):
        if cell[0] == WORD:
            found += ["w" + each for each in _word(plain[place : place + WORD_LENGTHS[-1]])]
        else:
            found.append("h" + _pair(plain[place : place + 2]))
        place += len(letters)
    return found


def _readings(units: list[_Unit], among_words: bool) -> list[str]:
    """The tokens of what is typed for the characters of a name."""
    found: list[str] = []
    initials = [unit[1] or ("",) for unit in units] + [("",), ("",)]
    for place, (signs, firsts) in enumerate(units):
        seconds, thirds = initials[place + 1 : place + 3]
        if seconds == ("",):
            thirds = seconds
        for second in seconds:
            found += [f"i{first}{second}{third}" for first in firsts for third in thirds]
            if among_words:
                found += [f"i{first}{second}" for first in firsts]
        found += _syllables(signs, units[place + 1 : place + 2])
    return found


def _beginning(cells: list[str], units: list[_Unit]) -> Iterator[str]:
    plain = "".join(map(_written, cells[: WORD_LENGTHS[-1]]))[: WORD_LENGTHS[-1]]
    if cells[0][0] == WORD:
        yield from ("n" + each for each in _word(plain))
    else:
        yield "n" + _pair(plain)
    if units:
        yield from ("n" + token[1:] for token in _syllables(units[0][0], units[1:2]))
    for count in range(1, min(INITIALS, len(units)) + 1):
        for initials in product(*(unit[1] for unit in units[:count])):
            yield "n" + "".join(initials)


def _syllables(signs: str, following: list[_Unit]) -> list[str]:
    letters: Iterable[str] = following[0][1] if following and following[0][0] else ("",)
    return [f"p{each}{letter}" for each in signs for letter in letters]


def _units(cells: list[str]) -> list[_Unit]:
    """One for each character of a name with Han; for words alone, and unread texts, none."""
    if not any(len(cell) > 1 and cell[0] != WORD for cell in cells):
        return []
    units: list[_Unit] = []
    for cell in cells:
        if cell[0] == WORD:
            units += [("", letter) for letter in _written(cell)]
        else:
            units.append(_unit(cell[1:]))
    return units


@lru_cache(maxsize=4_096)
def _unit(readings: str) -> _Unit:
    syllables = readings.lower().split("/") if readings else []
    signs = "".join(filter(None, map(sign, syllables)))
    return signs, "".join(dict.fromkeys(syllable[0] for syllable in syllables))


def _pair(characters: str) -> str:
    """A Han character, and the one behind it if that is Han."""
    return characters[:2] if is_han(characters[1:2]) else characters[0]


def _word(letters: str) -> list[str]:
    """The beginnings of what stands from a word on."""
    if len(letters) == 1:
        return [letters]
    return [letters[:length] for length in WORD_LENGTHS if length <= len(letters)]


def _written(cell: str) -> str:
    return cell[1:].replace(LETTER, "") if cell[0] == WORD else cell[0]
