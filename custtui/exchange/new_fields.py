"""Fields for the columns of a customers file that nobody knows: of which form, as their cells say.

A form is taken only where every cell has it without doubt; all other columns become text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from custtui.exchange.mapping import Layout, is_row_number
from custtui.exchange.tables import Table, cell_text
from custtui.reading.connection import BookError
from custtui.store.own_fields import MOST_FIELDS, made_field
from custtui.values import money
from custtui.values.days import parse_day
from custtui.values.language import _
from custtui.values.registry import OwnField
from custtui.values.text import LIMITS, one_line
from custtui.values.unclean import Unclean

_TRUTHS = frozenset(("是", "否", "yes", "no", "true", "false", "√", "×", "y", "n"))
#: Without a nought before it: 00123 is a code, and a number would lose what it begins with.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.\d{1,3})?", re.ASCII)
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewFields:
    """The fields to make, and what is to be told of columns that can be none."""

    fields: tuple[OwnField, ...] = ()
    notices: tuple[str, ...] = ()


def new_fields(layout: Layout, table: Table, own: Sequence[OwnField]) -> NewFields:
    """A field for each column without one, in their order; `own` are those of the book."""
    columns = [(place, h) for place, h in layout.others if h and not is_row_number(h)]
    forms = _forms(layout, table, [place for place, _header in columns])
    made: list[OwnField] = []
    notices = []
    for place, header in columns:
        try:
            if len(own) + len(made) >= MOST_FIELDS:
                message = _("A book has at most {most} own fields.")
                raise BookError(message.format(most=MOST_FIELDS))
            if forms[place] is None:
                raise BookError(_("Its texts are too long for a field."))
            named = {"chinese": header, "english": header, "form": forms[place]}
            made.append(made_field(named, (*own, *made)))
        except BookError as error:
            message = _("The column {header} becomes no field: {reason}")
            notices.append(message.format(header=header, reason=error))
    return NewFields(tuple(made), tuple(notices))


def typed(field: OwnField) -> dict[str, object]:
    """The field as somebody would have typed it."""
    return {
        "key": field.key,
        "chinese": field.chinese,
        "english": field.english,
        "form": field.form,
        "choices": "\n".join(field.choices),
    }


def _forms(layout: Layout, table: Table, places: Sequence[int]) -> dict[int, str | None]:
    """By place, the one form that all cells of a column have; None where no form can hold them."""
    open_forms = {place: ["yes_no", "date", "number"] for place in places}
    filled: set[int] = set()
    too_long: set[int] = set()
    for line in table.lines():
        if line.number <= layout.line or line.is_blank():
            continue
        for place in places:
            cell = line.cells[place] if place < len(line.cells) else None
            text = one_line(cell_text(cell))
            if not text:
                continue
            filled.add(place)
            if len(text) > LIMITS.one_line:
                too_long.add(place)
            forms = open_forms[place]
            if forms:
                forms[:] = [form for form in forms if _is(form, cell, text)]
    return {
        place: None
        if place in too_long
        else (open_forms[place][0] if place in filled and open_forms[place] else "text")
        for place in places
    }


def _is(form: str, cell: object, text: str) -> bool:
    """Whether a cell is of that form without doubt."""
    match form:
        case "yes_no":
            return isinstance(cell, bool) or text.casefold() in _TRUTHS
        case "date":
            return _is_day(cell, text)
        case _:
            return not isinstance(cell, bool | date) and _is_number(cell, text)


def _is_day(cell: object, text: str) -> bool:
    if not isinstance(cell, datetime | date) and not _DAY.fullmatch(text):
        return False
    try:
        parse_day(cell)
    except Unclean:
        return False
    return True


def _is_number(cell: object, text: str) -> bool:
    if not isinstance(cell, int | float) and not _NUMBER.fullmatch(text):
        return False
    try:
        money.parse_quantity(cell)
    except Unclean:
        return False
    return True
