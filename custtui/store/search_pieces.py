"""The pieces in which FTS5 keeps the search index, and how many there are.

FTS5 writes what an edit changes as a piece of its own, and merges the pieces of a level into one
of the next when there are several: left to itself, seldom and much at once, so that one edit in
some hundreds takes 20 to 170 ms. Here a little is merged after every edit, which keeps the pieces
few, and none takes more than a few ms.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from custtui.store import search_copying

_MERGED_AN_EDIT, _MERGED_AT_ONCE = 6, 200  # pages of 4 kB
#: No merging but ours; if it can't keep up, 64 pieces may wait. `hashsize`, which FTS5 has but
#: does not tell of, is how many bytes of tokens it gathers before it writes a piece.
_FEW = {"automerge": 0, "usermerge": 4, "crisismerge": 64, "hashsize": 2**20}
#: Pieces are large and wait to be merged all at once, in the end.
_MANY = {"automerge": 0, "usermerge": 2, "crisismerge": 256, "hashsize": 2**23}
#: The same, and as few as can be: nobody merges those that take something out of the book's.
_BESIDE = _MANY | {"hashsize": 2**24}
_IN_PAIRS = {"automerge": 0, "crisismerge": 2}

_TELL = "INSERT INTO {schema}.search_index (search_index, rank) VALUES (?, ?)"
_MERGE_ALL = "INSERT INTO {schema}.search_index (search_index) VALUES ('optimize')"
_MADE = "SELECT sql FROM main.sqlite_master WHERE name = 'search_index'"
_MERGES_BY_ITSELF = "SELECT 1 FROM search_index_config WHERE k = 'automerge' AND v = 0"


def expect_many(connection: sqlite3.Connection) -> None:
    """Get ready for many customers to be written; `expect_few` ends it."""
    _tell(connection, _MANY)


def expect_few(connection: sqlite3.Connection) -> None:
    """Get ready for edits of a few customers each."""
    _tell(connection, _FEW)


def expect_pairs(connection: sqlite3.Connection) -> None:
    """Have each two pieces of a level merged at once: 2 to the power of n pieces make n levels."""
    _tell(connection, _IN_PAIRS)


def end_piece(connection: sqlite3.Connection) -> None:
    """Have FTS5 write what it has gathered, as it does before a savepoint."""
    connection.execute("SAVEPOINT piece")
    connection.execute("RELEASE piece")


def merge_a_little(connection: sqlite3.Connection) -> None:
    """Merge as much as one edit on average makes necessary."""
    if connection.execute(_MERGES_BY_ITSELF).fetchone() is None:
        expect_few(connection)
    _tell(connection, {"merge": _MERGED_AN_EDIT})


def merge_on(connection: sqlite3.Connection) -> bool:
    """Go on making the index one piece, some 20 ms of it; whether there may be more to do."""
    before = connection.total_changes
    _tell(connection, {"merge": -_MERGED_AT_ONCE})
    # Itself it counts as one.
    return connection.total_changes - before > 1


def begin_to_merge(connection: sqlite3.Connection) -> None:
    """Bring a first page of two pieces or more to the next level."""
    end_piece(connection)
    _tell(connection, {"merge": 1})


def merge_all(connection: sqlite3.Connection, schema: str = "main") -> None:
    """Make the index one piece: in several it is larger, and twice as slow to read.

    It comes to stand above all levels, or, where all pieces are on one level, on the next.
    """
    connection.execute(_MERGE_ALL.format(schema=schema))


@contextmanager
def made_beside(connection: sqlite3.Connection) -> Iterator[None]:
    """Make `staged.search_index` as the book's is; all is in its pieces at the end."""
    (made,) = connection.execute(_MADE).fetchone()
    connection.execute("DROP TABLE IF EXISTS staged.search_index")
    connection.execute(made.replace(" search_index ", " staged.search_index ", 1))
    search_copying.begin(connection)
    _tell(connection, _BESIDE, "staged")
    yield
    end_piece(connection)


def _tell(connection: sqlite3.Connection, told: Mapping[str, int], schema: str = "main") -> None:
    connection.executemany(_TELL.format(schema=schema), told.items())
