"""The order of Chinese texts by pinyin (拼音), as people look them up: needs no pypinyin.

Texts are compared character by character: by syllable, then by tone, so that all of one surname
stand together. `pinyin_order.txt` holds the characters in that order, a line a syllable, in their
usual reading (made from pypinyin by tests/values/test_pinyin_order.py). Whatever
else is written comes before Han characters, small letters as capitals.
"""

from functools import cache
from importlib.resources import files

from custtui.values.pinyin import SURNAMES

_FILE = "pinyin_order.txt"
#: A person's name has at most so many characters; in a longer one 单 and 解 are ordinary words.
_LONGEST_PERSON = 4
#: Where no character of any text stands, behind all of them.
_FIRST = 0xF0000
#: Places that begin with a character in another than its usual reading, which companies are
#: named by.
_PLACES = {
    "重庆": "chong", "厦门": "xia", "六安": "lu", "蚌埠": "beng", "乐清": "yue", "番禺": "pan",
    "铅山": "yan", "单县": "shan", "涡阳": "guo", "浚县": "xun", "歙县": "she", "枞阳": "zong",
}  # fmt: skip


def order_key(text: str) -> str:
    """A text that stands in the order of code points where `text` stands in that of pinyin."""
    characters, beginnings = _table()
    text = text.casefold()
    first_two = text[:2]
    if first_two in _PLACES:
        begun = first_two
    elif len(text) > _LONGEST_PERSON:
        begun = ""
    elif first_two in SURNAMES:
        begun = first_two
    else:
        begun = text[:1] if text[:1] in SURNAMES else ""
    if not begun:
        return text.translate(characters)
    return beginnings[begun] + text[len(begun) :].translate(characters)


@cache
def _table() -> tuple[dict[int, str], dict[str, str]]:
    """What each character becomes, and what the beginning of some names does."""
    other: dict[str, tuple[str, ...]] = {name: (syllable,) for name, syllable in _PLACES.items()}
    other |= {name: readings[0] for name, readings in SURNAMES.items()}
    # A character in another reading than its usual one stands behind those of the syllable.
    behind: dict[str, dict[str, None]] = {}
    for name, syllables in other.items():
        for character, syllable in zip(name, syllables, strict=False):
            behind.setdefault(syllable, {})[character] = None
    signs: dict[tuple[str, str], str] = {}
    characters: dict[int, str] = {}
    for line in files("custtui.values").joinpath(_FILE).read_text("utf-8").splitlines():
        syllable, usual = line.split(" ")
        for character in dict.fromkeys((*usual, *behind.get(syllable, ()))):
            signs[syllable, character] = chr(_FIRST + len(signs))
        characters |= {ord(character): signs[syllable, character] for character in usual}
    beginnings = {}
    for name, syllables in other.items():
        read = [signs[s, c] for c, s in zip(name, syllables, strict=False)]
        beginnings[name] = "".join(read) + name[len(read) :].translate(characters)
    return characters, beginnings
