"""Breaking long texts into lines.

Apart from `printing`, as help and long texts alone need it: its pattern takes 3 ms to compile.
"""

import re

from custtui.values.text import width

#: A Chinese character with the punctuation that may not begin a line, or a word of another script.
_PIECES = re.compile(r"[\u2e80-\uffff][，。、；：？！）》”,.;:]*\s*|[^\s\u2e80-\uffff]+\s*")


def wrapped(text: str, cells: int) -> list[str]:
    """`text` in lines of at most so many cells; between Chinese signs it may break anywhere."""
    lines: list[str] = []
    for word in _words(text):
        if lines and width(lines[-1]) + width(word.rstrip()) <= cells:
            lines[-1] += word
        elif lines and width(lines[-1].rstrip()) == 0:
            lines[-1] = word
        else:
            lines.append(word)
    return [line.rstrip() for line in lines] or [""]


def _words(text: str) -> list[str]:
    """The pieces between which a line may break."""
    return _PIECES.findall(text)
