"""Columns from the field registry and from the metrics: their heads, looks and values."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from custtui.exchange.sheets.cells import Look
from custtui.exchange.sheets.headings import Heading
from custtui.exchange.sheets.sheet import Column
from custtui.reading.records import Record
from custtui.segments.measured import Value, plain
from custtui.segments.measures import Kind, Measure, is_money
from custtui.values.choosing import NO, YES, choice_label
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
#: Forms whose text is made from what is stored; a day stays as it is stored.
_SHOWN = frozenset((Form.PHONES, Form.TAGS, Form.EMPLOYEES))
_PARTS = frozenset(("renewal_rate",))  #: ratios that are shares of a whole


def of_field(
    field: Field, language: str, record: Callable[[Row], Record], heading: Heading | None = None
) -> Column[Row]:
    """The column of a registry field; `record` gives the record of a row."""
    value_of = _value_of(field, language)
    look = Look.CODE if field.key in _CODES else _LOOKS.get(field.form, Look.TEXT)
    label = (heading or field).label(language)
    return Column(label, look, lambda row: value_of(record(row)))


def of_measure(
    measure: Measure, language: str, value: Callable[[Row], Value], heading: Heading | None = None
) -> Column[Row]:
    """The column of a metric; `value` gives its value for a row."""
    show_value = _shower(measure, language)
    label = heading.label(language) if heading else _label(measure, language)
    return Column(label, _look(measure), lambda row: show_value(value(row)))


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


def _value_of(field: Field, language: str) -> Callable[[Record], object]:
    key = field.key
    if field.form is Form.CHOICE:
        labels = {choice.key: choice.label(language) for choice in field.choices}
        return lambda record: labels.get(cast(str, record[key]), record[key])
    if field.form is Form.YES_NO:
        return lambda record: _yes_no(record[key], language)
    if field.form in _SHOWN:
        return lambda record: show(field, from_columns(field, record), language)
    return lambda record: record[key]


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


def _shower(measure: Measure, language: str) -> Callable[[Value], object]:
    """From a metric's value to what its look takes."""
    if is_money(measure):
        return lambda value: None if value is None else _minor(measure, value)
    match measure.kind:
        case Kind.RATIO:
            return lambda value: plain(measure, value)
        case Kind.CHOICE:
            return lambda value: (
                None if value is None else choice_label(measure.choices, str(value), language)
            )
        case Kind.YES_NO:
            return lambda value: _yes_no(value, language)
        case Kind.SET:
            return lambda value: joined(cast(tuple[str, ...], value), language)
        case _:
            return lambda value: value


def _minor(measure: Measure, value: Value) -> int:
    """Minor units; a mean is rounded as everywhere else it is shown."""
    return value if isinstance(value, int) else round(100 * float(str(plain(measure, value))))
