"""Text as it is kept and shown: no invisible or acting characters, one Unicode form, bounded."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from custtui.values.language import _
from custtui.values.normal_form import is_nfc, normal
from custtui.values.unclean import Unclean


class Limits(NamedTuple):
    """The most characters that a text may have once it is clean."""

    one_line: int = 500
    long_text: int = 20_000


LIMITS = Limits()

#: Never kept: they act on a terminal (C0, DEL, C1), turn the reading order round (bidi marks,
#: embeddings, overrides, isolates), cannot be written to a file (lone surrogates, U+FFFE, U+FFFF),
#: or are garbage of copying that makes equal names unequal (zero-width spaces, annotations).
#: The zero-width joiners stay where they join: some scripts and emoji are spelled with them.
NEVER_KEPT = (
    "\x01-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff"
)
#: With NUL and lone surrogates, which SQLite can't be asked for.
_REMOVED = re.compile(f"[\x00{NEVER_KEPT}\ud800-\udfff]+")
_JOINING_NOTHING = re.compile(r"(?<!\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\S)")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_NEW_LINE_OR_TAB = re.compile("[\n\t]")
_WIDE = frozenset("WF")
_ZERO_WIDTH = frozenset(("Mn", "Me", "Cf"))


def clean(text: str) -> str:
    """`text` without control, bidi and other invisible characters, in NFC, its ends stripped.

    Newlines and tabs stay; every kind of line end becomes a newline.
    """
    if text.isprintable():  # nearly all text: none of the removed characters is printable
        if text.isascii() or is_nfc(text):
            return text.strip()
        return normal("NFC", text).strip()
    return normal("NFC", _kept(text)).strip()


def one_line(text: str) -> str:
    """`clean` text on one line: newlines and tabs, with the space round them, become one space."""
    cleaned = clean(text)
    return cleaned if cleaned.isprintable() else _joined(cleaned)


def shown(text: str) -> str:
    """`text` that somebody else wrote, made safe to show on one line, and else left as it is."""
    if text.isprintable():
        return text
    return _NEW_LINE_OR_TAB.sub(" ", _kept(text))


def harmless(text: str) -> str:
    """`text` as somebody typed or pasted it, in its lines, without what is never kept."""
    return text if text.isprintable() else _REMOVED.sub("", _LINE_ENDS.sub("\n", text))


def within(text: str, limit: int) -> str:
    """`text` itself; Unclean when it has more than `limit` characters."""
    if len(text) > limit:
        message = _("The text has {count} characters; at most {limit} are kept: shorten it.")
        raise Unclean(message.format(count=len(text), limit=limit))
    return text


def width(text: str) -> int:
    """The cells that `text` takes in a terminal or a fixed-width column: Chinese takes two each."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _kept(text: str) -> str:
    return _JOINING_NOTHING.sub("", _REMOVED.sub("", _LINE_ENDS.sub("\n", text)))


def _joined(text: str) -> str:
    pieces = (piece.strip() for piece in _NEW_LINE_OR_TAB.split(text))
    return " ".join(piece for piece in pieces if piece)


# Looked up once for each character: long lists are made of the same few thousand.
@cache
def _cells(character: str) -> int:
    if unicodedata.east_asian_width(character) in _WIDE:
        return 2
    return 0 if unicodedata.category(character) in _ZERO_WIDTH else 1
