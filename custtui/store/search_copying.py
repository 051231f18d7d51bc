"""Pieces of the search index that FTS5 made in another table, copied into the book's.

FTS5 keeps a piece as rows of `..._data` and `..._idx` under a number of its own, and what pieces
there are in two records of `..._data`. Their form is that of fts5_index.c, "Structure record" and
"Averages record", which is part of SQLite's file format: numbers of 7 bits a byte, the high bit
set in all bytes but the last.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

_AVERAGES, _STRUCTURE = 1, 10
#: The number of a piece stands above so many bits of the ids of its rows in `..._data`.
_BITS = 37
_COOKIE_BYTES = 4
#: Only looked at, never done.
_WRITE = "EXPLAIN DELETE FROM main.search_index_data"
#: So many levels, the lowest, are left to the pieces of edits.
_FOR_EDITS = 8
#: FTS5 takes 64, and makes some itself.
_MOST_LEVELS = 56

#: The number of a piece, its first page and its last.
_Piece = tuple[int, int, int]


@dataclass
class _Structure:
    """The pieces of an index by levels; of each level, how many of the first are being merged."""

    cookie: bytes
    writes: int
    merging: list[int]
    levels: list[list[_Piece]]


def can_copy(connection: sqlite3.Connection) -> bool:
    """Whether the book's index has the form that is known here, and may be written so.

    Some builds of SQLite leave its tables to FTS5 alone (SQLITE_DBCONFIG_DEFENSIVE), as that of
    macOS does.
    """
    record = _read(connection, "main", _STRUCTURE)
    try:
        connection.execute(_WRITE)
        return _record(_structure(record)) == record
    except (StopIteration, sqlite3.OperationalError):
        return False


def copy_pieces(connection: sqlite3.Connection, *, is_large: bool) -> None:
    """Copy the pieces of `staged.search_index`, newer than all that the book's index has.

    Large ones come on a level of their own, so that the small ones of edits are not merged with
    them. Nothing may have been asked of the book's index in the same transaction: FTS5 would not
    see that it has changed.
    """
    made = _structure(_read(connection, "staged", _STRUCTURE))
    ours = _structure(_read(connection, "main", _STRUCTURE))
    taken = {number for level in ours.levels for number, _first, _last in level}
    free = (number for number in count(1) if number not in taken)
    pieces = []
    for number, first, last in (piece for level in reversed(made.levels) for piece in level):
        pieces.append((next(free), first, last))
        _copy_rows(connection, number, pieces[-1][0])
    _place(ours, pieces, is_large=is_large)
    _write(connection, _STRUCTURE, _record(ours))
    (begun,) = connection.execute("SELECT block FROM staged.search_begun").fetchone()
    sums = map(_sum, _averages(begun), _averages(_read(connection, "staged", _AVERAGES)),
               _averages(_read(connection, "main", _AVERAGES)))  # fmt: skip
    _write(connection, _AVERAGES, b"".join(_bytes(sums)))


def begin(connection: sqlite3.Connection) -> None:
    """Have `staged.search_index`, which is empty, count on from the rows of the book's.

    FTS5 refuses to take out more than it has.
    """
    connection.execute("DROP TABLE IF EXISTS staged.search_begun")
    connection.execute(
        "CREATE TABLE staged.search_begun AS"
        f" SELECT block FROM main.search_index_data WHERE id = {_AVERAGES}"
    )
    connection.execute(
        f"REPLACE INTO staged.search_index_data SELECT {_AVERAGES}, block FROM staged.search_begun"
    )


def _sum(begun: int, then: int, now: int) -> int:
    return now + then - begun


def _copy_rows(connection: sqlite3.Connection, number: int, free: int) -> None:
    connection.execute(
        "INSERT INTO main.search_index_data SELECT id + ?, block FROM staged.search_index_data"
        " WHERE id >> ? = ? ORDER BY id",
        ((free - number) << _BITS, _BITS, number),
    )
    connection.execute(
        "INSERT INTO main.search_index_idx SELECT ?, term, pgno FROM staged.search_index_idx"
        " WHERE segid = ? ORDER BY term",
        (free, number),
    )


def _place(structure: _Structure, pieces: list[_Piece], *, is_large: bool) -> None:
    """The newest stand on the lowest level, and there last."""
    occupied = (place for place, level in enumerate(structure.levels) if level)
    used = next(occupied, len(structure.levels))
    missing = max(0, _FOR_EDITS + 1 - used)
    if is_large and len(structure.levels) + missing < _MOST_LEVELS:
        structure.levels[:0] = [[] for _level in range(missing)]
        structure.merging[:0] = [0] * missing
        structure.levels[used + missing - 1] = pieces
    elif structure.levels:
        structure.levels[0] += pieces
    else:
        structure.levels, structure.merging = [pieces], [0]


def _structure(record: bytes) -> _Structure:
    """What a record tells; StopIteration where it ends too soon."""
    numbers = _numbers(record[_COOKIE_BYTES:])
    height, _pieces, writes = next(numbers), next(numbers), next(numbers)
    merging, levels = [], []
    for _level in range(height):
        merging.append(next(numbers))
        levels.append(
            [(next(numbers), next(numbers), next(numbers)) for _piece in range(next(numbers))]
        )
    return _Structure(record[:_COOKIE_BYTES], writes, merging, levels)


def _record(structure: _Structure) -> bytes:
    levels = structure.levels
    numbers = [len(levels), sum(map(len, levels)), structure.writes]
    for merging, level in zip(structure.merging, levels, strict=True):
        numbers += [merging, len(level)]
        for piece in level:
            numbers += piece
    return structure.cookie + b"".join(_bytes(numbers))


def _averages(record: bytes) -> tuple[int, int]:
    """The rows of an index and their tokens, of which one that was always empty says nothing."""
    rows, tokens = list(_numbers(record)) or (0, 0)
    return rows, tokens


def _read(connection: sqlite3.Connection, schema: str, id_: int) -> bytes:
    query = f"SELECT block FROM {schema}.search_index_data WHERE id = ?"
    return bytes(connection.execute(query, (id_,)).fetchone()[0])


def _write(connection: sqlite3.Connection, id_: int, record: bytes) -> None:
    connection.execute("REPLACE INTO main.search_index_data VALUES (?, ?)", (id_, record))


def _numbers(record: bytes) -> Iterator[int]:
    number = 0
    for byte in record:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            yield number
            number = 0


def _bytes(numbers: Iterable[int]) -> Iterator[bytes]:
    for number in numbers:
        digits = [number >> shift & 0x7F for shift in range(0, max(number.bit_length(), 1), 7)]
        yield bytes([*(digit | 0x80 for digit in reversed(digits[1:])), digits[0]])
