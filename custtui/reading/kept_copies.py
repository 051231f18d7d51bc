"""Copies of a book that were kept: what was erased from it may still stand in them."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from custtui.reading.backups.names import UNFINISHED, moment_and_reason
from custtui.reading.backups.places import folder_in, own_folder
from custtui.reading.connection import BookError, connect
from custtui.reading.open_files import beside

_BESIDE = ("before", "damaged")
_SIDE_FILES = ("-wal", "-shm", "-journal")
_STANDS = "SELECT 1 FROM customer WHERE id = ?"
_WAS_THERE = (
    "SELECT 1 FROM change WHERE record = 'customer' AND record_id = ? AND before IS NOT NULL"
)
#: The folders of backups that are set, and those that were.
_FOLDERS = (
    "SELECT value FROM setting WHERE key = 'backup_folder' UNION"
    " SELECT json_extract(before, '$.value') FROM change WHERE record = 'setting'"
    " AND before IS NOT NULL AND json_extract(before, '$.key') = 'backup_folder'"
)


def kept_copies(path: Path) -> list[Path]:
    """Every copy of the book that the program made and knows of: backups, what is left of one.

    A folder that can't be looked into, or whose disk is not there, stands for what may lie in it.
    Beside a book stands what a restore moved aside as damaged, and what older programs kept before
    they changed its form.
    """
    found = set(_in(own_folder(path), path))
    for setting in _set_folders(path):
        found |= set(_in(folder_in(str(setting), path), path) if _is_there(setting) else [setting])
    for kind in _BESIDE:
        kept = path.parent.glob(f"{_literal(path.name)}.{kind}-*")
        found |= {each for each in kept if not each.name.endswith(_SIDE_FILES)}
    return sorted(found)


def _set_folders(path: Path) -> list[Path]:
    """The folders that the setting `backup_folder` names, and those that it has named."""
    with suppress(BookError), closing(connect(path, finished=False)) as connection:
        rows = connection.execute(_FOLDERS).fetchall()
        return [Path(folder) for (folder,) in rows if folder]
    return []


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


def _in(folder: Path, path: Path) -> list[Path]:
    try:
        files = list(folder.iterdir())
    except FileNotFoundError:  # none was made there yet
        return []
    except OSError:  # it can't be looked into, so it may hold anybody
        return [folder]
    return [
        each
        for each in files
        if moment_and_reason(path, each.name) is not None or each.name.endswith(UNFINISHED)
    ]


def copies_holding(copies: Iterable[Path], customer_id: int) -> list[Path]:
    """Those that hold the customer of that id, in their log too, or can't be looked into."""
    return [copy for copy in copies if _holds(copy, customer_id)]


def _holds(copy: Path, customer_id: int) -> bool:
    try:
        if beside(copy, "-wal").exists():  # what stands there is not read below
            return True
        # A copy that nobody writes: nothing is made beside it.
        address = f"{copy.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return any(
                connection.execute(query, (customer_id,)).fetchone() is not None
                for query in (_STANDS, _WAS_THERE)
            )
    except (OSError, sqlite3.DatabaseError):  # it may lie where only somebody else may look
        return True


def _literal(name: str) -> str:
    """The name as a pattern that means just itself."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
