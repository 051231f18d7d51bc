"""A field of a department's own, made from what was typed: one that no other can be taken for."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from custtui.values.choosing import folded
from custtui.values.headers import normalise, recognise, scale_word
from custtui.values.language import _, current
from custtui.values.normal_form import normal
from custtui.values.registry import CUSTOMER, OLD_SHEET, OwnField
from custtui.values.registry.own import OWN_FORMS, OWN_KEY
from custtui.values.text import one_line, within
from custtui.values.unclean import Unclean

LONGEST_NAME = 60
MOST_CHOICES = 200
LONGEST_CHOICE = 100
_LONGEST_KEY = 40
_BETWEEN_CHOICES = re.compile("[\n,，;；、]")
_NO_PART_OF_KEYS = re.compile(r"[^a-z0-9]+")


def own_field(typed: Mapping[str, object], others: Iterable[OwnField]) -> OwnField:
    """The field that was typed: `chinese`, `english`, `form`, `choices`, `key`; all but one name
    and the form may be missing.

    Without a key it is given one made of its name. Raises Unclean, saying what to do, where a name
    or a key is taken by one of `others` or means another column already, and where choices are
    missing, too many, or alike.
    """
    others = tuple(others)
    form = str(typed.get("form") or "")
    if form not in OWN_FORMS:
        message = _("A field is one of: {forms}.")
        raise Unclean(message.format(forms=", ".join(OWN_FORMS)))
    chinese, english = _names(typed)
    for name in dict.fromkeys((chinese, english)):
        _check_name(name, form, others)
    choices = choices_of(str(typed.get("choices") or ""))
    if form == "choice" and not choices:
        raise Unclean(_("A choice needs its choices: one a line."))
    if form != "choice" and choices:
        raise Unclean(_("Only a field of the form choice has choices."))
    key = one_line(str(typed.get("key") or ""))
    taken = {other.key.casefold() for other in others}
    if not key:
        key = free_key(chinese, english, taken)
    elif not OWN_KEY.fullmatch(key):
        message = _("A key is a Latin letter, then at most 39 letters, digits and _.")
        raise Unclean(message)
    elif key.casefold() in taken:
        raise Unclean(_("There is a field with the key {key} already.").format(key=key))
    return OwnField(key, chinese, english, form, choices)


def choices_of(text: str) -> tuple[str, ...]:
    """The choices in a text, one a line or parted by commas.

    Raises Unclean for too many, for one that is too long, and for two that are alike.
    """
    found: dict[str, str] = {}
    for piece in _BETWEEN_CHOICES.split(text):
        choice = within(one_line(piece), LONGEST_CHOICE)
        if not choice:
            continue
        first = found.setdefault(folded(choice) or choice, choice)
        if first != choice:
            message = _("“{first}” and “{second}” are too much alike for two choices.")
            raise Unclean(message.format(first=first, second=choice))
    if len(found) > MOST_CHOICES:
        message = _("A field has at most {most} choices, not {count}.")
        raise Unclean(message.format(most=MOST_CHOICES, count=len(found)))
    return tuple(found.values())


def free_key(chinese: str, english: str, taken: Iterable[str]) -> str:
    """A key made of a name, the Chinese one by its pinyin, that none of `taken` is."""
    taken = {key.casefold() for key in taken}
    plain = _key(english) or _key(" ".join(_syllables(chinese))) or "field"
    key, number = plain[:_LONGEST_KEY].rstrip("_"), 1
    while key in taken:
        number += 1
        key = f"{plain[: _LONGEST_KEY - len(str(number)) - 1]}_{number}"
    return key


def _names(typed: Mapping[str, object]) -> tuple[str, str]:
    """Both names; the other one stands in for one that is missing."""
    chinese, english = (one_line(str(typed.get(each) or "")) for each in ("chinese", "english"))
    for name in (chinese, english):
        within(name, LONGEST_NAME)
    if not chinese and not english:
        raise Unclean(_("A field needs a name."))
    return chinese or english, english or chinese


def _check_name(name: str, form: str, others: tuple[OwnField, ...]) -> None:
    """Unclean for a name by which a column of a file would be taken for another field."""
    plain = normalise(name)
    if not plain:
        raise Unclean(_("“{name}” has no letter and no digit.").format(name=name))
    if form == "money" and scale_word(name):
        message = _("Amounts are kept in whole currency units: leave the unit out of “{name}”.")
        raise Unclean(message.format(name=name))
    for kind in (CUSTOMER, OLD_SHEET):
        for field in recognise(kind, [name], scaled=True).values():
            message = _("A column “{name}” is read as {field} already: choose another name.")
            raise Unclean(message.format(name=name, field=field.label(current())))
    for other in others:
        if plain in map(normalise, (other.field.key, other.chinese, other.english)):
            message = _("“{name}” is too much like the field {field}: choose another name.")
            raise Unclean(message.format(name=name, field=other.label(current())))


def _key(text: str) -> str:
    """The letters and digits of a Latin text, small; empty where it has no letter to begin with."""
    apart = normal("NFKD", text).casefold()
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return _NO_PART_OF_KEYS.sub("_", plain).strip("_").lstrip("0123456789_")


def _syllables(text: str) -> list[str]:
    from custtui.values.pinyin import readings

    found = zip(text, readings(text), strict=True)
    return [syllables[0] if syllables else character for character, syllables in found]
