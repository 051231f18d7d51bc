"""Bringing a file to the form this program knows, in numbered steps; each is one transaction."""

import sqlite3
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from custtui.reading.backups.names import MIGRATION
from custtui.reading.connection import APPLICATION_ID, VERSION, BookError, settle
from custtui.store.backups.making import back_up
from custtui.values.language import _


def migrate(path: Path, *, is_kept: bool = False) -> None:
    """Take every step that the file lacks, after a backup of what it holds.

    A new file takes them all, and as it holds nothing yet, there is no backup; nor is there one
    where `is_kept` says that what it holds is kept elsewhere. BookError when none can be made, and
    when a step breaks a reference.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        settle(connection)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version >= VERSION:
            _keep_log(connection)
            return
        connection.execute("PRAGMA journal_mode = WAL")
        for step in range(version + 1, VERSION + 1):
            is_kept = _take(connection, path, step, is_kept=is_kept)
    finally:
        connection.close()


def _keep_log(connection: sqlite3.Connection) -> None:
    """Have the edits go into -wal, so that who reads and who writes need not wait for each other.

    A backup, which somebody may have copied by hand to where the book was, keeps none. Where
    others use the file just now, one of the next openings does it.
    """
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")


def steps() -> dict[int, str]:
    """The SQL of each numbered step."""
    folder = files("custtui.store").joinpath("migrations")
    return {
        int(step.name[:4]): step.read_text("utf-8")
        for step in folder.iterdir()
        if step.name.endswith(".sql")
    }


def made_from_nothing() -> sqlite3.Connection:
    """A book without anything in it, in memory: the form that all steps together give."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for _number, script in sorted(steps().items()):
        for statement in _statements(script):
            connection.execute(statement)
    return connection


def _take(connection: sqlite3.Connection, path: Path, step: int, *, is_kept: bool) -> bool:
    """Take one step, where nobody else has; whether there is a backup of what was before."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have taken it while we waited for the lock.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < step:
            if not is_kept and version and _holds_anything(connection):
                # Under the lock of the step: nothing comes between the backup and the step.
                back_up(path, MIGRATION, may_go_elsewhere=True)
                is_kept = True
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
    return is_kept


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
