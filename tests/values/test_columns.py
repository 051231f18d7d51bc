from datetime import date

import pytest

from custtui.values.columns import from_columns, to_columns
from custtui.values.registry import CUSTOMER, FOLLOW_UP, PURCHASE, Field
from custtui.values.sizes import Employees

EMPLOYEES = CUSTOMER.field("employees")


@pytest.mark.parametrize(
    ("field", "value", "columns"),
    [
        (EMPLOYEES, Employees(100, 200), {"employees_low": 100, "employees_high": 200}),
        (EMPLOYEES, Employees(200, None), {"employees_low": 200, "employees_high": None}),
        (EMPLOYEES, None, {"employees_low": None, "employees_high": None}),
        (PURCHASE.field("day"), date(2026, 11, 25), {"day": date(2026, 11, 25)}),
        (PURCHASE.field("amount"), 2933, {"amount": 2933}),
        (FOLLOW_UP.field("done"), True, {"done": True}),
        (PURCHASE.field("product"), None, {"product": None}),
    ],
)
def test_there_and_back(field: Field, value: object, columns: dict[str, object]) -> None:
    assert to_columns(field, value) == columns
    assert tuple(columns) == field.columns
    assert from_columns(field, columns) == value


def test_nothing_is_stored_as_what_the_field_has_for_it() -> None:
    assert to_columns(FOLLOW_UP.field("done"), None) == {"done": False}


def test_what_plain_sql_gives() -> None:
    assert from_columns(PURCHASE.field("day"), {"day": "2026-11-25"}) == date(2026, 11, 25)
    assert from_columns(FOLLOW_UP.field("done"), {"done": 0}) is False
    assert from_columns(FOLLOW_UP.field("done"), {"done": 1}) is True
