"""The tokens of the search index, made from a customer's spelling (`values.spelling`).

The first letter of a token says what it is, so that kinds never mix:

    h  a Han character and the next one, if one follows            h华东, at an end h东
    p  the sign of a syllable (`values.syllables`) and the first   p + sign of zhang + s
       letter of the next
    i  the initials of two neighbouring characters                 izs, at an end is
    w  a word that is not Han, with what follows it: so many of    wac, wacm, … of "Acme Trading"
       its first letters as WORD_LENGTHS says (or its one letter)
    d  a digit of a phone number and the next two                  d138, d380, … d01, d1
    n  how the customer's name begins: the first h, p and w, and   n华东, nh, nhd, nhdj
       the initials of its first 1 to 3 characters
    x  the whole code                                              xc00042
    m  a mark

A letter that stands beside Han characters is a syllable and an initial by itself. A token is asked
for whole, or by its kind and one character (the prefix index of two): no query scans the index.
There is one token for each place of a text and reading, and not one for each thing that may be
typed: a save and an import pay for tokens.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise, product

from custtui.values.folding import HAN
from custtui.values.spelling import LETTER, WORD
from custtui.values.syllables import sign

#: What tokens look like in a file: with another number there, they are made anew.
FORM = 1
#: So many letters of a word's beginning each make a token.
WORD_LENGTHS = (2, 3, 4, 5, 6, 9, 13)
#: The digits of a phone number that one token holds.
DIGITS = 3
#: The initials of a name's beginning that one token holds.
INITIALS = 3

_CELL = re.compile(f"[{HAN}][A-Z/]*|{WORD}[^{WORD}{HAN}]+")
_FULL_WIDTH = 0xFEE0

#: What may be typed for one character of a name: its syllables' signs, and their first letters.
_Unit = tuple[str, str]


def tokens(spelling: str) -> set[str]:
    """Every token of a customer."""
    found: set[str] = set()
    for line in spelling.split("\n"):
        kind, text = line[0], line[1:]
        if kind == "d":
            found.update(_number(text.replace("x", "")))
        elif kind == "m":
            found.update(map(mark, text))
        else:
            cells = _CELL.findall(text)
            found.update(*_text(cells))
            if kind == "c":
                found.add("x" + _plain(cells))
            elif kind == "n":
                found.update(_beginning(cells))
    return found


def mark(character: str) -> str:
    """The token of a mark. ASCII marks would end a token: their full-width forms stand for them."""
    return "m" + (chr(ord(character) + _FULL_WIDTH) if character.isascii() else character)


def _number(digits: str) -> Iterator[str]:
    return ("d" + digits[place : place + DIGITS] for place in range(len(digits)))


def _text(cells: list[str]) -> Iterator[Iterable[str]]:
    for cell, following in pairwise([*cells, ""]):
        if cell[0] != WORD:
            yield _character(cell, following)
    for place, cell in enumerate(cells):
        if cell[0] == WORD:
            yield ["w" + letters for letters in _word(cells, place)]
            if _is_read(cells):
                yield _letters(cell, cells[place + 1 : place + 2])


def _beginning(cells: list[str]) -> Iterator[str]:
    first, second = cells[0], cells[1] if len(cells) > 1 else ""
    if first[0] == WORD:
        yield from ("n" + letters for letters in _word(cells, 0))
    else:
        yield from ("n" + token[1:] for token in _character(first, second) if token[0] in "hp")
    if _is_read(cells):
        initials = [letters for cell in cells[:INITIALS] for letters in _initials(cell)]
        for count in range(1, min(INITIALS, len(initials)) + 1):
            yield from ("n" + "".join(letters) for letters in product(*initials[:count]))


def _is_read(cells: list[str]) -> bool:
    """Whether it is a text with readings: a name that has Han characters."""
    return any(len(cell) > 1 and cell[0] != WORD for cell in cells)


@lru_cache(maxsize=8_192)
def _character(cell: str, following: str) -> tuple[str, ...]:
    """The tokens of a Han character and what follows it."""
    han = following[:1] if following[:1] != WORD else ""
    if len(cell) == 1:
        return (f"h{cell}{han}",)
    next_initials = _initials(following)[0] if following else ""
    signs, initials = _unit(cell[1:])
    return (f"h{cell[0]}{han}", *_neighbours(signs, initials, next_initials))


def _letters(cell: str, following: list[str]) -> Iterator[str]:
    """The tokens of letters that stand in a name beside Han characters."""
    next_initials = [*_initials(cell), *(_initials(following[0])[:1] if following else ())][1:]
    for letter, initials in zip(_plain([cell]), [*next_initials, ""], strict=False):
        yield from _neighbours(letter, letter, initials)


def _neighbours(units: str, initials: str, next_initials: str) -> Iterator[str]:
    for following in next_initials or ("",):
        yield from (f"p{unit}{following}" for unit in units)
        yield from (f"i{initial}{following}" for initial in initials)


def _initials(cell: str) -> list[str]:
    """What the initials of each character of a cell may be."""
    return list(_plain([cell])) if cell[0] == WORD else [_unit(cell[1:])[1]]


@lru_cache(maxsize=4_096)
def _unit(readings: str) -> _Unit:
    syllables = readings.lower().split("/") if readings else []
    signs = "".join(filter(None, map(sign, syllables)))
    return signs, "".join(dict.fromkeys(syllable[0] for syllable in syllables))


def _word(cells: list[str], place: int) -> list[str]:
    """The beginnings of what stands from a word on."""
    rest = _plain(cells[place : place + WORD_LENGTHS[-1]])
    if len(rest) == 1:
        return [rest]
    return [rest[:length] for length in WORD_LENGTHS if length <= len(rest)]


def _plain(cells: Iterable[str]) -> str:
    return "".join(cell[1:].replace(LETTER, "") if cell[0] == WORD else cell[0] for cell in cells)
