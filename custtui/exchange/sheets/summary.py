"""汇总: customers and net amounts by dimension and segment, below the days that they stand for."""

from collections.abc import Sequence
from datetime import date

from custtui.exchange.sheets import headings
from custtui.exchange.sheets.cells import Look
from custtui.exchange.sheets.names import SegmentNames
from custtui.exchange.sheets.sheet import Column
from custtui.exchange.sheets.standards import (
    Part,
    counted_columns,
    dimension_column,
    segment_column,
)
from custtui.values.days import windows

HeadRow = list[tuple[Look, object]]


def head(as_of: date, customers: int, language: str) -> list[HeadRow]:
    """The as-of day, the number of customers, and each window by its first and last day."""
    labels = (headings.WINDOW, headings.FIRST_DAY, headings.LAST_DAY)
    rows: list[HeadRow] = [
        [(Look.TEXT, headings.AS_OF.label(language)), (Look.DAY, as_of)],
        [(Look.TEXT, headings.MEMBERS.label(language)), (Look.COUNT, customers)],
        [(Look.TEXT, label.label(language)) for label in labels],
    ]
    for name, (first, last) in windows(as_of).items():
        heading = headings.WINDOWS[name].label(language)
        rows.append([(Look.TEXT, heading), (Look.DAY, first), (Look.DAY, last)])
    return rows


def columns(names: SegmentNames, language: str) -> list[Column[Sequence[Part]]]:
    return [
        dimension_column(language),
        segment_column(names, language),
        *counted_columns(language),
    ]
