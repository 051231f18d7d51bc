"""Which book a file is a state of: backups and copies of one book begin with the same edit."""

import sqlite3

#: The moment, the account number and the account name of the edit that made the book.
Lineage = tuple[str, int, str]


def lineage(connection: sqlite3.Connection) -> Lineage | None:
    """What all states of this book share; None where nothing was ever written into it."""
    row = connection.execute(
        "SELECT moment, uid, account FROM edit WHERE id = (SELECT min(id) FROM edit)"
    ).fetchone()
    return None if row is None else (str(row[0]), int(row[1]), str(row[2]))
