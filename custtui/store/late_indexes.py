"""Filling a table that is still empty: its indexes are made when all rows are there."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def late_indexes(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """Inside, a table without rows has no indexes but those that hold something unique.

    To sort all rows once takes half as long as to find the place of each in a large index. It is
    worth that from some ten thousand rows on. Where the transaction is taken back they stand as
    before.
    """
    if connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is not None:
        yield
        return
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?"
        " AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    for name, _made in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _name, made in indexes:
        connection.execute(made)
