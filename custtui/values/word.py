"""One word of a search, in every way that it may be meant (`values.way`)."""

import re
from collections.abc import Sequence
from itertools import accumulate, takewhile

from custtui.values.asked_number import number, whole_numbers
from custtui.values.asked_reading import first_initials, first_syllables, initials, syllables
from custtui.values.folding import is_han
from custtui.values.token_forms import LETTER, WORD, WORD_LENGTHS
from custtui.values.way import (
    Asked,
    Known,
    Way,
    all_of,
    any_of,
    beginning_with,
    either,
    pairs,
    quoted,
)

_READINGS = "[A-Z/]*+"
_PERHAPS_NEXT_WORD = f"[{WORD}{LETTER}]?"


def word(letters: str, known: Known) -> Asked:
    """Whether a word, as `folding.runs` gives it, stands in a customer's texts."""
    if is_han(letters):
        return either([_han(letters)], known)
    found = [_written(letters)]
    found += number(letters) if _is_digits(letters) else [initials(letters)]
    if _is_pinyin(letters):
        found += syllables(letters)
    return either(found, known)


def written_apart(words: Sequence[str], known: Known) -> Asked:
    """Whether words without Han stand in a customer's texts as one word or one number."""
    letters = "".join(words)
    return either([_written(letters), *(number(letters) if _is_digits(letters) else ())], known)


def beginning(words: Sequence[str], known: Known) -> Asked:
    """Whether a customer's name begins with these words, Han or not."""
    letters = "".join(words)
    if is_han(letters):
        return either([_first_han(letters)], known)
    found = [_first_written(letters)]
    if not _is_digits(letters) and not any(map(is_han, letters)):
        found.append(first_initials(letters))
    if _is_pinyin(letters):
        found += first_syllables(letters, frozenset(accumulate(map(len, words[:-1]))))
    return either(found, known)


def whole(words: Sequence[str]) -> Asked:
    """Whether these words are a customer's code or one of its phone numbers."""
    letters = "".join(words)
    asked = {letters} | (whole_numbers(letters) if _is_digits(letters) else set())
    return Asked(any_of(f"x{each}" for each in sorted(asked)), True, lambda spelling: True)


def _is_digits(letters: str) -> bool:
    return letters.isascii() and letters.isdigit()


def _is_pinyin(letters: str) -> bool:
    """Whether it may be syllables; one letter is an initial."""
    return len(letters) > 1 and letters.isascii() and letters.isalpha()


def _in_a_row(letters: str) -> str:
    """The pattern of letters that stand unbroken in a text, whichever words they belong to."""
    return "".join(
        letter + _READINGS if is_han(letter) else _PERHAPS_NEXT_WORD + re.escape(letter)
        for letter in letters
    )


def _han(letters: str) -> Way:
    if len(letters) == 1:
        return Way(beginning_with("h", letters), True, letters)
    neighbours = (quoted("h" + pair) for pair in pairs(letters))
    return Way(all_of(neighbours), len(letters) == 2, _in_a_row(letters))


def _first_han(letters: str) -> Way:
    """Han, and perhaps words after it."""
    pattern = "^n" + _in_a_row(letters)
    han = "".join(takewhile(is_han, letters))
    if len(han) == 1:
        return Way(beginning_with("n", han), len(letters) == 1, pattern)
    neighbours = [quoted("n" + han[:2]), *(quoted("h" + pair) for pair in pairs(han[1:]))]
    return Way(all_of(neighbours), len(letters) == 2, pattern)


def _written(letters: str) -> Way:
    pattern = WORD + _in_a_row(letters).removeprefix(_PERHAPS_NEXT_WORD)
    return _beginning_of_word("w", letters, pattern)


def _first_written(letters: str) -> Way:
    """Letters that are not Han, and perhaps Han after them."""
    return _beginning_of_word("n", letters, "^n" + _in_a_row(letters))


def _beginning_of_word(kind: str, letters: str, pattern: str) -> Way:
    if len(letters) == 1:
        return Way(beginning_with(kind, letters), True, pattern)
    length = max(length for length in WORD_LENGTHS if length <= len(letters))
    return Way(quoted(kind + letters[:length]), length == len(letters), pattern, likely=False)
