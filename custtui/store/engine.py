"""The engine for writing: every transaction begins with BEGIN IMMEDIATE.

SQLAlchemy's default handling of SQLite begins late and loses updates between processes; with
`isolation_level=None` and our own begin, none is lost and none fails (design.md has the counts).
Readers have connections of their own, so they never wait for the lock.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from custtui.reading.connection import settle


def writing_engine(path: Path, *, stays_open: bool = False) -> Engine:
    """An engine whose transactions take the write lock at once.

    It opens the file for each transaction, so that nothing is left beside it; one that stays open
    keeps its connection, with all that it has prepared, until it is disposed of.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path),
        poolclass=QueuePool if stays_open else NullPool,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    settle(connection)
    return connection
