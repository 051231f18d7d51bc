"""One word of a search: what it asks of the index, and the pattern that decides on a spelling.

A word is asked in several ways (as a word, in pinyin, as initials, as a phone number). Each way
has an FTS5 expression, which finds everybody that fits and perhaps some more, and a regular
expression over the spelling (`values.spelling`), which finds exactly who fits.
"""

import re
import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise, takewhile

from custtui.values.folding import is_han
from custtui.values.phones import FEWEST_DIGITS
from custtui.values.spelling import LETTER, WORD
from custtui.values.syllables import boundaries, sign, signs_beginning, ways
from custtui.values.tokens import DIGITS, INITIALS, LAST_DIGITS, WORD_LENGTHS

#: So many neighbours of a long word are asked of the index; the pattern looks at all.
_MOST_NEIGHBOURS = 8
_MOST_OF_A_WORD = 3
#: From so many whole syllables on, those alone are asked of the index.
_ENOUGH_SYLLABLES = 2
#: One of more syllables than that is nothing to narrow a search down by.
_MOST_SYLLABLES = 6

_HOME_COUNTRY = "86"  # whose numbers are stored without it (values.phones)
_READINGS = "[A-Z/]*+"
_OTHER_READINGS = "(?:[A-Z/]*/)?"
#: A Han character, where capitals follow: only there they do. (Compiling all of HAN takes long.)
_CHARACTER = "[^A-Z/]" + _OTHER_READINGS
_NEXT_CHARACTER = "(?:/[A-Z/]*+)?" + _CHARACTER
_PINYIN = re.compile("[a-z]+").fullmatch
_ONLY_DIGITS = re.compile("[0-9]+").fullmatch


@dataclass(frozen=True, slots=True)
class Asked:
    """An FTS5 expression; whether it gives the answer alone; and what does, on a spelling."""

    expression: str
    decides: bool
    fits: Callable[[str], bool]


def _unasked(spelling: str) -> bool:
    raise AssertionError("the index decides")


#: Whether the index has anybody for an FTS5 expression.
Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Way:
    expression: str
    decides: bool
    pattern: str
    #: Whether it is what such letters mean in most cases.
    likely: bool = True


def word(letters: str, known: Known) -> Asked:
    """Whether a word, as `folding.runs` gives it, stands in a customer's texts."""
    if is_han(letters):
        return _either([_han(letters)], known)
    found = [_plain(letters)]
    if _ONLY_DIGITS(letters):
        found += _number(letters)
    else:
        found.append(_initials(letters))
    if len(letters) > 1 and _PINYIN(letters):
        found += _in_pinyin(letters, "p", "")
    return _either(found, known)


def written_apart(words: Sequence[str], known: Known) -> Asked:
    """Whether words without Han stand in a customer's texts as one word or one number."""
    letters = "".join(words)
    return _either([_plain(letters), *(_number(letters) if _ONLY_DIGITS(letters) else ())], known)


def beginning(words: Sequence[str], known: Known) -> Asked:
    """Whether a customer's name begins with these words, Han or not."""
    letters = "".join(words)
    if is_han(letters):
        return _either([_han_beginning(letters)], known)
    found = [_plain_beginning(letters)]
    if not _ONLY_DIGITS(letters) and not any(map(is_han, letters)):
        found.append(_initials_beginning(letters))
    if len(letters) > 1 and _PINYIN(letters):
        found += _in_pinyin(letters, "n", "^n", frozenset(accumulate(map(len, words[:-1]))))
    return _either(found, known)


def whole(words: Sequence[str]) -> Asked:
    """Whether these words are a customer's code or one of its phone numbers.

    A number fits as it is stored and without its first 0, dialled from here or from elsewhere.
    """
    letters = "".join(words)
    asked = {letters}
    if _ONLY_DIGITS(letters) and len(letters) >= FEWEST_DIGITS:
        asked |= {_dialled(letters) or letters}
        asked |= {"0" + number for number in asked if number[0] != "0"}
        asked |= {"00" + letters} if letters[0] != "0" else set()
    return Asked(_any_of(f"x{each}" for each in sorted(asked)), True, _unasked)


def _either(found: Sequence[_Way], known: Known) -> Asked:
    """Any of the ways, but for those which nobody fits and which would cost a look at each."""
    likely = [way for way in found if way.likely or way.decides or known(way.expression)]
    if any(way.decides for way in likely):
        likely = [way for way in likely if way.decides or known(way.expression)]
    ways_left = likely or found[:1]
    expression = " OR ".join(dict.fromkeys(f"({way.expression})" for way in ways_left))
    pattern = "|".join(dict.fromkeys(way.pattern for way in ways_left))
    return Asked(expression, all(way.decides for way in ways_left), lambda s: _stands(pattern, s))


def _stands(pattern: str, spelling: str) -> bool:
    return _compiled(pattern).search(spelling) is not None


# Compiled when it is needed: mostly the index decides.
@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


def _quoted(token: str) -> str:
    return f'"{token}"'


def _any_of(tokens: Iterable[str]) -> str:
    return " OR ".join(map(_quoted, tokens))


def _all_of(expressions: Iterable[str]) -> str:
    return " AND ".join(f"({each})" for each in islice(expressions, _MOST_NEIGHBOURS))


def _beginning_with(kind: str, characters: str) -> str:
    """Tokens of a kind that go on with one of these characters: the prefix index has them."""
    return " OR ".join(f'"{kind}{character}"*' for character in characters)


def _in_a_row(letters: str) -> str:
    """The pattern of letters that stand unbroken in a text, whichever words they belong to."""
    return "".join(
        c + _READINGS if is_han(c) else f"[{WORD}{LETTER}]?{re.escape(c)}" for c in letters
    )


def _han(letters: str) -> _Way:
    if len(letters) == 1:
        return _Way(_beginning_with("h", letters), True, letters)
    pairs = (_quoted("h" + pair) for pair in _pairs(letters))
    return _Way(_all_of(pairs), len(letters) == 2, _in_a_row(letters))


def _han_beginning(letters: str) -> _Way:
    """Han, and perhaps words after it."""
    pattern = "^n" + _in_a_row(letters)
    han = "".join(takewhile(is_han, letters))
    if len(han) == 1:
        return _Way(_beginning_with("n", han), len(letters) == 1, pattern)
    pairs = [_quoted("n" + han[:2]), *(_quoted("h" + pair) for pair in _pairs(han[1:]))]
    return _Way(_all_of(pairs), len(letters) == 2, pattern)


def _plain(letters: str) -> _Way:
    pattern = WORD + _in_a_row(letters).removeprefix(f"[{WORD}{LETTER}]?")
    return _beginning_word("w", letters, pattern)


def _plain_beginning(letters: str) -> _Way:
    """Letters that are not Han, and perhaps Han after them."""
    return _beginning_word("n", letters, "^n" + _in_a_row(letters))


def _beginning_word(kind: str, letters: str, pattern: str) -> _Way:
    if len(letters) == 1:
        return _Way(_beginning_with(kind, letters), True, pattern)
    length = max(length for length in WORD_LENGTHS if length <= len(letters))
    return _Way(_quoted(kind + letters[:length]), length == len(letters), pattern, likely=False)


def _number(digits: str) -> list[_Way]:
    last = f"[0-9]*(?=[0-9]{{1,{LAST_DIGITS}}}(?:x|$))"
    pattern = f"^d(?:0?0?|{last}|[0-9]*x[0-9]*){_through_extension(digits)}"
    found = [_Way(_digits(digits), len(digits) <= DIGITS, pattern)]
    if rest := _dialled(digits):
        found.append(_Way(_digits(rest), False, "^d0?" + _through_extension(rest)))
    return found


def _dialled(digits: str) -> str:
    """What follows this country's code, where a number is written with it; else nothing."""
    if digits.startswith("00" + _HOME_COUNTRY):
        return digits[2 + len(_HOME_COUNTRY) :]
    rest = digits.removeprefix(_HOME_COUNTRY)
    return rest if FEWEST_DIGITS <= len(rest) < len(digits) else ""


def _digits(digits: str) -> str:
    if len(digits) == 1:
        return _beginning_with("d", digits)
    if len(digits) < DIGITS:
        return _any_of("d" + digits + following for following in ("", *string.digits))
    later = range(len(digits) - DIGITS, 0, -1)
    if len(digits) > 2 * DIGITS:
        # The last are enough, and tell more: many numbers begin alike.
        later = later[::DIGITS][:_MOST_OF_A_WORD]
    parts = (digits[start : start + DIGITS] for start in later)
    return _all_of(
        [_quoted("d" + digits[:DIGITS]), *(_any_of(("d" + part, "e" + part)) for part in parts)]
    )


def _through_extension(digits: str) -> str:
    return "x?".join(digits)


def _initials(letters: str) -> _Way:
    if len(letters) == 1:
        expression = _beginning_with("i", letters)
    elif len(letters) < INITIALS:
        expression = _any_of(f"i{letters}{third}" for third in ("", *string.ascii_lowercase))
    else:
        threes = (letters[place : place + INITIALS] for place in range(len(letters) - INITIALS + 1))
        rarest = sorted(threes, key=_vowels, reverse=True)[:_MOST_OF_A_WORD]
        expression = _all_of(_quoted("i" + three) for three in rarest)
    decides = len(letters) <= INITIALS
    return _Way(expression, decides, _initials_in_a_row(letters), likely=False)


def _initials_beginning(letters: str) -> _Way:
    if len(letters) == 1:
        expression = _beginning_with("n", letters)
    else:
        expression = _quoted("n" + letters[:INITIALS])
    decides = len(letters) <= INITIALS
    return _Way(expression, decides, "^n" + _initials_in_a_row(letters), likely=False)


def _vowels(letters: str) -> int:
    """How many vowels: few syllables, and so few initials, begin with one."""
    return sum(letter in "aeiouv" for letter in letters)


def _initials_in_a_row(letters: str) -> str:
    return "".join(
        f"(?:[{WORD}{LETTER}]{re.escape(c)}|{_CHARACTER}{re.escape(c.upper())}{_READINGS})"
        for c in letters
    )


def _in_pinyin(
    letters: str, kind: str, before: str, cuts: frozenset[int] = frozenset()
) -> list[_Way]:
    """Letters as syllables, in every way they fall into them; at the cuts, one has to end.

    `kind` is that of the first token, `before` the pattern before the first character.
    """
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
        _Way(_syllables(kind, whole, rest), _one_token(letters, whole, rest), pattern)
        for whole, rest in ways(letters)
        if _ends_at(cuts, whole, len(letters) if "".join((*whole, rest)) == letters else 0)
    ]


def _ends_at(cuts: frozenset[int], whole: tuple[str, ...], reach: int) -> bool:
    """Whether a syllable ends at each cut, as far as the whole ones, or `reach`, go."""
    ends = list(accumulate(map(len, whole)))
    return all(cut in ends for cut in cuts if cut <= max(reach, sum(map(len, whole))))


def _one_token(letters: str, whole: tuple[str, ...], rest: str) -> bool:
    """Whether one token holds all the letters: the beginning of a syllable, or one and a letter."""
    return not whole or (len(whole) == 1 and whole[0] + rest == letters and len(rest) == 1)


def _syllables(kind: str, whole: tuple[str, ...], rest: str) -> str:
    if not whole:
        return _beginning_with(kind, signs_beginning(rest))
    following = [*whole[1:], rest]
    kinds = [kind, *"p" * len(following)]
    found = [
        _quoted(f"{kinds[place]}{sign(syllable)}{following[place][0]}")
        for place, syllable in enumerate(whole)
    ]
    last = signs_beginning(rest)
    if len(rest) > 1 and len(whole) < _ENOUGH_SYLLABLES and len(last) <= _MOST_SYLLABLES:
        found.append(_beginning_with("p", last))
    return _all_of(found)


def _pairs(letters: str) -> Iterator[str]:
    return map("".join, pairwise(letters))
