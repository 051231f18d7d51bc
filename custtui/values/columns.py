"""Columns: a clean value as the table columns that hold it, and back."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from custtui.values.registry import Field, Form
from custtui.values.sizes import Employees


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
    """The clean value in a row: days also from ISO text, truths from 0 and 1."""
    if field.form is Form.EMPLOYEES:
        low, high = (cast(int | None, row[column]) for column in field.columns)
        return None if low is None and high is None else Employees(low, high)
    value = row[field.key]
    if value is None:
        return None
    if field.form is Form.DAY and isinstance(value, str):
        return date.fromisoformat(value)
    if field.form is Form.YES_NO:
        return bool(value)
    return value
