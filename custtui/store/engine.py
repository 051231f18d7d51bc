"""The engine for writing: every transaction begins with BEGIN IMMEDIATE.

SQLAlchemy's default handling of SQLite begins late and loses updates between processes; with
`isolation_level=None` and our own begin, none is lost and none fails (design.md has the counts).
Readers have connections of their own, so they never wait for the lock.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, QueuePool

from custtui.reading.connection import settle
from custtui.reading.open_files import OpenFiles
from custtui.store.turn import Turn

_FILES = "files"

#: How long SQLite waits for the lock at one go.
_ONE_GO_MILLISECONDS = 8


def writing_engine(path: Path, *, stays_open: bool = False) -> Engine:
    """An engine whose transactions take the write lock at once.

    It opens the file for each transaction, so that nothing is left beside it; one that stays open
    keeps its connection, with all that it has prepared, until it is disposed of.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path),
        # Its errors name the statement, and not whom it was about.
        hide_parameters=True,
        poolclass=QueuePool if stays_open else NullPool,
    )

    @event.listens_for(engine, "connect")
    def _note(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[_FILES] = OpenFiles(path)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        _take_the_lock(connection, path)

    return engine


def _take_the_lock(connection: Connection, path: Path) -> None:
    """Begin the transaction, waiting until the others let go.

    SQLite asks again ever more seldom, up to ten times a second, and whoever has waited longest
    comes last: of eight who write without a pause one waited 4.5 s. Asking it in short goes keeps
    the pauses short, and all wait about alike. Who waits longer than a moment is told why;
    BookError when it is too long.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    turn = Turn(path)
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            # The last byte is the reason; what stands above it says which kind of busy.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            turn.still_waits()
        else:
            return


def refuse_if_moved(connection: Connection) -> None:
    """Moved where the path of the book leads to another file than the one that is written to."""
    files = connection.info[_FILES]
    assert isinstance(files, OpenFiles)
    files.refuse_if_moved()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        settle(connection)
        connection.execute(f"PRAGMA busy_timeout = {_ONE_GO_MILLISECONDS}")
    except BaseException:
        # One that stays open on a full disk would keep the others from tidying up behind them.
        connection.close()
        raise
    return connection
