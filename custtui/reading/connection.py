"""Opening a book to read from it: plain SQLite, nothing heavy."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from custtui.reading.as_reader import open_as_reader, set_apart
from custtui.reading.file_errors import fault_of, reason_of
from custtui.reading.path_faults import path_fault
from custtui.reading.permission import may_write, why_not_readable
from custtui.values.language import _

#: "CUST": what SQLite's `application_id` says of a book.
APPLICATION_ID = 0x43555354
#: The number of the last migration step this program knows (store/migrations).
VERSION = 3
_BUSY_MILLISECONDS = 5_000


class BookError(Exception):
    """A file that can't be used as a book; the message says which, why, and what to do."""


def connect(
    path: Path, *, read_only: bool = False, finished: bool = True, for_long: bool = False
) -> sqlite3.Connection:
    """A connection to the book at `path`; BookError where there is none that we can read.

    With `finished` false, one whose making was cut short is taken too. With `for_long`, it is for
    one reading that goes on and on: for a mere reader it shows the book as it is now, and never
    what comes later.
    """
    if fault := path_fault(path):
        raise BookError(fault)
    try:
        connection = open_file(path, read_only=read_only)
        try:
            if for_long:
                connection = _settled(set_apart(connection))
            check_form(connection, path)
            if finished and not _is_judged(connection):
                raise BookError(_unfinished(connection).format(path=path))
        except BaseException:
            connection.close()
            raise
    except TimeoutError as error:
        raise BookError(
            _("{path} is kept locked by another program; try again soon.").format(path=path)
        ) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError, OSError) as error:
        raise unreadable(path, error) from error
    return connection


def unreadable(path: Path, error: Exception) -> BookError:
    """What to raise for a file that can't be read: the sentence names it, why, and what to do."""
    if isinstance(error, OSError) or fault_of(error) is not None:
        message = _("{path} can't be read as a book: {reason}.")
    else:
        message = _("{path} can't be read as a book: {reason}. custtui doctor looks it through.")
    return BookError(message.format(path=path, reason=reason_of(error)))


def is_there(path: Path) -> bool:
    """Whether a file is at `path`; BookError where this account may not see or read it."""
    reason = why_not_readable(path)
    if reason is not None:
        raise BookError(reason)
    return path.exists()


def open_file(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to a database, whatever it holds, in the one way that is in nobody's way.

    For whoever may write it, so that others can follow; a mere reader leaves no trace beside it.
    sqlite3.DatabaseError or OSError where it can't be opened.
    """
    if not may_write(path):
        return _settled(open_as_reader(path))
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    try:
        return _settled(
            sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        )
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_IOERR_SHMSIZE:
            raise
        # The disk is so full that there is no room for what SQLite keeps beside an open book.
        return _settled(open_as_reader(path))


def _settled(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        settle(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def settle(connection: sqlite3.Connection) -> None:
    """The settings that every connection has."""
    for setting in (
        f"busy_timeout = {_BUSY_MILLISECONDS}",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "synchronous = FULL",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {setting}")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """All reads inside see the book as it was at the first of them, whatever others write."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:  # some failures have ended it already, and are what is told
            connection.execute("ROLLBACK")


def is_finished(path: Path) -> bool:
    """Whether there is a file that was made to its end, or that is not for us to finish.

    A file without anything in it, a book that was never judged, and one in the form of an older
    program wait to be finished.
    """
    if not is_there(path):
        return False
    # Of one that was killed while it began the file, SQLite takes the half back only where it may
    # write; read only it would refuse the file, which then looks like somebody else's.
    try:
        with closing(open_file(path, read_only=False)) as file:
            (application,) = file.execute("PRAGMA application_id").fetchone()
            (tables,) = file.execute("SELECT count(*) FROM sqlite_master").fetchone()
            is_ours = application == APPLICATION_ID or (application == 0 and tables == 0)
            return not is_ours or _is_judged(file)
    except (sqlite3.DatabaseError, OSError):
        return True


def _unfinished(connection: sqlite3.Connection) -> str:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if 0 < version < VERSION:
        return _(
            "{path} was made by an older custtui. custtui --db {path} brings it up to date, by an"
            " account that may write it."
        )
    return _("The making of {path} was cut short. custtui --db {path} finishes it.")


def _is_judged(connection: sqlite3.Connection) -> bool:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    found = connection.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'ranked'")
    return version >= VERSION and found.fetchone() is not None


def check_form(connection: sqlite3.Connection, path: Path) -> None:
    """BookError where it is no book, and where a newer custtui has changed its form."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        if path.stat().st_size == 0:
            raise BookError(
                _(
                    "{path} is empty. custtui --db {path} makes a new book in it; if there was one,"
                    " put a backup back."
                ).format(path=path)
            )
        raise BookError(
            _("{path} is a database of another program, not a customer book.").format(path=path)
        )
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise BookError(
            _(
                "{path} was made by a newer custtui (its form is {theirs}, this program knows"
                " {ours}). Update custtui to open it."
            ).format(path=path, theirs=version, ours=VERSION)
        )
