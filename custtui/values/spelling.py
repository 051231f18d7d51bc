"""The spelling of a customer: all that search may ask of it, in one text, folded and read.

It is what the file keeps beside the index: the index's tokens are made from it (`values.tokens`),
so they can be taken out again, and where tokens only narrow a search down, a regular expression
over it decides (`values.question`). Reading it needs no pypinyin. One line a text:

    c·c00042                    the code
    n单CHAN/DAN/SHAN伟WEI         the customer's name, each Han character with its syllables
    p·t'c'l科KE技JI               a contact's name; letters beside Han characters one by one
    d01065551234x801            a phone number as it is stored, but for a + its 00
    t·zhang·san·qq·com          another text (tag, e-mail, account), not read in pinyin
    m()                         the marks of code and names, for what has nothing else

A middle dot stands before a word that is not Han. Whatever lay between words is left out, so
华东(上海) is one unbroken row of characters.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from custtui.values import pinyin
from custtui.values.folding import is_han, marks, runs
from custtui.values.syllables import sign
from custtui.values.token_forms import LETTER, WORD

_NOT_IN_A_NUMBER = re.compile(r"[^\dx]+", re.ASCII)


def spelling(
    code: str,
    name: str,
    contacts: Iterable[str] = (),
    phones: Iterable[str] = (),
    others: Iterable[str] = (),
) -> str:
    """The spelling of one customer. `phones` in the stored form; `others` are searched as they are.

    Loads pypinyin when a name has Han characters.
    """
    names = list(contacts)
    lines = [
        "c" + _spelled(code),
        "n" + _read(name),
        *("p" + _read(contact) for contact in names),
        *("d" + _NOT_IN_A_NUMBER.sub("", phone.replace("+", "00")) for phone in phones),
        *("t" + _spelled(other) for other in others if other),
        "m" + "".join(sorted({mark for each in (code, name, *names) for mark in marks(each)})),
    ]
    return "\n".join(dict.fromkeys(line for line in lines if len(line) > 1))


def _spelled(text: str) -> str:
    return _joined(runs(text))


def _joined(found: list[str]) -> str:
    return "".join(run if is_han(run) else WORD + run for run in found)


def _read(text: str) -> str:
    """The text with the syllables of each Han character, in capitals, behind it."""
    found = runs(text)
    if not any(map(is_han, found)):
        return _joined(found)
    pieces: list[str] = []
    for place, run in enumerate(found):
        if not is_han(run):
            pieces.append(WORD + LETTER.join(run))
        elif place > 0:
            pieces += map(_character, run)
        else:
            # A surname is read otherwise, but only at the beginning of a name.
            surname = pinyin.surname(run)
            pieces += (_surname(surname), *map(_character, run[len(surname) :]))
    return "".join(pieces)


@lru_cache(maxsize=8_192)
def _character(character: str) -> str:
    return character + _capitals(pinyin.readings(character)[0])


@lru_cache(maxsize=512)
def _surname(surname: str) -> str:
    read = map(_capitals, pinyin.syllables(surname))
    return "".join(map(str.__add__, surname, read))


def _capitals(readings: Iterable[str]) -> str:
    return "/".join(sorted({reading.upper() for reading in readings if sign(reading)}))
