"""Showing: the text of a stored value for forms and lists, and its plain value for JSON."""

from collections.abc import Callable
from datetime import date
from typing import cast

from custtui.values.choosing import NO, YES, choice_label
from custtui.values.impossible import is_impossible, marked
from custtui.values.money import format_money, format_quantity, plain_quantity
from custtui.values.money import plain as plain_money
from custtui.values.phone_form import show_phone
from custtui.values.registry import Field, Form
from custtui.values.sizes import Employees, show_employees


def show(field: Field, value: object, language: str) -> str:
    """A stored value as text for a form or a list; empty for None.

    What a person reads here can be typed back: cleaning it gives the same value again. What is no
    value of ours, since another program wrote it, is marked.
    """
    if value is None:
        return ""
    if is_impossible(value):
        return marked(value)
    shower = _SHOWERS.get(field.form)
    return str(value) if shower is None else shower(field, value, language)


def plain(field: Field, value: object) -> object:
    """A stored value for JSON.

    Days ISO, money and quantities decimal strings, choices by key, phones and tags lists,
    employees an object of low and high; None stays None.
    """
    if value is None:
        return None
    if is_impossible(value):
        return str(value)
    plainer = _PLAINERS.get(field.form)
    return value if plainer is None else plainer(value)


def _show_day(field: Field, value: object, language: str) -> str:
    return cast(date, value).isoformat()


def _show_money(field: Field, value: object, language: str) -> str:
    return format_money(cast(int, value))


def _show_quantity(field: Field, value: object, language: str) -> str:
    return format_quantity(cast(int, value))


def _show_choice(field: Field, value: object, language: str) -> str:
    return choice_label(field.choices, cast(str, value), language)


def _show_yes_no(field: Field, value: object, language: str) -> str:
    return (YES if value else NO).label(language)


def _show_phones(field: Field, value: object, language: str) -> str:
    return " / ".join(map(show_phone, cast(str, value).split("\n")))


def _show_tags(field: Field, value: object, language: str) -> str:
    return ", ".join(cast(str, value).split("\n"))


def _show_employees(field: Field, value: object, language: str) -> str:
    return show_employees(cast(Employees, value))


def _plain_lines(value: object) -> list[str]:
    return cast(str, value).split("\n")


def _plain_employees(value: object) -> dict[str, int | None]:
    size = cast(Employees, value)
    return {"low": size.low, "high": size.high}


_SHOWERS: dict[Form, Callable[[Field, object, str], str]] = {
    Form.DAY: _show_day,
    Form.MONEY: _show_money,
    Form.QUANTITY: _show_quantity,
    Form.CHOICE: _show_choice,
    Form.YES_NO: _show_yes_no,
    Form.PHONES: _show_phones,
    Form.TAGS: _show_tags,
    Form.EMPLOYEES: _show_employees,
}
_PLAINERS: dict[Form, Callable[[object], object]] = {
    Form.DAY: lambda value: cast(date, value).isoformat(),
    Form.MONEY: lambda value: plain_money(cast(int, value)),
    Form.QUANTITY: lambda value: plain_quantity(cast(int, value)),
    Form.YES_NO: bool,
    Form.PHONES: _plain_lines,
    Form.TAGS: _plain_lines,
    Form.EMPLOYEES: _plain_employees,
}
