"""What a search asks: a typed text as tokens for the index, and as patterns that decide.

The text falls into words: runs of Han, and everything else between spaces and commas, its marks
left out. A customer fits when every word fits in one of its texts:

- a Han word stands in the text (name, contact, tag, code, account), marks aside;
- another word begins a word of the text and goes on with what follows it (`smi`, `jo.sm@q`);
- of digits: they begin a phone number (without its first zeros, too), or stand in it from one of
  its last eight digits or its extension on; +86 and 0086 may stand before its beginning, and 86
  alone where at least five digits follow; of a foreign number + is 00;
- of letters: syllables of neighbouring Han characters in a name, the last one not to its end; or
- letters and digits: initials of neighbouring characters of a name, in any reading; a letter
  beside Han characters stands for itself.

Words without Han that follow each other may also be one word or number: `138 0013 8001`.
Marks count only where nothing else is typed. Tokens may promise too much, but never too little.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from custtui.values.folding import folded, is_han, marks, runs
from custtui.values.token_forms import mark
from custtui.values.way import Asked, Known
from custtui.values.word import beginning, whole, word, written_apart

#: A longer text is nobody's: no field that search looks into is longer on one line.
MOST_CHARACTERS = 500
#: So many words are asked of the index; of more, only the patterns know.
_MOST_IN_INDEX = 12

_BETWEEN_WORDS = re.compile(r"[\s,，、;；|]+")


class Question(NamedTuple):
    """What a typed text asks. `everything` is asked of each customer; None: everybody fits.

    `exact` asks for the customer whose code or phone number the text is, `beginning` for those
    whose name begins with it. Who fits one of these fits `everything`.
    """

    everything: Asked | None = None
    exact: Asked | None = None
    beginning: Asked | None = None


def ask(text: str, known: Known = lambda expression: True) -> Question | None:
    """The question that a typed text asks; None where nobody can fit it.

    `known` tells whether the index has anybody for an FTS5 expression.
    """
    typed = text.strip()
    if len(typed) > MOST_CHARACTERS:
        return None
    words = list(_words(typed))
    if not words:
        return _for_marks(marks(typed))
    everything, first = _everything(words, known), beginning(words, known)
    if not first.decides and _tells_more(words):
        # Of 上海 5678 the names that begin so are many, and those with the number few.
        both = f"({first.expression}) AND ({everything.expression})"
        first = first._replace(expression=both)
    return Question(everything, whole(words), first)


def _tells_more(words: list[str]) -> bool:
    """Whether words narrow down whom the name that they begin narrows down already.

    Not words of Han alone; and letters alone may be so many things that to ask the index for all
    takes longer than a look at each.
    """
    letters = "".join(words)
    return not (all(map(is_han, words)) or (letters.isascii() and letters.isalpha()))


def _words(text: str) -> Iterator[str]:
    for piece in _BETWEEN_WORDS.split(text):
        for number, (_han, run) in enumerate(groupby(runs(piece), is_han)):
            joined = "".join(run)
            dialled = number == 0 and joined.isdecimal() and folded(piece).startswith("+")
            yield "00" + joined if dialled else joined


def _for_marks(typed: str) -> Question:
    if not typed:
        return Question()
    expression = " AND ".join(f'"{mark(character)}"' for character in typed)
    return Question(Asked(expression, True, lambda spelling: True))


def _everything(words: list[str], known: Known) -> Asked:
    groups = [
        (_each if han else _neighbours)(list(group), known) for han, group in groupby(words, is_han)
    ]
    return _all(groups)


def _each(words: list[str], known: Known) -> Asked:
    return _all([word(letters, known) for letters in dict.fromkeys(words)])


def _neighbours(words: list[str], known: Known) -> Asked:
    """Words without Han that follow each other: each fits, or they are one that was cut up."""
    each = _each(words, known)
    if len(words) == 1:
        return each
    joined = written_apart(words, known)
    return Asked(
        f"({each.expression}) OR ({joined.expression})",
        each.decides and joined.decides,
        lambda spelling: each.fits(spelling) or joined.fits(spelling),
    )


def _all(asked: list[Asked]) -> Asked:
    if len(asked) == 1:
        return asked[0]
    index = asked[:_MOST_IN_INDEX]
    return Asked(
        " AND ".join(f"({each.expression})" for each in index),
        len(index) == len(asked) and all(each.decides for each in asked),
        lambda spelling: all(each.fits(spelling) for each in asked),
    )
