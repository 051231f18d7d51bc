"""Whether the file is whole: its pages and indexes, and what its records refer to."""

import sqlite3
from collections.abc import Iterator

from custtui.store.checkup.finding import Finding, Ground, Mend, reason_found
from custtui.values.language import _, plural

_MOST = 20
#: What SQLite says of an index that does not fit its table: the table itself is whole.
_OF_AN_INDEX = ("missing from index", "wrong # of entries in index", "non-unique entry in index")


def integrity(ground: Ground) -> Iterator[Finding]:
    """SQLite's own check of every page, every row and every index."""
    try:
        rows = ground.connection.execute(f"PRAGMA integrity_check({_MOST})").fetchall()
    except sqlite3.DatabaseError as error:
        yield damage("integrity", reason_found(error))
        return
    told = [str(row[0]) for row in rows if row[0] != "ok"]
    of_indexes = [each for each in told if any(part in each for part in _OF_AN_INDEX)]
    others = [each for each in told if each not in of_indexes]
    if others:
        yield damage("integrity", _first_line(others[0]))
    elif of_indexes:
        message = _("An index does not fit its table: {reason}.")
        yield Finding("integrity", message.format(reason=of_indexes[0]), mend=Mend.REINDEX)


def _first_line(told: str) -> str:
    """The first of all faults, which SQLite tells together below the name of the database."""
    return next((line for line in told.splitlines() if not line.startswith("***")), told)


def damage(check: str, reason: str) -> Finding:
    """The file itself is damaged."""
    return Finding(
        check,
        _("The file is damaged: {reason}.").format(reason=reason.strip().rstrip(".")),
        _("Put a backup back; keep the damaged file, parts of it may still be read."),
    )


def references(ground: Ground) -> Iterator[Finding]:
    """Records that hang on others which are not there."""
    broken: dict[tuple[str, str], int] = {}
    for table, _rowid, parent, _key in ground.connection.execute("PRAGMA foreign_key_check"):
        broken[table, parent] = broken.get((table, parent), 0) + 1
    for (table, parent), count in broken.items():
        message = plural(
            "{count} row of {table} hangs on a row of {parent} that is not there.",
            "{count} rows of {table} hang on rows of {parent} that are not there.",
            count,
        )
        yield Finding(
            "references",
            message.format(count=f"{count:,}", table=table, parent=parent),
            _("Another program deleted them. Put a backup back, or delete what hangs on nothing."),
        )
