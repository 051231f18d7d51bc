"""On which line of a TOML text each key and each value of a list stands.

`tomllib` says what a text holds, not where. This scanner follows the grammar of TOML just far
enough to tell keys from values; it is only given texts that `tomllib` has read without complaint.
"""

import re
import tomllib
from collections.abc import Callable

from custtui.segments.checks.finding import Place

_BLANK = re.compile(r"[ \t]*")
_BLANK_LINES = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
#: The longer quotes first: three quotes are no empty text. Two more may stand before the last.
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'",
    re.DOTALL,
)
_PLAIN_VALUE = re.compile(r"[^,\]}#\n]*")


def lines_of(text: str) -> dict[Place, int]:
    """The line of every key, every table and every item of a list, by the way to it.

    Where something stands in several places, such as a table that is opened by a dotted key, the
    first counts.
    """
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return scanner.lines


def line_at(lines: dict[Place, int], place: Place) -> int | None:
    """The line of a place, or of the nearest thing round it that the text holds."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.lines: dict[Place, int] = {}
        self._text = text
        self._at = 0
        self._line = 1
        #: How many tables each list of tables has so far.
        self._tables: dict[Place, int] = {}

    def document(self) -> None:
        here: Place = ()
        self._skip(_BLANK_LINES)
        while self._at < len(self._text):
            if self._next("[["):
                here = self._header("]]")
                count = self._tables.get(here, 0)
                self._tables[here] = count + 1
                here = (*here, count)
                self._note(here)
            elif self._next("["):
                here = self._header("]")
            else:
                self._pair(here)
            self._skip(_BLANK_LINES)

    def _header(self, end: str) -> Place:
        keys = self._keys()
        self._expect(end)
        way: Place = ()
        for place, key in enumerate(keys):
            way = (*way, key)
            self._note(way)
            if place < len(keys) - 1 and way in self._tables:
                way = (*way, self._tables[way] - 1)
        return way

    def _pair(self, table: Place) -> None:
        keys = self._keys()
        for count in range(1, len(keys) + 1):
            self._note((*table, *keys[:count]))
        self._expect("=")
        self._skip(_BLANK)
        self._value((*table, *keys))

    def _keys(self) -> Place:
        keys = []
        while True:
            self._skip(_BLANK)
            if self._text[self._at] in "\"'":
                keys.append(tomllib.loads(f"key = {self._take(_TEXT)}")["key"])
            else:
                keys.append(self._take(_BARE_KEY))
            self._skip(_BLANK)
            if not self._next("."):
                return tuple(keys)

    def _value(self, way: Place) -> None:
        if self._next("["):
            self._items("]", lambda count: self._item((*way, count)))
        elif self._next("{"):
            self._items("}", lambda _count: self._pair(way))
        elif self._text[self._at] in "\"'":
            self._take(_TEXT)
        else:
            self._take(_PLAIN_VALUE)

    def _items(self, end: str, take: Callable[[int], None]) -> None:
        """What stands between brackets, up to the closing one."""
        count = 0
        self._skip(_BLANK_LINES)
        while not self._next(end):
            take(count)
            count += 1
            self._skip(_BLANK_LINES)
            self._next(",")
            self._skip(_BLANK_LINES)

    def _item(self, way: Place) -> None:
        self._note(way)
        self._value(way)

    def _note(self, way: Place) -> None:
        self.lines.setdefault(way, self._line)

    def _next(self, sign: str) -> bool:
        """Whether the sign stands here; it is passed when it does."""
        found = self._text.startswith(sign, self._at)
        if found:
            self._at += len(sign)
        return found

    def _expect(self, sign: str) -> None:
        self._skip(_BLANK)
        assert self._next(sign), "tomllib has read it"

    def _skip(self, pattern: re.Pattern[str]) -> None:
        self._take(pattern)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        assert match is not None, "tomllib has read it"
        self._at = match.end()
        self._line += match[0].count("\n")
        return match[0]
