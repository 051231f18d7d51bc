"""Columns: a clean value as the table columns that hold it, and back."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from custtui.values.impossible import NoNumber, stored_day
from custtui.values.registry import Field, Form, is_own
from custtui.values.registry.own import OWN
from custtui.values.sizes import Employees

#: The column of a customer that holds the values of a department's own fields together, as JSON.
TOGETHER = "custom"


def to_columns(field: Field, value: object) -> dict[str, object]:
    """The columns of a clean value: one of the field's key, but two for employees."""
    if field.form is not Form.EMPLOYEES:
        return {field.key: field.when_empty if value is None else value}
    low, high = field.columns
    if value is None:
        return {low: None, high: None}
    size = cast(Employees, value)
    return {low: size.low, high: size.high}


def from_columns(field: Field, row: Mapping[str, object]) -> object:
    """The clean value in a row: days also from ISO text, truths from 0 and 1.

    What no value of ours can be is what `values.impossible` makes of it.
    """
    if field.form is Form.EMPLOYEES:
        low, high = (cast(int | None, row[column]) for column in field.columns)
        return None if low is None and high is None else Employees(low, high)
    value = row[field.key]
    return None if value is None else as_known(field, value)


def as_known(field: Field, value: object) -> object:
    """A stored value, not None, in the type that its field has, or as what it is instead."""
    match field.form:
        case Form.DAY:
            return value if isinstance(value, date) else stored_day(value)
        case Form.YES_NO:
            return bool(value)
        case Form.MONEY | Form.QUANTITY:
            return value if type(value) is int else NoNumber(value)
        case _ if is_own(field.key) and not isinstance(value, str):
            return str(value)
    return value


def stored_columns(fields: Iterable[Field]) -> list[str]:
    """The columns of the table that hold these fields; all own ones are held by one."""
    columns = (column for field in fields for column in field.columns)
    return list(dict.fromkeys(TOGETHER if is_own(column) else column for column in columns))


def apart(row: Mapping[str, object], fields: Iterable[Field]) -> dict[str, object]:
    """A stored row with the value of each own field under its key, None where it has none."""
    values = readable_own_values(row.get(TOGETHER))
    own = {field.key: values.get(field.key) for field in fields if is_own(field.key)}
    return {**row, **own}


def own_values(stored: object) -> dict[str, object]:
    """The values of own fields by key, from the column that holds them together."""
    if not stored:
        return {}
    return {OWN + key: value for key, value in json.loads(str(stored)).items()}


def readable_own_values(stored: object) -> dict[str, object]:
    """As `own_values`, to show them: none where another program wrote what can't be read."""
    try:
        return own_values(stored)
    except (ValueError, AttributeError):
        return {}


def together(columns: Mapping[str, object], stored: object = None) -> dict[str, object]:
    """Columns to write: own fields go into the one that holds them, beside what it has `stored`.

    A value of None leaves it. The text is the same for the same values, in whatever order.
    """
    plain = {column: value for column, value in columns.items() if not is_own(column)}
    if len(plain) == len(columns):
        return plain
    own = own_values(stored) | {key: value for key, value in columns.items() if is_own(key)}
    kept = {key.removeprefix(OWN): _json(own[key]) for key in sorted(own) if own[key] is not None}
    plain[TOGETHER] = json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else None
    return plain


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
