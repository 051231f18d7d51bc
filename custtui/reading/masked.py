"""What is read of customers, masked: for whoever did not ask to see it whole."""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from custtui.reading.customer import KINDS, StoredRecord, WholeCustomer
from custtui.reading.customers import CustomerRow
from custtui.reading.disagreements import Disagreements
from custtui.reading.pins import Pin
from custtui.reading.standing import Standing
from custtui.values.masking import is_sensitive, mask_text, mask_texts, masked_value
from custtui.values.registry import Field


def masked_customer(customer: WholeCustomer) -> WholeCustomer:
    """The customer and all its records, what is private in them masked."""
    records = {
        kind.key: tuple(masked_record(record, kind.fields) for record in customer.of(kind))
        for kind in KINDS
    }
    return replace(
        customer,
        customer=masked_record(customer.customer, customer.kind.fields),
        records=MappingProxyType(records),
    )


def without_id_numbers(customer: WholeCustomer) -> WholeCustomer:
    """The customer with its id number masked, as it always is until somebody asks for it."""
    values = {
        field.key: masked_value(field, customer.customer.values[field.key])
        if is_sensitive(field)
        else customer.customer.values[field.key]
        for field in customer.kind.fields
    }
    return replace(customer, customer=replace(customer.customer, values=MappingProxyType(values)))


def masked_record(record: StoredRecord, fields: Sequence[Field]) -> StoredRecord:
    """One record, masked."""
    values = {field.key: masked_value(field, record.values[field.key]) for field in fields}
    return replace(record, values=MappingProxyType(values))


def masked_standing(stands: Standing) -> Standing:
    """Where a customer stands: a segment may be what stands in a field, a pin has a reason."""
    return replace(
        stands,
        segments=mask_texts(stands.segments),
        computed=mask_texts(stands.computed),
        pins=tuple(map(_masked_pin, stands.pins)),
    )


def masked_disagreements(found: Disagreements) -> Disagreements:
    """Where hand and rules disagree, names, reasons and what an old sheet says masked."""
    pins = tuple(
        replace(each, name=mask_text(each.name), pin=_masked_pin(each.pin)) for each in found.pins
    )
    stated = tuple(
        replace(each, name=mask_text(each.name), text=mask_text(each.text)) for each in found.stated
    )
    return replace(found, pins=pins, stated=stated)


def _masked_pin(pin: Pin) -> Pin:
    return replace(pin, reason=mask_text(pin.reason))


def masked_row(row: CustomerRow) -> CustomerRow:
    """A line of the list: it has no phones, but names and next actions may hold some."""
    return replace(
        row,
        name=mask_text(row.name),
        next_action=row.next_action and mask_text(row.next_action),
        further=mask_texts(row.further),
    )
