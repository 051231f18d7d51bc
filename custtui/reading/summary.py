"""The book in a few counts: for the header line, and for a start without a terminal."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

_SOON_DAYS = 7

_COUNTS = """
SELECT (SELECT count(*) FROM customer),
    coalesce(sum(next_day < :as_of), 0),
    coalesce(sum(next_day = :as_of), 0),
    coalesce(sum(next_day > :as_of), 0)
FROM follow_up
WHERE next_day IS NOT NULL AND done = 0 AND next_day <= :soon AND day <= :as_of
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """Customers, and promises: overdue, for as-of itself, and for the 7 days behind it."""

    customers: int
    overdue: int
    due_today: int
    due_soon: int


def has_customers(connection: sqlite3.Connection) -> bool:
    """Whether there is anybody in the book."""
    (found,) = connection.execute("SELECT EXISTS (SELECT 1 FROM customer)").fetchone()
    return bool(found)


def summary(connection: sqlite3.Connection, as_of: date) -> Summary:
    """The counts of the book as of that day."""
    soon = as_of + timedelta(days=_SOON_DAYS)
    values = {"as_of": as_of.isoformat(), "soon": soon.isoformat()}
    return Summary(*connection.execute(_COUNTS, values).fetchone())
