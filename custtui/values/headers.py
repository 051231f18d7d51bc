"""Headers of files: which column is which field."""

import re
from collections.abc import Callable, Sequence

from custtui.values.normal_form import normal
from custtui.values.registry import Field, Form, RecordKind

#: Fields that several columns may fill together, beside those that gather.
_LISTS = frozenset((Form.PHONES, Form.TAGS))
_TAIL = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】)[\s:*]*$")
_SCALE = re.compile(
    r"[(\[【/:]\s*(?:单位\s*:?)?\s*(?:人民币|CNY|RMB)?\s*([十百千]?[万亿]|千)\s*元?\s*[)\]】]?[\s:*]*$"
)


def normalise(header: str) -> str:
    """A header without what does not tell it apart: case, width, spaces, punctuation, `(元)`."""
    plain = normal("NFKC", header).casefold().strip()
    letters = _letters(_TAIL.sub("", plain))
    return letters or _letters(plain)


def scale_word(header: str) -> str:
    """The unit of ten thousands and the like that a header names, `交易金额(万元)`: 万; else empty.

    Behind each number of such a column the word makes the amount: `1.2` is `1.2万`.
    """
    match = _SCALE.search(normal("NFKC", header))
    return match[1] if match else ""


def recognise(kind: RecordKind, headers: Sequence[str], scaled: bool = False) -> dict[str, Field]:
    """The field of each header that names one, by key, label or variant.

    A label beats a variant, and an exact header one that is alike only when normalised; of two as
    good the first wins, but phones, tags and what gathers take all. Columns of money in 万元 are
    left out unless `scaled`: who asks for them must apply `scale_word`, or be wrong ten thousand
    times.
    """
    found: dict[str, Field] = {}
    taken: set[str] = set()
    for names, reading in _name_tables(kind):
        for header in headers:
            field = names.get(reading(header))
            if field is None or header in found:
                continue
            if field.key in taken and not (field.gathers or field.form in _LISTS):
                continue
            if field.form is Form.MONEY and not scaled and scale_word(header):
                continue
            found[header] = field
            taken.add(field.key)
    return {header: found[header] for header in headers if header in found}


def _name_tables(kind: RecordKind) -> list[tuple[dict[str, Field], Callable[[str], str]]]:
    """The names of a kind's fields, from the surest to the least sure, and how to look one up."""
    labels = [
        (n, field) for field in kind.fields for n in (field.key, field.english, field.chinese)
    ]
    variants = [(name, field) for field in kind.fields for name in field.variants]
    readings: tuple[Callable[[str], str], ...] = (str.strip, normalise)
    return [
        (_table(names, reading), reading) for reading in readings for names in (labels, variants)
    ]


def _table(names: list[tuple[str, Field]], reading: Callable[[str], str]) -> dict[str, Field]:
    table: dict[str, Field] = {}
    for name, field in names:
        table.setdefault(reading(name), field)
    return table


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
