"""placeholder until written"""

import sqlite3
from collections.abc import Iterable


def refresh(connection: sqlite3.Connection, customers: Iterable[int], words: Iterable[int]) -> None:
    pass
