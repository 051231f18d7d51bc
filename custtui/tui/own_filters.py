"""Filters on own fields: what can be picked of each, and what was picked."""

from collections.abc import Sequence

from custtui.reading.customers import Wanted
from custtui.reading.own_fields import Value
from custtui.tui.screens.pick import Option
from custtui.values.columns import from_columns
from custtui.values.language import _, current
from custtui.values.registry import Field, Form
from custtui.values.showing import show

_NUMBERS = frozenset((Form.QUANTITY, Form.MONEY, Form.YES_NO))


def own_options(field: Field, frequent: Sequence[Value]) -> list[Option]:
    """Every choice, yes and no, or the values that are there most; then those without one."""
    counts = {value.value: value.customers for value in frequent}
    match field.form:
        case Form.CHOICE:
            values: list[object] = [choice.key for choice in field.choices]
        case Form.YES_NO:
            values = [1, 0]
        case _:
            values = list(counts)
    return [
        Option(
            f"{field.key} {'' if value is None else value}",
            option_label(field, value),
            f"{counts[value]:,}" if value in counts else "",
        )
        for value in (*values, None)
    ]


def option_label(field: Field, value: object) -> str:
    """A field and its value in words: `账期 月结`."""
    text = _("(empty)")
    if value is not None:
        text = show(field, from_columns(field, {field.key: value}), current())
    return f"{field.label(current())} {text}"


def wanted(field: Field, picked: str) -> Wanted:
    """The value behind the key of an option, as it is stored."""
    if not picked:
        return Wanted(field.key, None)
    return Wanted(field.key, int(picked) if field.form in _NUMBERS else picked)
