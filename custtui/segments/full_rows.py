"""Every customer with all that the book knows and says of it: for the workbook."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from custtui.reading.records import SomeRows, customer_records
from custtui.segments.measures import METRICS
from custtui.segments.rules import Rules


def full_rows(connection: sqlite3.Connection, rules: Rules, as_of: date) -> Iterator[SomeRows]:
    """Every customer by code, from one query: what `customer_records` gives, and what is judged.

    Values stand as stored: each metric under its `metric_key`, the denominator of a ratio under
    its `over_key`, the effective segment of each dimension under its `segment_key`; of a tag
    dimension all tags, with spaces between them.
    """
    judged: dict[str, str] = {}
    for measure in METRICS:
        judged[metric_key(measure.key)] = measure.number
        if measure.over:
            judged[over_key(measure.key)] = measure.over
    for dimension in rules.dimensions:
        judged[segment_key(dimension.key)] = f's."{dimension.key}"'
    return customer_records(connection, as_of, judged)


def metric_key(metric: str) -> str:
    """Under which key rows have a metric: no field has such a one."""
    return f"metric:{metric}"


def over_key(ratio: str) -> str:
    """Under which key rows have what a ratio is over."""
    return f"over:{ratio}"


def segment_key(dimension: str) -> str:
    """Under which key rows have the segment of a dimension."""
    return f"segment:{dimension}"
