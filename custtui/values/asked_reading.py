"""Letters of a search as syllables or initials of a name's characters."""

import re
from itertools import accumulate

from custtui.values.syllables import boundaries, sign, signs_beginning, ways
from custtui.values.token_forms import INITIALS, LETTER, WORD
from custtui.values.way import Way, all_of, any_of, beginning_with, quoted

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
#: So many tokens of a long row of initials are asked of the index.
_MOST_PARTS = 3
#: From so many whole syllables on, those alone are asked of the index.
_ENOUGH_SYLLABLES = 2
#: Letters with which more syllables than that begin are nothing to narrow a search down by.
_MOST_SYLLABLES = 6

# Readings are in capitals, other letters small (values.spelling). So a character before capitals
# is Han; a class of all Han characters would take long to compile.
_READINGS = "[A-Z/]*+"
_CHARACTER = "[^A-Z/](?:[A-Z/]*/)?"
_NEXT_CHARACTER = "(?:/[A-Z/]*+)?" + _CHARACTER


def initials(letters: str) -> Way:
    """Initials of neighbouring characters of a name."""
    if len(letters) == 1:
        expression = beginning_with("i", letters)
    elif len(letters) < INITIALS:
        expression = any_of(f"i{letters}{third}" for third in ("", *_ALPHABET))
    else:
        expression = all_of(_threes(letters))
    return _initials(expression, "", letters)


def first_initials(letters: str) -> Way:
    """Initials of the first characters of the customer's name."""
    if len(letters) == 1:
        return _initials(beginning_with("n", letters), "^n", letters)
    return _initials(
        all_of([quoted("n" + letters[:INITIALS]), *_threes(letters[1:])]), "^n", letters
    )


def syllables(letters: str) -> list[Way]:
    """Syllables of neighbouring characters of a name, the last one perhaps not to its end."""
    return _in_pinyin(letters, "p", "", frozenset())


def first_syllables(letters: str, cuts: frozenset[int]) -> list[Way]:
    """The same of the customer's name, from its first character on; at the cuts one has to end."""
    return _in_pinyin(letters, "n", "^n", cuts)


def _initials(expression: str, before: str, letters: str) -> Way:
    pattern = "".join(
        f"(?:[{WORD}{LETTER}]{re.escape(letter)}|{_CHARACTER}{re.escape(letter.upper())}{_READINGS})"
        for letter in letters
    )
    return Way(expression, len(letters) <= INITIALS, before + pattern, likely=False)


def _threes(letters: str) -> list[str]:
    """The tokens of each three neighbours, of a long row the rarest."""
    threes = (letters[place : place + INITIALS] for place in range(len(letters) - INITIALS + 1))
    rarest = sorted(threes, key=_vowels, reverse=True)[:_MOST_PARTS]
    return [quoted("i" + three) for three in rarest]


def _vowels(letters: str) -> int:
    """How many vowels: few syllables, and so few initials, begin with one."""
    return sum(letter in "aeiouv" for letter in letters)


def _in_pinyin(letters: str, kind: str, before: str, cuts: frozenset[int]) -> list[Way]:
    """Every way in which letters fall into syllables; `kind` is that of the first token."""
    ends = boundaries(letters)
    if not cuts <= ends:
        return []
    pattern = before + _CHARACTER
    for place, letter in enumerate(letters.upper()):
        if place in cuts:
            pattern += _NEXT_CHARACTER
        elif place in ends:
            pattern += f"(?:{_NEXT_CHARACTER})?"
        pattern += letter
    return [
        Way(_tokens(kind, whole, rest), _is_one_token(letters, whole, rest), pattern)
        for whole, rest in ways(letters)
        if _ends_at(cuts, whole, len(letters) if "".join((*whole, rest)) == letters else 0)
    ]


def _ends_at(cuts: frozenset[int], whole: tuple[str, ...], reach: int) -> bool:
    """Whether a syllable ends at each cut, as far as the whole ones, or `reach`, go."""
    ends = list(accumulate(map(len, whole)))
    return all(cut in ends for cut in cuts if cut <= max(reach, sum(map(len, whole))))


def _is_one_token(letters: str, whole: tuple[str, ...], rest: str) -> bool:
    """Whether one token holds all the letters: the beginning of a syllable, or one and a letter."""
    return not whole or (len(whole) == 1 and whole[0] + rest == letters and len(rest) == 1)


def _tokens(kind: str, whole: tuple[str, ...], rest: str) -> str:
    if not whole:
        return beginning_with(kind, signs_beginning(rest))
    kinds = [kind, *"p" * len(whole)]
    following = [*whole[1:], rest]
    found = [
        quoted(f"{kinds[place]}{sign(syllable)}{following[place][0]}")
        for place, syllable in enumerate(whole)
    ]
    last = signs_beginning(rest)
    if len(rest) > 1 and len(whole) < _ENOUGH_SYLLABLES and len(last) <= _MOST_SYLLABLES:
        found.append(beginning_with("p", last))
    return all_of(found)
