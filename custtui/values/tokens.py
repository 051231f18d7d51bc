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

# Names are made of few characters and fewer pairs of them, over and over: what they give is kept.
_KEPT_PAIRS = 32_768
_KEPT_INITIALS = 16_384
_KEPT_CHARACTERS = 4_096

#: What may be typed for one character of a name: its syllables' signs, and their first letters.
_Unit = tuple[str, str]
_NOTHING: _Unit = ("", "")


def tokens(spelling: str) -> set[str]:
    """Every token of a customer."""
    return set(token_text(spelling).split())


def token_text(spelling: str) -> str:
    """The same with spaces between them, as the index takes them; some perhaps twice.

    To make a set of them would cost as much again.
    """
    found: list[str] = []
    for line in spelling.split("\n"):
        kind, text = line[:1], line[1:]
        if kind == "d":
            found += _number(text)
        elif kind == "m":
            found += map(mark, text)
        else:
            cells = _CELL.findall(text)
            found += _among_words(cells) if WORD in text else _characters(cells)
            if kind == "c":
                found.append("x" + "".join(map(_written, cells)))
            elif kind == "n":
                found += _beginning(cells)
    return " ".join(found)


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
    """The tokens of Han characters alone."""
    firsts = [_unit(cell)[1] for cell in cells]
    found = [*map(_pair, cells, [*cells[1:], ""])]
    found += map(_initials, firsts, [*firsts[1:], ""], [*firsts[2:], "", ""])
    return found


def _among_words(cells: list[str]) -> list[str]:
    """The tokens of words, and of Han characters beside them."""
    found: list[str] = []
    written = [_written(cell) for cell in cells]
    plain, place = "".join(written), 0
    for cell, letters in zip(cells, written, strict=True):
        if cell[0] == WORD:
            found += _word("w", plain[place : place + WORD_LENGTHS[-1]])
        else:
            following = plain[place + 1 : place + 2]
            found.append(f"h{letters}{following if is_han(following) else ''}")
        place += len(letters)
    if not (units := _units(cells)):
        return found
    seconds, thirds = [*units[1:], _NOTHING], [*units[2:], _NOTHING, _NOTHING]
    for unit, second, third in zip(units, seconds, thirds, strict=False):
        found.append(_syllables("p", unit, second))
        found += (_initials(unit[1], second[1], each) for each in (third[1], ""))
    return found


def _beginning(cells: list[str]) -> list[str]:
    """The tokens of how the customer's name begins."""
    if cells[0][0] == WORD:
        plain = "".join(map(_written, cells[: WORD_LENGTHS[-1]]))
        found, units = _word("n", plain[: WORD_LENGTHS[-1]]), _units(cells)
    else:
        following = [cell for cell in cells[1:2] if cell[0] != WORD]
        found, units = [_first_pair(cells[0], *following)], _units(cells[:INITIALS])
    return [*found, _first_initials(*(firsts for _signs, firsts in units[:INITIALS]))]


@lru_cache(_KEPT_PAIRS)
def _pair(cell: str, following: str) -> str:
    """The h and p of a character before another one, or at an end."""
    return f"h{cell[0]}{following[:1]} {_syllables('p', _unit(cell), _unit(following))}"


@lru_cache(_KEPT_PAIRS)
def _first_pair(cell: str, following: str = "") -> str:
    """The n that say the same of the first character."""
    return f"n{cell[0]}{following[:1]} {_syllables('n', _unit(cell), _unit(following))}"


@lru_cache(_KEPT_INITIALS)
def _initials(firsts: str, seconds: str, thirds: str) -> str:
    """The i of three neighbours; where nothing is typed for one, it is as if the name ended."""
    ends = (thirds if seconds else "") or ("",)
    return " ".join("i" + "".join(each) for each in product(firsts, seconds or ("",), ends))


@lru_cache(_KEPT_INITIALS)
def _first_initials(*firsts: str) -> str:
    """The n of the initials of the first one, two and so on."""
    counts = range(1, len(firsts) + 1)
    return " ".join("n" + "".join(each) for count in counts for each in product(*firsts[:count]))


def _syllables(kind: str, unit: _Unit, following: _Unit) -> str:
    """A character's syllables, each before the first letters of the next one's."""
    letters = (following[1] if following[0] else "") or ("",)
    return " ".join(f"{kind}{each}{letter}" for each in unit[0] for letter in letters)


def _units(cells: list[str]) -> list[_Unit]:
    """One for each character of a name with Han; for words alone, and unread texts, none."""
    if not any(len(cell) > 1 and cell[0] != WORD for cell in cells):
        return []
    units: list[_Unit] = []
    for cell in cells:
        if cell[0] == WORD:
            units += [("", letter) for letter in _written(cell)]
        else:
            units.append(_unit(cell))
    return units


@lru_cache(_KEPT_CHARACTERS)
def _unit(cell: str) -> _Unit:
    """The unit of a Han character with its readings."""
    syllables = cell[1:].lower().split("/") if len(cell) > 1 else []
    signs = "".join(filter(None, map(sign, syllables)))
    return signs, "".join(dict.fromkeys(syllable[0] for syllable in syllables))


def _word(kind: str, letters: str) -> list[str]:
    """The beginnings of what stands from a word on."""
    if len(letters) == 1:
        return [kind + letters]
    return [kind + letters[:length] for length in WORD_LENGTHS if length <= len(letters)]


def _written(cell: str) -> str:
    return cell[1:].replace(LETTER, "") if cell[0] == WORD else cell[0]
