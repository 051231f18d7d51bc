"""Choices and truths: the words that people write for them, and the key or bool that is stored."""

from collections.abc import Mapping

from custtui.values.language import _, current
from custtui.values.normal_form import normal
from custtui.values.registry import Choice
from custtui.values.text import clean, shown
from custtui.values.unclean import Unclean

YES = Choice("yes", "Yes", "是", ("y", "true", "t", "1", "真", "有", "√", "✓", "✔", "☑"))
NO = Choice("no", "No", "否", ("n", "false", "f", "0", "假", "无", "×", "✗", "✘", "不是", "没有"))
YES_NO = (YES, NO)

#: The words of each list of choices that was asked about, by the list's identity; the list is kept
#: beside them, so that its identity stays its own. Hashing the list each time would cost more than
#: the rest of an import.
_tables: dict[int, tuple[tuple[Choice, ...], Mapping[str, str]]] = {}
_MOST_TABLES = 256


def choice_key(choices: tuple[Choice, ...], value: object) -> str:
    """The key of the choice that `value` names by key, label or variant, in any case and spacing.

    Raises Unclean, naming the choices, when there is none such.
    """
    words = _words(choices)
    if isinstance(value, str):
        key = words.get(value)
        if key is None:
            key = words.get(folded(value))
        if key is not None:
            return key
    labels = ", ".join(choice.label(current()) for choice in choices)
    message = _("“{value}” is none of the choices: {choices}")
    raise Unclean(message.format(value=shown(str(value))[:80], choices=labels))


def choice_label(choices: tuple[Choice, ...], key: str, language: str) -> str:
    """The label of a stored key; the key itself when the list no longer has it."""
    for choice in choices:
        if choice.key == key:
            return choice.label(language)
    return key


def yes_or_no(value: object) -> bool:
    """The truth that `value` names: a bool, 1 or 0, or a word for yes or no."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and value in (0, 1):
        return value == 1
    return choice_key(YES_NO, value) == "yes"


def folded(word: str) -> str:
    """A word without what does not tell choices apart: case, width, spaces, underscores."""
    plain = normal("NFKC", clean(word)).casefold()
    return "".join(plain.split()).replace("_", "")


def _words(choices: tuple[Choice, ...]) -> Mapping[str, str]:
    entry = _tables.get(id(choices))
    if entry is not None:
        return entry[1]
    keys = [(choice.key, choice.key) for choice in choices]
    labels = [(w, choice.key) for choice in choices for w in (choice.english, choice.chinese)]
    variants = [(word, choice.key) for choice in choices for word in choice.variants]
    words: dict[str, str] = {}
    for word, key in keys + labels + variants:
        words.setdefault(word, key)
        words.setdefault(folded(word), key)
    if len(_tables) >= _MOST_TABLES:
        _tables.clear()
    _tables[id(choices)] = (choices, words)
    return words
