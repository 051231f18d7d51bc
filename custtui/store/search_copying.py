"""A piece of the search index that FTS5 made in another table, copied into the book's.

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
#: The levels below this one are left to the pieces of edits.
_LARGE = 8

#: The number of a piece, its first page and its last.
_Piece = tuple[int, int, int]


@dataclass
class _Structure:
    """The pieces of an index by levels; of each level, how many of the first are being merged."""

    cookie: bytes
    writes: int
    merging: list[int]
    levels: list[list[_Piece]]


def copy_piece(connection: sqlite3.Connection, *, is_large: bool) -> int:
    """Copy the one piece of `staged.search_index`, of slots that the book's index has not.

    A large one is put on a level of its own, above all others, where small ones hardly ever are
    merged with it; gives how many such levels there are then. Nothing may have been asked of the
    book's index in the same transaction: FTS5 would not see that it has changed.
    """
    made, ours = _structure(connection, "staged"), _structure(connection, "main")
    pieces = [piece for level in made.levels for piece in level]
    if pieces:
        ((number, first, last),) = pieces
        taken = {piece[0] for level in ours.levels for piece in level}
        free = next(each for each in count(1) if each not in taken)
        _copy_rows(connection, number, free)
        _place(ours, (free, first, last), is_large=is_large)
        _write_structure(connection, ours)
    sums = zip(_averages(connection, "staged"), _averages(connection, "main"), strict=True)
    _write(connection, _AVERAGES, b"".join(_bytes(map(sum, sums))))
    return sum(map(bool, ours.levels[_LARGE:]))


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


def _place(structure: _Structure, piece: _Piece, *, is_large: bool) -> None:
    level = max(len(structure.levels), _LARGE) if is_large else 0
    missing = max(0, level + 1 - len(structure.levels))
    structure.levels += [[] for _level in range(missing)]
    structure.merging += [0] * missing
    structure.levels[level].append(piece)


def _structure(connection: sqlite3.Connection, schema: str) -> _Structure:
    record = _read(connection, schema, _STRUCTURE)
    numbers = _numbers(record[_COOKIE_BYTES:])
    height, _pieces, writes = next(numbers), next(numbers), next(numbers)
    merging, levels = [], []
    for _level in range(height):
        merging.append(next(numbers))
        levels.append(
            [(next(numbers), next(numbers), next(numbers)) for _piece in range(next(numbers))]
        )
    return _Structure(record[:_COOKIE_BYTES], writes, merging, levels)


def _write_structure(connection: sqlite3.Connection, structure: _Structure) -> None:
    levels = structure.levels
    numbers = [len(levels), sum(map(len, levels)), structure.writes]
    for merging, level in zip(structure.merging, levels, strict=True):
        numbers += [merging, len(level)]
        for piece in level:
            numbers += piece
    _write(connection, _STRUCTURE, structure.cookie + b"".join(_bytes(numbers)))


def _averages(connection: sqlite3.Connection, schema: str) -> tuple[int, int]:
    """The rows of an index and their tokens, of which an empty one says nothing."""
    rows, tokens = list(_numbers(_read(connection, schema, _AVERAGES))) or (0, 0)
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
