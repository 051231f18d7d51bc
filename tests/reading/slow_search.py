"""A slow and obvious search of the same meaning as custtui.reading.search, to hold it to.

It looks at every customer with plain loops; of the program it takes only how text is folded and
how characters are read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from custtui.values import pinyin
from custtui.values.folding import folded, is_han, marks, runs


@dataclass(frozen=True)
class Customer:
    """What search may ask of a customer; `last_contact` as ISO text, empty without one."""

    id: int
    code: str
    name: str
    contacts: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    last_contact: str = ""


def slow_search(customers: Sequence[Customer], text: str) -> list[int]:
    """The ids of all that fit, best first."""
    newest = sorted(customers, key=lambda c: (c.last_contact, c.id), reverse=True)
    if len(text.strip()) > 500:
        return []
    words = list(typed_words(text.strip()))
    if not words:
        asked = set(marks(text.strip()))
        return [
            c.id for c in newest if asked <= set(marks(" ".join((c.code, c.name, *c.contacts))))
        ]
    fitting = [c for c in newest if fits(words, c)]
    exact = [c for c in fitting if is_code_or_number("".join(words), c)]
    named = [c for c in fitting if begins_name(words, c.name)]
    return list(dict.fromkeys(c.id for c in (*exact, *named, *fitting)))


def typed_words(text: str) -> Iterator[str]:
    """Runs of Han, and the rest of what stands between spaces; a + before digits is 00."""
    for piece in re.split(r"[\s,，、;；|]+", text):
        groups = ["".join(group) for _han, group in groupby(runs(piece), is_han)]
        if groups and folded(piece).startswith("+") and groups[0].isdecimal():
            groups[0] = "00" + groups[0]
        yield from groups


def fits(words: Sequence[str], customer: Customer) -> bool:
    """Every word, or every word of a row without Han written as one."""
    for han, group in groupby(words, is_han):
        row = list(group)
        if all(word_fits(word, customer) for word in row):
            continue
        if han or not is_one("".join(row), customer):
            return False
    return True


def word_fits(word: str, customer: Customer) -> bool:
    if is_han(word):
        texts = (customer.code, customer.name, *customer.contacts, *customer.others)
        return any(word in "".join(runs(text)) for text in texts)
    if is_one(word, customer):
        return True
    return any(
        is_spelled(read, start, [word]) or has_initials(read, start, word)
        for name in (customer.name, *customer.contacts)
        for read in [readings(name)]
        for start in range(len(read))
    )


def is_one(word: str, customer: Customer) -> bool:
    """Whether it begins a word of a text, or stands in a number."""
    texts = (customer.code, customer.name, *customer.contacts, *customer.others)
    if any(rest.startswith(word) for text in texts for rest in from_each_word(text)):
        return True
    if not (word.isascii() and word.isdigit()):
        return False
    return any(is_in_number(word, *split(number)) for number in customer.phones)


def is_in_number(word: str, main: str, extension: str) -> bool:
    digits = main + extension
    beginnings = {digits, digits.removeprefix("0"), digits.removeprefix("00")}
    from_the_last = {digits[place:] for place in range(max(0, len(main) - 8), len(digits))}
    if any(rest.startswith(word) for rest in beginnings | from_the_last):
        return True
    after = after_country(word)
    return bool(after) and digits.startswith((after, "0" + after))


def from_each_word(text: str) -> Iterator[str]:
    """What stands from each word without Han on, spaces and marks left out."""
    found = runs(text)
    for place, run in enumerate(found):
        if not is_han(run):
            yield "".join(found[place:])


def split(number: str) -> tuple[str, str]:
    """The digits of a stored number, and those of its extension; a + is 00."""
    main, _x, extension = number.replace("+", "00").partition("x")
    return re.sub("[^0-9]", "", main), re.sub("[^0-9]", "", extension)


def after_country(digits: str) -> str:
    if digits.startswith("0086"):
        return digits[4:]
    return digits[2:] if digits.startswith("86") and len(digits) >= 7 else ""


def is_code_or_number(word: str, customer: Customer) -> bool:
    if "".join(runs(customer.code)) == word:
        return True
    if not (word.isascii() and word.isdigit() and len(word) >= 5):
        return False
    asked = {word, after_country(word) or word}
    asked |= {"0" + digits for digits in asked if not digits.startswith("0")}
    asked |= {"00" + word} if not word.startswith("0") else set()
    return any(asked & {split(number)[0], "".join(split(number))} for number in customer.phones)


def begins_name(words: Sequence[str], name: str) -> bool:
    joined = "".join(words)
    if "".join(runs(name)).startswith(joined):
        return True
    if any(map(is_han, words)):
        return False
    read = readings(name)
    return is_spelled(read, 0, list(words)) or has_initials(read, 0, joined)


@dataclass(frozen=True)
class Read:
    """A character of a name: its syllables, or the letter that stands for itself."""

    syllables: frozenset[str]
    letter: str


def readings(name: str) -> list[Read]:
    """The characters of a name; none where no character of it has a reading."""
    joined = "".join(runs(name))
    read = [
        Read(frozenset(filter(has_vowel, syllables)), "") if is_han(c) else Read(frozenset(), c)
        for c, syllables in zip(joined, pinyin.syllables(joined), strict=True)
    ]
    return read if any(each.syllables for each in read) else []


def has_vowel(syllable: str) -> bool:
    return syllable.isascii() and any(letter in "aeiouv" for letter in syllable)


def is_spelled(read: Sequence[Read], start: int, words: Sequence[str]) -> bool:
    """Whether words are syllables from the character at `start` on; the last may break off."""
    if start >= len(read):
        return False
    word, later = words[0], list(words[1:])
    for syllable in read[start].syllables:
        if not later and syllable.startswith(word):
            return True
        if word.startswith(syllable):
            rest = word[len(syllable) :]
            remaining = [rest, *later] if rest else later
            if not remaining or is_spelled(read, start + 1, remaining):
                return True
    return False


def has_initials(read: Sequence[Read], start: int, word: str) -> bool:
    if (word.isascii() and word.isdigit()) or start + len(word) > len(read):
        return False
    return all(
        letter == each.letter or any(syllable[0] == letter for syllable in each.syllables)
        for letter, each in zip(word, read[start:], strict=False)
    )
