"""Codes (客户编号) for customers that come without one."""

import sqlite3
from collections.abc import Iterator


def free_codes(connection: sqlite3.Connection) -> Iterator[str]:
    """Codes that no customer has, counting on from the newest customer: `C00042`."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'customer'").fetchone()
    number = int(row[0]) if row else 0
    while True:
        number += 1
        code = f"C{number:05d}"
        if connection.execute("SELECT 1 FROM customer WHERE code = ?", (code,)).fetchone() is None:
            yield code
