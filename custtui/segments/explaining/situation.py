"""One customer as a connection sees it: the day, the rules, its values and its segments."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from custtui.segments.checks.checking import measure_of
from custtui.segments.judging.judge import judged_on
from custtui.segments.judging.metrics import bounds
from custtui.segments.measured import Value, measured
from custtui.segments.measures import Kind, Measure
from custtui.segments.rules import Rules
from custtui.segments.sentences import listed, segment_name
from custtui.segments.standing import Standing, standings
from custtui.segments.wording import NOTHING, spoken
from custtui.values.impossible import stored_day

#: Where compiled rules find a customer's rows, for the bound value `:customer`.
OF_CUSTOMER = (
    "FROM metric m JOIN customer c ON c.id = m.customer_id"
    " JOIN segment s ON s.customer_id = m.customer_id WHERE m.customer_id = :customer"
)
_SEGMENT = "segment:"
#: Sets that are made of records have no column: the values are these columns of the records.
_SETS = {
    "products": "SELECT DISTINCT product FROM purchase WHERE customer_id = :customer"
    " AND amount > 0 AND day <= :as_of AND product IS NOT NULL ORDER BY product",
    "open_needs": "SELECT DISTINCT kind FROM need WHERE customer_id = :customer"
    " AND state = 'open' AND (day IS NULL OR day <= :as_of) ORDER BY kind",
}


@dataclass(frozen=True)
class Situation:
    """What the explainers of all kinds of dimensions share. Make one with `situation_of`."""

    connection: sqlite3.Connection
    rules: Rules
    as_of: date
    customer_id: int
    metrics: Mapping[str, Value]
    standing: Mapping[str, Standing]

    @cached_property
    def bound(self) -> dict[str, object]:
        """The bound values that the SQL of metrics and rules shares, and the customer."""
        return {**bounds(self.as_of), "customer": self.customer_id}

    def measure(self, what: str) -> Measure:
        """The measure that a rule names."""
        return measure_of(self.rules, what)

    def value(self, what: str) -> Value:
        """The customer's value of a measure, field or segment that a rule names."""
        if what.startswith(_SEGMENT):
            return self.standing[what.removeprefix(_SEGMENT)]
        if what in self.metrics:
            return self.metrics[what]
        if what in _SETS:
            return tuple(row[0] for row in self.connection.execute(_SETS[what], self.bound))
        measure = self.measure(what)
        (stored,) = self.connection.execute(
            f"SELECT {measure.sql} {OF_CUSTOMER}", self.bound
        ).fetchone()
        if stored is None:
            return None
        if measure.kind is Kind.DAY:
            return stored_day(stored)
        return bool(stored) if measure.kind is Kind.YES_NO else stored

    def spoken(self, what: str) -> str:
        """That value in words: a segment by its name, none as "—"."""
        value = self.value(what)
        if not what.startswith(_SEGMENT):
            return spoken(self.measure(what), value)
        keys = value if isinstance(value, tuple) else (str(value),)
        dimension = what.removeprefix(_SEGMENT)
        return listed(segment_name(self.rules, dimension, key) for key in keys) or NOTHING

    def count(self, sql: str, **values: object) -> int:
        """The one number that a query gives; a sum over nobody is 0."""
        (number,) = self.connection.execute(sql, {**self.bound, **values}).fetchone()
        return int(number or 0)


def situation_of(connection: sqlite3.Connection, rules: Rules, customer_id: int) -> Situation:
    """The customer as this connection sees it; KeyError when the book has no such customer."""
    as_of = judged_on(connection)
    assert as_of is not None, "a book is judged when it is made"
    found = next(measured(connection, customer_id), None)
    if found is None:
        raise KeyError(customer_id)
    standing = dict(standings(connection, rules, customer_id))
    return Situation(connection, rules, as_of, customer_id, found.values, standing[customer_id])
