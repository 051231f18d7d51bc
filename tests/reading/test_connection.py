"""Connections to read by: what fails inside a snapshot is what is told."""

import sqlite3
from contextlib import closing

import pytest

from custtui.reading.connection import snapshot

_ENDLESS = (
    "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n)"
    " INSERT INTO temp.seen SELECT i FROM n"
)


def test_what_ends_a_snapshot_is_what_is_told() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TEMP TABLE seen (i)")
        connection.set_progress_handler(lambda: True, 1_000)
        # SQLite takes the whole transaction back where a statement that writes is cut short.
        with pytest.raises(sqlite3.OperationalError, match="interrupted"), snapshot(connection):
            connection.execute(_ENDLESS)
        assert not connection.in_transaction
