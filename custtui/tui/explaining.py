"""Explanations for screens: one at a time, for each is read in a transaction of its own.

Screens share one connection and read on it in threads; a second BEGIN inside the first would fail.
"""

import sqlite3
import threading

from custtui.segments.explain import explain, explain_all
from custtui.segments.explaining.explanation import Explanation

_ONE_AT_A_TIME = threading.Lock()


def explained(connection: sqlite3.Connection, customer_id: int, dimension: str) -> Explanation:
    """As `explain`."""
    with _ONE_AT_A_TIME:
        return explain(connection, customer_id, dimension)


def all_explained(connection: sqlite3.Connection, customer_id: int) -> list[Explanation]:
    """As `explain_all`."""
    with _ONE_AT_A_TIME:
        return explain_all(connection, customer_id)
