"""Copies of a book that were kept: what was erased from it may still stand in them."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from custtui.reading.backups.names import UNFINISHED, backups_in
from custtui.reading.backups.places import folders
from custtui.reading.backups.standing import setting_of
from custtui.reading.open_files import beside

_BESIDE = ("before", "damaged")
_SIDE_FILES = ("-wal", "-shm", "-journal")
_STANDS = "SELECT 1 FROM customer WHERE id = ?"
_WAS_THERE = (
    "SELECT 1 FROM change WHERE record = 'customer' AND record_id = ? AND before IS NOT NULL"
)


def kept_copies(path: Path) -> list[Path]:
    """Every copy of the book that the program made and knows of: backups, what is left of one.

    Beside a book stands what a restore moved aside as damaged, and what older programs kept before
    they changed its form.
    """
    places = folders(path, setting_of(path))
    found = {backup.path for backup in backups_in(path, places)}
    for folder in places:
        try:
            found |= set(folder.glob(f"*{UNFINISHED}"))
        except OSError:  # it can't be looked into, so it may hold anybody
            found.add(folder)
    for kind in _BESIDE:
        kept = path.parent.glob(f"{_literal(path.name)}.{kind}-*")
        found |= {each for each in kept if not each.name.endswith(_SIDE_FILES)}
    return sorted(found)


def copies_holding(copies: Iterable[Path], customer_id: int) -> list[Path]:
    """Those that hold the customer of that id, in their log too, or can't be looked into."""
    return [copy for copy in copies if _holds(copy, customer_id)]


def _holds(copy: Path, customer_id: int) -> bool:
    if beside(copy, "-wal").exists():  # what stands there is not read below
        return True
    try:
        # A copy that nobody writes: nothing is made beside it.
        address = f"{copy.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return any(
                connection.execute(query, (customer_id,)).fetchone() is not None
                for query in (_STANDS, _WAS_THERE)
            )
    except sqlite3.DatabaseError:
        return True


def _literal(name: str) -> str:
    """The name as a pattern that means just itself."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
