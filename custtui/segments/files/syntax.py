"""What is wrong with a text that is no TOML, and on which line."""

import re
import tomllib
from decimal import Decimal
from typing import Any

from custtui.segments.checks.finding import Finding
from custtui.values.language import _, mark

_BOM = b"\xef\xbb\xbf"
#: Far more than all presets together have.
_MOST_BYTES = 1 << 20
#: Levels of tables and lists in one another, and keys joined by points: what reads them goes down
#: with each, and takes the square of their number. Rules have a dozen.
_MOST_LEVELS = 60
_JOINED_KEYS = re.compile(
    r"(?<![\w\-])(?>(?:[\w\-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*\.[ \t]*)" f"{{{_MOST_LEVELS}}}"
)
_LINE = re.compile(r"\(at line (\d+), column \d+\)")
#: How `tomllib` begins its reasons, and what people are told.
_REASONS = {
    "Invalid initial character for a key part": mark("A key or a value is missing here."),
    "Expected '=' after a key": mark("A “=” is missing after a key."),
    "Expected newline or end": mark("Something stands behind the value; it needs its own line."),
    "Unterminated string": mark("A text is not closed by a quotation mark."),
    "Expected '\"": mark("A text is not closed by a quotation mark."),
    "Expected \"'": mark("A text is not closed by a quotation mark."),
    "Illegal character": mark("A text is not closed on its line, or has a control character."),
    "Unescaped '\\'": mark("A backslash in a text is written twice: \\\\."),
    "Invalid hex value": mark("A character is written by a code that is none."),
    "Escaped character": mark("A character is written by a code that is none."),
    "Unclosed array": mark("A list is not closed by “]”, or a comma is missing in it."),
    "Unclosed inline table": mark("A table is not closed by “}”, or a comma is missing in it."),
    "Expected ']": mark("The heading of a table is not closed."),
    "Duplicate inline table key": mark("The same key stands twice."),
    "Cannot overwrite a value": mark("The same key stands twice."),
    "Cannot declare": mark("The same table stands twice."),
    "Cannot mutate immutable namespace": mark("What is written in brackets can't be added to."),
    "Cannot redefine namespace": mark("The same table stands twice."),
    "Invalid date or datetime": mark("No calendar has that day."),
    "Invalid value": mark("The value is no number, text, list, true or false; texts need quotes."),
}


class NotToml(ValueError):
    """A text that is no TOML; `finding` says on which line, and why."""

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.finding = Finding("", "", sentence, (), line)


def decoded(content: bytes) -> str:
    """The text of a file; NotToml where it is not UTF-8, the one encoding of TOML, or too large."""
    if len(content) > _MOST_BYTES:
        message = _("The file is over {limit} kB: these are no rules.")
        raise NotToml(message.format(limit=_MOST_BYTES >> 10), 1)
    try:
        return content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotToml(_("The file is not saved as UTF-8."), line) from error


def parsed(text: str) -> dict[str, Any]:
    """What the text holds, its numbers as exact decimals; NotToml where it is none."""
    joined = _JOINED_KEYS.search(text)
    if joined is not None:
        raise _too_deep(text.count("\n", 0, joined.start()) + 1)
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except RecursionError as error:
        raise _too_deep(1) from error
    except ValueError as error:  # tomllib's own, and that of a number with too many figures
        reason = str(error)
        place = _LINE.search(reason)
        line = int(place[1]) if place else max(len(text.rstrip().splitlines()), 1)
        raise NotToml(_sentence(reason), line) from error
    if not _is_flat(data):
        raise _too_deep(1)
    return data


def _is_flat(data: Any) -> bool:
    """Whether nothing stands too many levels deep."""
    level = [data]
    for _level in range(_MOST_LEVELS):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return True
    return False


def _inside(value: Any) -> list[Any]:
    """The tables and lists right inside a value."""
    held = value.values() if isinstance(value, dict) else value
    return [each for each in held if isinstance(each, dict | list)]


def _too_deep(line: int) -> NotToml:
    return NotToml(_("The brackets are nested too deeply."), line)


def _sentence(reason: str) -> str:
    for begins, told in _REASONS.items():
        if reason.startswith(begins):
            return _(told)
    return _("This is not written as TOML.")
