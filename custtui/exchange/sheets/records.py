"""A sheet for each kind of record that customers have: whose it is, then its fields."""

from custtui.exchange.sheets import headings
from custtui.exchange.sheets.cells import Look
from custtui.exchange.sheets.columns import distinct, of_field
from custtui.exchange.sheets.sheet import Column
from custtui.reading.records import Record
from custtui.values.registry import RecordKind


def columns(kind: RecordKind, language: str) -> list[Column[Record]]:
    """The customer's code and name, and every field of the kind."""
    whose: list[Column[Record]] = [
        Column(
            headings.CUSTOMER_CODE.label(language), Look.CODE, lambda row: row["customer_code"]
        ),
        Column(
            headings.CUSTOMER_NAME.label(language), Look.TEXT, lambda row: row["customer_name"]
        ),
    ]
    return distinct([*whose, *(of_field(f, language, lambda row: row) for f in kind.fields)])
