"""The tables that people write, as SQLModel classes; `store.edit` is the only way to use them.

SQLModel does not validate `table=True` classes: values are cleaned by `values.cleaning`
before a row is made. The schema itself is made by the numbered steps in `store/migrations`.
"""

from custtui.model.customer import Customer
from custtui.model.log import Change, Edit, Move
from custtui.model.record import Record
from custtui.model.records import Contact, Contract, FollowUp, Need, Purchase, Survey
from custtui.model.rules import CustomField, Dimension, Pin, Setting

#: The table class of each record kind of the field registry, by the kind's key.
MODELS: dict[str, type[Record]] = {
    "customer": Customer,
    "contact": Contact,
    "follow_up": FollowUp,
    "purchase": Purchase,
    "need": Need,
    "survey": Survey,
    "contract": Contract,
    "dimension": Dimension,
    "pin": Pin,
    "custom_field": CustomField,
    "setting": Setting,
}

__all__ = [
    "MODELS",
    "Change",
    "Contact",
    "Contract",
    "CustomField",
    "Customer",
    "Dimension",
    "Edit",
    "FollowUp",
    "Move",
    "Need",
    "Pin",
    "Purchase",
    "Record",
    "Setting",
    "Survey",
]
