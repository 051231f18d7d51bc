"""One way in which a word of a search may be meant, and FTS5 expressions to ask the index with.

Each way has an expression, which finds everybody that fits and perhaps some more, and a regular
expression over the spelling (`values.spelling`), which finds exactly who fits.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

#: So many neighbours of a long word are asked of the index; the pattern looks at all.
_MOST_NEIGHBOURS = 8

#: Whether the index has anybody for an FTS5 expression.
Known = Callable[[str], bool]


class Way(NamedTuple):
    """What finds, what decides, and whether finding decides already."""

    expression: str
    decides: bool
    pattern: str
    #: Whether it is what such letters mean in most cases.
    likely: bool = True


class Asked(NamedTuple):
    """What finds; whether that decides already; and whether somebody's spelling fits."""

    expression: str
    decides: bool
    fits: Callable[[str], bool]


def either(found: Sequence[Way], known: Known) -> Asked:
    """Any of the ways, but for those which nobody fits and which would cost a look at each."""
    left = [way for way in found if way.likely or way.decides or known(way.expression)]
    if any(way.decides for way in left):
        left = [way for way in left if way.decides or known(way.expression)]
    if not left:
        return Asked(found[0].expression, True, lambda spelling: False)
    expression = " OR ".join(dict.fromkeys(f"({way.expression})" for way in left))
    pattern = "|".join(dict.fromkeys(way.pattern for way in left))
    return Asked(expression, all(way.decides for way in left), lambda s: _stands(pattern, s))


def quoted(token: str) -> str:
    """The token itself, for FTS5. It holds letters, digits and signs, never a quote."""
    return f'"{token}"'


def any_of(tokens: Iterable[str]) -> str:
    """Any of the tokens."""
    return " OR ".join(map(quoted, tokens))


def all_of(expressions: Iterable[str]) -> str:
    """All of the expressions, but of very many only the first."""
    return " AND ".join(f"({each})" for each in islice(expressions, _MOST_NEIGHBOURS))


def beginning_with(kind: str, characters: str) -> str:
    """Tokens of a kind that go on with one of these characters: the prefix index has them."""
    return " OR ".join(f'"{kind}{character}"*' for character in characters)


def pairs(letters: str) -> Iterator[str]:
    """Each character with the next one."""
    return map("".join, pairwise(letters))


def _stands(pattern: str, spelling: str) -> bool:
    return _compiled(pattern).search(spelling) is not None


# Compiled when it is needed: mostly the index decides.
@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)
