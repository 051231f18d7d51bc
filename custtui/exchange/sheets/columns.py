"""Columns from the field registry and from the metrics: their heads, looks and values."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import itemgetter, truediv
from typing import TypeVar, cast

from custtui.exchange.sheets.cells import Look
from custtui.exchange.sheets.headings import Heading
from custtui.exchange.sheets.sheet import Column
from custtui.reading.records import Record
from custtui.segments.full_rows import metric_key, over_key
from custtui.segments.measured import half_up
from custtui.segments.measures import Kind, Measure, is_money
from custtui.values.choosing import NO, YES
from custtui.values.columns import from_columns
from custtui.values.registry import Field, Form
from custtui.values.showing import show

Row = TypeVar("Row")

_LOOKS = {
    Form.DAY: Look.DAY, Form.MONEY: Look.MONEY, Form.QUANTITY: Look.QUANTITY,
    Form.SCORE: Look.COUNT, Form.WEIGHT: Look.COUNT, Form.BIRTH_YEAR: Look.COUNT,
    Form.PHONES: Look.CODE,
}  # fmt: skip
_CODES = frozenset(("code", "number", "order_number"))
_PARTS = frozenset(("renewal_rate",))  #: ratios that are shares of a whole


def of_field(
    field: Field, language: str, heading: Heading | None = None, key: str | None = None
) -> Column[Record]:
    """The column of a registry field; `key` where a row has it under another name than its own."""
    look = Look.CODE if field.key in _CODES else _LOOKS.get(field.form, Look.TEXT)
    label = (heading or field).label(language)
    return Column(label, look, _value_of(field, key or field.key, language))


def of_measure(measure: Measure, language: str, heading: Heading | None = None) -> Column[Record]:
    """The column of a metric, which a row has as `full_rows` gives it."""
    label = heading.label(language) if heading else _label(measure, language)
    return Column(label, _look(measure), _measured(measure, language))


def of_text(heading: Heading, language: str, key: str) -> Column[Record]:
    """A column of text that stands in a row under that key."""
    return Column(heading.label(language), Look.TEXT, itemgetter(key))


def distinct(columns: Sequence[Column[Row]]) -> list[Column[Row]]:
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


def _value_of(field: Field, key: str, language: str) -> Callable[[Record], object]:
    if field.form is Form.CHOICE:
        labels = {choice.key: choice.label(language) for choice in field.choices}
        return lambda record: labels.get(cast(str, record[key]), record[key])
    if field.form is Form.YES_NO:
        return lambda record: _yes_no(record[key], language)
    if field.form in (Form.PHONES, Form.TAGS):
        return lambda record: show(field, record[key], language)
    if field.form is Form.EMPLOYEES:
        return lambda record: show(field, from_columns(field, record), language)
    return itemgetter(key)


def _yes_no(value: object, language: str) -> str | None:
    return None if value is None else (YES if value else NO).label(language)


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


def _measured(measure: Measure, language: str) -> Callable[[Record], object]:
    """What gives a metric's value as its look takes it."""
    key = metric_key(measure.key)
    if measure.kind is Kind.RATIO:
        return _divided(key, over_key(measure.key), half_up if is_money(measure) else truediv)
    if measure.kind is Kind.CHOICE:
        labels = {choice.key: choice.label(language) for choice in measure.choices}
        return lambda row: labels.get(cast(str, row[key]), row[key])
    if measure.kind is Kind.YES_NO:
        return lambda row: _yes_no(row[key], language)
    return itemgetter(key)


def _divided(
    key: str, over: str, divide: Callable[[int, int], float]
) -> Callable[[Record], float | None]:
    """What gives a ratio; none where one of its two is."""

    def value(row: Record) -> float | None:
        numerator, denominator = row[key], row[over]
        if numerator is None or denominator is None:
            return None
        return divide(cast(int, numerator), cast(int, denominator))

    return value
