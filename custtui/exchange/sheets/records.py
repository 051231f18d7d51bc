"""A sheet for each kind of record that customers have: whose it is, then its fields."""

from custtui.exchange.sheets import headings
from custtui.exchange.sheets.columns import distinct, of_field, of_text
from custtui.exchange.sheets.sheet import Column
from custtui.reading.records import SomeRows
from custtui.values.registry import CUSTOMER, RecordKind


def columns(kind: RecordKind, language: str) -> list[Column[SomeRows]]:
    """The customer's code and name, and every field of the kind."""
    whose = [
        of_field(CUSTOMER.field("code"), language, headings.CUSTOMER_CODE, key="customer_code"),
        of_text(headings.CUSTOMER_NAME, language, "customer_name"),
    ]
    return distinct([*whose, *(of_field(field, language) for field in kind.fields)])
