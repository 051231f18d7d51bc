"""Whom a new day touches: the customers with a record that comes into a window or leaves it."""

import sqlite3
from datetime import date

from custtui.values.days import windows

_DATED = ("purchase", "follow_up", "survey")


def mark_crossing(connection: sqlite3.Connection, before: date, after: date) -> None:
    """Add to `temp.touched` everybody whose metrics may differ between two judged days."""
    for first, last in _crossed(before, after):
        for table in _DATED:
            connection.execute(
                "INSERT OR IGNORE INTO temp.touched"
                f" SELECT DISTINCT customer_id FROM {table} WHERE day >= ? AND day < ?",
                (first.isoformat(), last.isoformat()),
            )
    ends = {"before": before.isoformat(), "after": after.isoformat()}
    for query in (
        'SELECT customer_id FROM contract WHERE "end" BETWEEN :before AND :after',
        "SELECT customer_id FROM contract WHERE start BETWEEN :before AND :after",
        "SELECT customer_id FROM need WHERE day BETWEEN :before AND :after",
    ):
        connection.execute(f"INSERT OR IGNORE INTO temp.touched {query}", ends)


def _crossed(before: date, after: date) -> list[tuple[date, date]]:
    """The runs of days, the last not counted in, that are on another side of some window's end."""
    one = date.resolution
    ends: set[tuple[date, date]] = {(before + one, after + one)}
    old, new = windows(before), windows(after)
    for name, (first, last) in old.items():
        ends.add((first, new[name][0]))
        ends.add((last + one, new[name][1] + one))
    return sorted(ends)
