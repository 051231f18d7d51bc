"""Columns from the field registry and from the metrics: their heads, looks and values."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter, truediv
from typing import TypeVar

from custtui.exchange.sheets.cells import Look
from custtui.exchange.sheets.headings import Heading
from custtui.exchange.sheets.sheet import Column
from custtui.reading.records import SomeRows
from custtui.segments.full_rows import metric_key, over_key
from custtui.segments.measured import half_up
from custtui.segments.measures import Kind, Measure, is_money
from custtui.values.choosing import NO, YES
from custtui.values.masking import mask_text, masked_value
from custtui.values.registry import Choice, Field, Form
from custtui.values.showing import show
from custtui.values.sizes import Employees, show_employees

Rows = TypeVar("Rows")
Values = Callable[[SomeRows], Iterable[object]]

_LOOKS = {
    Form.DAY: Look.DAY, Form.MONEY: Look.MONEY, Form.QUANTITY: Look.QUANTITY,
    Form.SCORE: Look.COUNT, Form.WEIGHT: Look.COUNT, Form.BIRTH_YEAR: Look.COUNT,
    Form.PHONES: Look.CODE,
}  # fmt: skip
_CODES = frozenset(("code", "number", "order_number"))
_PARTS = frozenset(("renewal_rate",))  #: ratios that are shares of a whole


def of_field(
    field: Field, language: str, heading: Heading | None = None, key: str | None = None
) -> Column[SomeRows]:
    """The column of a registry field; `key` where rows have it under another name than its own."""
    look = Look.CODE if field.key in _CODES else _LOOKS.get(field.form, Look.TEXT)
    label = (heading or field).label(language)
    stored = key or field.key
    masked = _masked_values(field, stored, language) if look is not Look.DAY else None
    return Column(label, look, _values_of(field, stored, language), masked)


def of_measure(measure: Measure, language: str, heading: Heading | None = None) -> Column[SomeRows]:
    """The column of a metric, which rows have as `full_rows` gives it."""
    label = heading.label(language) if heading else _label(measure, language)
    return Column(label, _look(measure), _measured(measure, language))


def of_text(heading: Heading, language: str, key: str) -> Column[SomeRows]:
    """A column of text that stands in rows under that key."""
    return Column(heading.label(language), Look.TEXT, itemgetter(key))


def distinct(columns: Sequence[Column[Rows]]) -> list[Column[Rows]]:
    """The columns with a number behind each head that stood before: filters need them apart."""
    seen: Counter[str] = Counter()
    apart = []
    for column in columns:
        seen[column.heading] += 1
        times = seen[column.heading]
        heading = f"{column.heading} ({times})" if times > 1 else column.heading
        apart.append(replace(column, heading=heading))
    return apart


def joined(parts: Iterable[str], language: str) -> str:
    """Several values in one cell."""
    return ("、" if language == "zh" else ", ").join(parts)


def masked_columns(columns: Iterable[Column[Rows]]) -> list[Column[Rows]]:
    """The columns of a masked workbook: what is no field is a text that may hold anything."""
    return [
        replace(column, values=column.masked or _masked_texts(column.values))
        if column.masked is not None or column.look is Look.TEXT
        else column
        for column in columns
    ]


def _masked_texts(values: Callable[[Rows], Iterable[object]]) -> Callable[[Rows], Iterable[object]]:
    return lambda some: (
        mask_text(value) if isinstance(value, str) else value for value in values(some)
    )


def _masked_values(field: Field, key: str, language: str) -> Values:
    """A field's values, masked as they are stored, before they are made fit to show."""
    values = _values_of(field, key, language)
    if field.form is Form.EMPLOYEES:
        return values
    return lambda some: values(
        {key: [masked_value(field, value) for value in some[key]], "id": some["id"]}
    )


def _values_of(field: Field, key: str, language: str) -> Values:
    match field.form:
        case Form.CHOICE:
            return _chosen(key, field.choices, language)
        case Form.YES_NO:
            return _yes_no(key, language)
        case Form.PHONES | Form.TAGS:
            return lambda some: [show(field, value, language) for value in some[key]]
        case Form.EMPLOYEES:
            low, high = field.columns
            return lambda some: map(_employees, some[low], some[high])
        case _:
            return itemgetter(key)


def _chosen(key: str, choices: Iterable[Choice], language: str) -> Values:
    labels = {choice.key: choice.label(language) for choice in choices}
    return lambda some: [labels.get(value, value) for value in some[key]]


def _yes_no(key: str, language: str) -> Values:
    yes, no = YES.label(language), NO.label(language)
    return lambda some: [None if is_so is None else yes if is_so else no for is_so in some[key]]


@lru_cache
def _employees(low: int | None, high: int | None) -> str:
    return show_employees(Employees(low, high))


def _label(measure: Measure, language: str) -> str:
    return measure.chinese if language == "zh" else measure.english


def _look(measure: Measure) -> Look:
    if is_money(measure):
        return Look.MONEY
    match measure.kind:
        case Kind.DAY:
            return Look.DAY
        case Kind.COUNT | Kind.AGE:
            return Look.COUNT
        case Kind.RATIO:
            return Look.PART if measure.key in _PARTS else Look.DECIMAL
        case _:
            return Look.TEXT


def _measured(measure: Measure, language: str) -> Values:
    """What gives a metric's values as its look takes them."""
    key = metric_key(measure.key)
    match measure.kind:
        case Kind.RATIO:
            return _divided(key, over_key(measure.key), half_up if is_money(measure) else truediv)
        case Kind.CHOICE:
            return _chosen(key, measure.choices, language)
        case Kind.YES_NO:
            return _yes_no(key, language)
        case _:
            return itemgetter(key)


def _divided(key: str, over: str, divide: Callable[[int, int], float]) -> Values:
    """What gives ratios; none where one of their two is."""
    return lambda some: [
        None if numerator is None or denominator is None else divide(numerator, denominator)
        for numerator, denominator in zip(some[key], some[over], strict=True)
    ]
