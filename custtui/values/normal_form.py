"""Unicode's normal forms, in a time that does not run away."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

NormalForm = Literal["NFC", "NFKC", "NFKD"]

#: No language puts more marks on one letter (UAX #15, "Stream-Safe Text Format"). To bring marks
#: in order takes Python the square of their number: half a minute for a cell full of them.
_MOST_MARKS = 30
#: Where there may be more in a row: no Latin letters, no Han characters, no Hangul.
_MANY = re.compile(f"[^\x00-\u02ff\u3400-\u9fff\uac00-\ud7a3]{{{_MOST_MARKS + 1}}}")
#: Letters that become marks: of half-width Japanese.
_LETTERS = frozenset("\uff9e\uff9f")


def normal(form: NormalForm, text: str) -> str:
    """`text` in that form, without the marks on one letter that are more than any language has."""
    return unicodedata.normalize(form, _bounded(text))


def is_nfc(text: str) -> bool:
    """Whether `normal("NFC", text)` is the text itself."""
    return _bounded(text) == text and unicodedata.is_normalized("NFC", text)


def _bounded(text: str) -> str:
    if _MANY.search(text) is None:
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


@lru_cache(maxsize=4_096)
def _is_mark(character: str) -> bool:
    return character in _LETTERS or unicodedata.category(character)[0] == "M"
