"""Keys for new dimensions and segments, suggested from the names that people give them."""

import re
from collections.abc import Collection, Iterable

_LONGEST = 40
_SUFFIX = 3  #: room for `_2` and so on
_NOT_OF_A_KEY = re.compile("[^a-z0-9]+")


def suggested_key(names: Iterable[str], otherwise: str, taken: Collection[str]) -> str:
    """A key made of the first name that gives one, or of `otherwise`; never one that is taken.

    A Chinese name gives its pinyin: 渠道 is `qu_dao`. Large and small letters count as the same.
    """
    stem = next(filter(None, map(_slug, names)), otherwise)
    folded = {key.casefold() for key in taken}
    key, count = stem, 1
    while key.casefold() in folded:
        count += 1
        key = f"{stem}_{count}"
    return key


def _slug(name: str) -> str:
    slug = _NOT_OF_A_KEY.sub("_", _latin(name).casefold()).strip("_")
    if slug[:1].isdigit():
        slug = f"n{slug}"
    return slug[: _LONGEST - _SUFFIX].rstrip("_")


def _latin(name: str) -> str:
    if name.isascii():
        return name
    from custtui.values.pinyin import readings

    found = zip(name, readings(name), strict=True)
    return "".join(f"_{syllables[0]}_" if syllables else letter for letter, syllables in found)
