"""Whether metrics, rankings, cuts and segments are what judging the whole book anew gives."""

import json
import sqlite3
from collections.abc import Iterator

from custtui.reading.connection import BookError
from custtui.reading.settings import judged_day
from custtui.segments.judging.judge import drop_view, judge_view
from custtui.segments.judging.tables import columns_of
from custtui.segments.over_time.month_cuts import cuts, kept
from custtui.segments.over_time.month_ends import graded
from custtui.segments.rules import Share
from custtui.segments.stored import load
from custtui.store.checkup.finding import Finding, Ground, Mend, named
from custtui.values.language import _, plural

_OF_CUSTOMERS = ("metric", "ranked", "segment", "computed")
#: One row a customer: both are walked side by side, and nothing is sorted.
_ONE_ROW_EACH = ("metric", "ranked", "segment")
_MONTH_CUT = "SELECT 1 FROM main.sqlite_master WHERE name = 'month_cut'"


def segments(ground: Ground) -> Iterator[Finding]:
    """What the file holds for its day, beside what judging it anew into TEMP tables gives."""
    connection = ground.connection
    # With the shadows gone, the file's own day is asked for.
    drop_view(connection)
    judge_view(connection, judged_day(connection))
    try:
        others = [table for table in (*_OF_CUSTOMERS, "cut") if _is_other(connection, table)]
        for table in others:
            message = _("The table {table} is missing or has another form.")
            yield Finding("segments", message.format(table=table), mend=Mend.JUDGE)
        for table in _OF_CUSTOMERS:
            if table not in others:
                yield from _customers(connection, table)
        if "cut" not in others and _differ(connection, "cut", "count(*)")[0]:
            message = _("Where relative segments begin is not what the records give.")
            yield Finding("segments", message, mend=Mend.JUDGE)
        if "metric_last_contact" not in _indexes(connection):
            yield Finding("segments", _("The order of the list is missing."), mend=Mend.JUDGE)
    finally:
        drop_view(connection)


def _is_other(connection: sqlite3.Connection, table: str) -> bool:
    return columns_of(connection, f"main.{table}") != columns_of(connection, f"temp.{table}")


def _customers(connection: sqlite3.Connection, table: str) -> Iterator[Finding]:
    """Customers of whom a table says something else."""
    if table in _ONE_ROW_EACH:
        ids = _differing(connection, table)
    else:
        ids = _differ(connection, table, "DISTINCT customer_id")
    if not ids:
        return
    codes = tuple(
        str(code)
        for (code,) in connection.execute(
            "SELECT coalesce((SELECT code FROM customer WHERE id = d.value), '#' || d.value)"
            " FROM json_each(?) d",
            (json.dumps(ids),),
        )
    )
    message = plural(
        "What is kept of {count} customer in {table} is not what the records give ({codes}).",
        "What is kept of {count} customers in {table} is not what the records give ({codes}).",
        len(codes),
    )
    yield Finding(
        "segments",
        message.format(count=f"{len(codes):,}", table=table, codes=named(codes)),
        mend=Mend.JUDGE,
        codes=codes,
    )


def _differing(connection: sqlite3.Connection, table: str) -> list[int]:
    columns = columns_of(connection, f"main.{table}")
    is_other = " OR ".join(f'o."{name}" IS NOT n."{name}"' for name in columns)
    sides = ((f"main.{table} o", f"temp.{table} n"), (f"temp.{table} n", f"main.{table} o"))
    found = []
    for (one, other), test in zip(sides, (is_other, "o.customer_id IS NULL"), strict=True):
        found += connection.execute(
            f"SELECT customer_id FROM {one} LEFT JOIN {other} USING (customer_id) WHERE {test}"
        ).fetchall()
    return sorted(row[0] for row in found)


def _differ(connection: sqlite3.Connection, table: str, what: str) -> list[int]:
    rows = connection.execute(
        f"SELECT {what} FROM (SELECT * FROM (SELECT * FROM main.{table} EXCEPT"
        f" SELECT * FROM temp.{table}) UNION ALL SELECT * FROM (SELECT * FROM temp.{table} EXCEPT"
        f" SELECT * FROM main.{table}))"
    )
    return [row[0] for row in rows]


def _indexes(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'index'")
    return {name for (name,) in rows}


def month_ends(ground: Ground) -> Iterator[Finding]:
    """Where classes began at past month-ends, as it is kept, beside what the purchases give."""
    connection = ground.connection
    if connection.execute(_MONTH_CUT).fetchone() is None:
        return
    dimension = graded(load(connection))
    if not isinstance(dimension, Share):
        return
    try:
        known = kept(connection, dimension)
        is_right = known == cuts(connection, dimension, [*known])
    except (ValueError, TypeError, sqlite3.DatabaseError) as error:
        if isinstance(error, BookError):
            raise
        is_right = False
    if not is_right:
        yield Finding(
            "month-ends",
            _("What is kept of past month-ends is not what the purchases give."),
            mend=Mend.MONTHS,
        )
