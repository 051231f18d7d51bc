"""Bringing a file to the form this program knows, in numbered steps; each is one transaction."""

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from custtui.reading.connection import APPLICATION_ID, VERSION, BookError, settle
from custtui.values.language import _


def migrate(path: Path) -> None:
    """Take every step that the file lacks; a copy is kept beside it before each one.

    A new file takes them all, and as it holds nothing yet, no copy. BookError when a step breaks
    a reference.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        settle(connection)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version >= VERSION:
            return
        connection.execute("PRAGMA journal_mode = WAL")
        for step in range(version + 1, VERSION + 1):
            _take(connection, path, step)
    finally:
        connection.close()


def steps() -> dict[int, str]:
    """The SQL of each numbered step."""
    folder = files("custtui.store").joinpath("migrations")
    return {
        int(step.name[:4]): step.read_text("utf-8")
        for step in folder.iterdir()
        if step.name.endswith(".sql")
    }


def _take(connection: sqlite3.Connection, path: Path, step: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have taken it while we waited for the lock.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < step:
            if version and _holds_anything(connection):
                _keep(path, version)
            for statement in _statements(steps()[step]):
                connection.execute(statement)
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise BookError(_("Step {step} of bringing the book up to date broke a reference;"
                                  " nothing was changed.").format(step=step))  # fmt: skip
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {step}")
    except BaseException:
        if connection.in_transaction:  # of a full disk SQLite has taken it back already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _holds_anything(connection: sqlite3.Connection) -> bool:
    """Whether the book was ever filled: its rules come first, right after its tables."""
    return connection.execute("SELECT 1 FROM dimension").fetchone() is not None


def _statements(script: str) -> list[str]:
    """The single statements of a script, as `complete_statement` tells them."""
    found, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found


def _keep(path: Path, version: int) -> None:
    """A whole copy of the book as it is, under the lock of the step that follows."""
    kept = path.with_name(f"{path.name}.before-{version + 1}")
    unfinished = kept.with_name(f"{kept.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as book, closing(sqlite3.connect(unfinished)) as copy:
            unfinished.chmod(path.stat().st_mode & 0o777)
            book.backup(copy)
    except BaseException:  # a full disk needs the room
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(kept)
