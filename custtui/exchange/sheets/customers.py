"""客户资料: every customer with its fields, metrics and segments, the columns of 004 first."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from custtui.exchange.sheets import headings
from custtui.exchange.sheets.cells import Look
from custtui.exchange.sheets.columns import distinct, of_field, of_measure
from custtui.exchange.sheets.headings import Heading
from custtui.exchange.sheets.names import GRADE, SegmentNames
from custtui.exchange.sheets.sheet import Column
from custtui.reading.records import Record, customer_records
from custtui.segments.measured import SHOWN, Value, measured
from custtui.segments.measures import MEASURES
from custtui.segments.standing import Standing, standings
from custtui.values.registry import CONTACT, CUSTOMER

#: Fields that the columns of 004 hold; `sensitive_id` leaves the book only when asked for.
_IN_TEMPLATE = frozenset(("code", "name", "industry", "employees", "tags", "note"))
_LEFT_OUT = frozenset(("sensitive_id",))
_STATED = {"stated_grade": headings.STATED_GRADE, "stated_segments": headings.STATED_SEGMENTS}
_MEASURED_IN_TEMPLATE = frozenset(
    ("first_purchase", "last_purchase", "amount_12m", "orders_12m", "amount_total",
     "main_product", "satisfaction_last", "last_contact")
)  # fmt: skip
FROZEN_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One customer: its record, its metrics and its segments."""

    record: Record
    values: Mapping[str, Value]
    standing: dict[str, Standing]


def lines(connection: sqlite3.Connection, names: SegmentNames, as_of: date) -> Iterator[Line]:
    """Every customer by code, read side by side as a stream; for use inside one snapshot."""
    records = customer_records(connection, as_of)
    for record, metrics in zip(records, measured(connection), strict=True):
        assert record["id"] == metrics.customer_id, "both come by code, of one snapshot"
        ((_identity, standing),) = standings(connection, names.rules, metrics.customer_id)
        yield Line(record, metrics.values, standing)


def columns(names: SegmentNames, language: str) -> list[Column[Line]]:
    """All columns; no head stands there twice."""
    fields = [
        _field(field.key, language, _STATED.get(field.key))
        for field in CUSTOMER.fields
        if field.key not in _IN_TEMPLATE | _LEFT_OUT
    ]
    field_keys = {field.key for field in CUSTOMER.fields if field.key != "employees"}
    metrics = [
        _measure(measure.key, language)
        for measure in SHOWN
        if measure.key not in _MEASURED_IN_TEMPLATE | field_keys
    ]
    return distinct([*_template(names, language), *fields, *metrics, *_segments(names, language)])


def _template(names: SegmentNames, language: str) -> list[Column[Line]]:
    """The columns of template 1 of 004, in its order."""
    return [
        _field("code", language),
        _field("name", language),
        _field("industry", language),
        _field("employees", language),
        Column(headings.CONTACT.label(language), Look.TEXT, _contact),
        of_field(CONTACT.field("phones"), language, _contact_record, headings.CONTACT_PHONES),
        _measure("first_purchase", language, headings.FIRST_PURCHASE),
        _measure("last_purchase", language),
        _measure("amount_12m", language),
        _measure("orders_12m", language, headings.ORDERS_12M),
        _measure("amount_total", language),
        _measure("main_product", language, headings.MAIN_PRODUCT),
        Column(headings.GRADE.label(language), Look.TEXT, lambda line: _grade(names, line)),
        Column(
            headings.SEGMENTS.label(language), Look.TEXT, lambda line: names.types(line.standing)
        ),
        _measure("satisfaction_last", language),
        _measure("last_contact", language),
        Column(
            headings.LAST_SUMMARY.label(language),
            Look.TEXT,
            lambda line: line.record["last_summary"],
        ),
        _field("tags", language),
        _field("note", language),
    ]


def _segments(names: SegmentNames, language: str) -> list[Column[Line]]:
    """A column for each dimension; the grade stands among those of 004."""
    heading = headings.SEGMENT_OF.label(language)

    def column(key: str, name: str) -> Column[Line]:
        return Column(
            heading.format(dimension=name),
            Look.TEXT,
            lambda line: names.standing(key, line.standing[key]),
        )

    return [
        column(dimension.key, names.dimension(dimension))
        for dimension in names.rules.dimensions
        if dimension.key != GRADE
    ]


def _field(key: str, language: str, heading: Heading | None = None) -> Column[Line]:
    return of_field(CUSTOMER.field(key), language, lambda line: line.record, heading)


def _measure(key: str, language: str, heading: Heading | None = None) -> Column[Line]:
    return of_measure(MEASURES[key], language, lambda line: line.values[key], heading)


def _contact(line: Line) -> str:
    """`张经理-采购总监`; one of the two when the other is unknown."""
    parts = (line.record["contact_name"], line.record["contact_title"])
    return "-".join(str(part) for part in parts if part)


def _contact_record(line: Line) -> Record:
    return {"phones": line.record["contact_phones"]}


def _grade(names: SegmentNames, line: Line) -> str | None:
    """The effective grade; none in a book whose rules have no such dimension."""
    standing = line.standing.get(GRADE)
    return None if standing is None else names.standing(GRADE, standing)
