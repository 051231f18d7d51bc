"""Texts and numbers as TOML has them, so that people can read and edit them."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from custtui.values.text import width

if TYPE_CHECKING:
    from tomlkit.items import Item

_WIDEST = 90  #: cells of a text on one line; a longer one is broken
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n"}
#: A Chinese character or a word of another script, with the space behind it: TOML drops the space
#: that begins a line after a break.
_PIECES = re.compile(r"[\u2e80-\uffff]\s*|[^\s\u2e80-\uffff]+\s*|\s+")


def is_long(text: str) -> bool:
    """Whether the text needs lines of its own."""
    return "\n" in text or width(text) > _WIDEST


def text_item(text: str) -> "Item":
    """A text in quotation marks; a long one over several lines, its breaks marked as none."""
    from tomlkit.items import String, StringType, Trivia

    if not is_long(text):
        return String(StringType.SLB, text, escaped(text), Trivia())
    lines = ("\\\n".join(map(escaped, _broken(line))) for line in text.split("\n"))
    return String(StringType.MLB, text, "\n" + "\n".join(lines), Trivia())


def number_item(number: Decimal) -> "Item":
    """A number with exactly its figures."""
    from tomlkit import item
    from tomlkit.items import Float, Trivia

    if number == number.to_integral_value():
        return item(int(number))
    return Float(float(number), Trivia(), format(number, "f"))


def escaped(text: str) -> str:
    """The text as it stands between quotation marks; what can't be seen is written by its code."""
    return "".join(_ESCAPES.get(each) or _code(each) for each in text)


def _code(character: str) -> str:
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _broken(line: str) -> list[str]:
    """A line in pieces that together are the line; none but the first begins with a space."""
    broken = [""]
    for piece in _PIECES.findall(line):
        if broken[-1] and width(broken[-1] + piece.rstrip()) > _WIDEST:
            broken.append("")
        broken[-1] += piece
    return broken
