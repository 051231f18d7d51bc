"""Taking out of the file what was erased from its tables: the bytes, not only the rows.

SQLite leaves what is deleted where it lay until the room is needed: in free pages, in the gaps of
used ones, in the write-ahead log; and FTS5 keeps the words of who is gone in its older pieces. So
the index is merged into one piece, the whole file written anew, and the log beside it emptied.

Others may go on reading meanwhile; who reads an old state of the file keeps the last step from
being made, and who writes waits for the second. What is not finished is noted in the file, and the
next opening for writing finishes it.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from custtui.reading.connection import connect
from custtui.reading.file_errors import reason_of
from custtui.store import search_pieces
from custtui.values.language import _

_NOTED = "SELECT 1 FROM sqlite_master WHERE name = 'unfinished_erasing'"
PATIENCE_MILLISECONDS = 5_000


def note_unfinished(connection: sqlite3.Connection) -> None:
    """Note, in the transaction that erases, that the bytes are still to be taken out."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS unfinished_erasing (is_written_anew INTEGER NOT NULL)"
    )
    connection.execute("DELETE FROM unfinished_erasing")
    connection.execute("INSERT INTO unfinished_erasing VALUES (0)")


def clean_out(path: Path, patience_milliseconds: int = PATIENCE_MILLISECONDS) -> str:
    """Take out what was erased; gives why that is not finished, empty where it is.

    Where nothing was erased, nothing is done. The file needs its own size of room on the disk
    once more, and as much in the folder for temporary files.
    """
    with closing(connect(path)) as connection:
        connection.execute(f"PRAGMA busy_timeout = {patience_milliseconds}")
        # In memory a large book would not have room.
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute("PRAGMA secure_delete = ON")
        try:
            done = _steps_done(connection)
            if done is None:
                return ""
            if not done:
                _write_anew(connection)
            if not _empty_log(connection):
                return _("somebody reads an old state of the book")
            connection.execute("DELETE FROM unfinished_erasing")
            _empty_log(connection)
        except sqlite3.DatabaseError as error:
            return reason_of(error)
    return ""


def _steps_done(connection: sqlite3.Connection) -> int | None:
    """Whether the file was written anew, 0 or 1; None where nothing is unfinished."""
    if connection.execute(_NOTED).fetchone() is None:
        return None
    row = connection.execute("SELECT is_written_anew FROM unfinished_erasing").fetchone()
    return None if row is None else int(row[0])


def _write_anew(connection: sqlite3.Connection) -> None:
    search_pieces.merge_all(connection)
    connection.execute("VACUUM")
    connection.execute("UPDATE unfinished_erasing SET is_written_anew = 1")


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Bring the write-ahead log into the file and leave nothing of it; False where one reads it."""
    (busy, _pages, _moved) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
