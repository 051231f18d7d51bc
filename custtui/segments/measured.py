"""What the metrics of customers are, as values: for cards, explanations, JSON and the workbook."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from custtui.reading.own_fields import own_fields
from custtui.reading.settings import judged_day
from custtui.segments.measures import MEASURES, METRICS, Kind, Measure, is_money, of_field
from custtui.values import money
from custtui.values.impossible import stored_day

#: None is "none": nothing to count.
Value = int | str | bool | date | Fraction | tuple[str, ...] | None

_FIELDS = ("annual_revenue", "industry", "region", "source", "stage", "owner", "tags")
#: The metrics of definitions.md, in its order; a book's own fields stand behind them.
SHOWN: tuple[Measure, ...] = (*METRICS, *(MEASURES[key] for key in _FIELDS))


def shown(connection: sqlite3.Connection) -> tuple[Measure, ...]:
    """The metrics of this book, its own fields too."""
    return (*SHOWN, *(of_field(own.field) for own in own_fields(connection)))


@dataclass(frozen=True, slots=True)
class Measured:
    """One customer with the values of its metrics, by key."""

    customer_id: int
    code: str
    name: str
    values: Mapping[str, Value]


def measured(connection: sqlite3.Connection, customer_id: int | None = None) -> Iterator[Measured]:
    """All customers by code, or one, with their metrics as this connection sees them."""
    as_of = judged_day(connection)
    measures = shown(connection)
    columns = ", ".join(f"{m.number if not m.holds else m.sql}, {m.over or 1}" for m in measures)
    which = "WHERE c.id = :customer" if customer_id is not None else ""
    rows = connection.execute(
        f"SELECT c.id, c.code, c.name, {columns} FROM customer c"
        f" JOIN metric m ON m.customer_id = c.id {which} ORDER BY c.code",
        {"as_of": as_of.isoformat(), "customer": customer_id},
    )
    for identity, code, name, *pairs in rows:
        values = {
            measure.key: value_of(measure, pairs[2 * place], pairs[2 * place + 1])
            for place, measure in enumerate(measures)
        }
        yield Measured(identity, code, name, values)


def value_of(measure: Measure, stored: int | str | None, over: int | None) -> Value:
    """The value that a measure's SQL gives: `stored`, of a ratio over `over`."""
    if measure.kind is Kind.SET:
        return tuple(str(stored or "").split("\n")) if stored else ()
    if stored is None or over is None:
        return None
    match measure.kind:
        case Kind.RATIO:
            return Fraction(int(stored), over)
        case Kind.DAY:
            return stored_day(stored)
        case Kind.YES_NO:
            return bool(stored)
        case _:
            return stored


def plain(measure: Measure, value: Value) -> object:
    """The value as JSON has it: money as decimal strings, days ISO, none null."""
    if value is None or isinstance(value, bool):
        return value
    if is_money(measure):
        if not isinstance(value, int | Fraction):
            return value
        return money.plain(half_up(value.numerator, value.denominator))
    if measure.kind is Kind.NUMBER:
        return money.plain_quantity(value) if isinstance(value, int) else value
    match value:
        case date():
            return value.isoformat()
        case Fraction():
            return int(value) if value.denominator == 1 else float(value)
        case tuple():
            return list(value)
        case _:
            return value


def half_up(numerator: int, denominator: int) -> int:
    """A mean amount in minor units; a half is rounded away from zero, as on an invoice."""
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole
