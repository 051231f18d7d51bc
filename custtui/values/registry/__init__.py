"""The one field registry: every field of every record kind, described once."""

from custtui.values.registry.customer import CUSTOMER
from custtui.values.registry.field import Choice, Field, Form, RecordKind
from custtui.values.registry.old_sheet import OLD_SHEET
from custtui.values.registry.own import OwnField, is_own, with_own
from custtui.values.registry.records import CONTACT, CONTRACT, FOLLOW_UP, NEED, PURCHASE, SURVEY

#: Every kind, customers first, then in the order in which screens and sheets show them.
RECORD_KINDS = (CUSTOMER, CONTACT, FOLLOW_UP, PURCHASE, NEED, SURVEY, CONTRACT)

__all__ = [
    "CONTACT",
    "CONTRACT",
    "CUSTOMER",
    "FOLLOW_UP",
    "NEED",
    "OLD_SHEET",
    "PURCHASE",
    "RECORD_KINDS",
    "SURVEY",
    "Choice",
    "Field",
    "Form",
    "OwnField",
    "RecordKind",
    "is_own",
    "with_own",
]
