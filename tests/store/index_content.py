"""All that the search index holds, and the pieces that FTS5 holds it in."""

import sqlite3
from collections.abc import Iterator
from typing import Any


def content(connection: sqlite3.Connection) -> tuple[list[tuple[Any, ...]], ...]:
    """All that table and index hold."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary"
        " USING fts5vocab (main, search_index, row)"
    )
    return (
        connection.execute("SELECT * FROM search_document ORDER BY slot").fetchall(),
        connection.execute("SELECT term, doc FROM temp.vocabulary ORDER BY term").fetchall(),
        connection.execute("SELECT * FROM search_state").fetchall(),
    )


def pieces(connection: sqlite3.Connection) -> list[int]:
    """How many pieces FTS5 has on each level (fts5_index.c: "Structure record")."""
    query = "SELECT block FROM search_index_data WHERE id = 10"
    (record,) = connection.execute(query).fetchone()
    # A cookie, then numbers: levels, pieces, writes; of each level how many
    # of its pieces are being merged and how many it has, and three numbers of each of these.
    numbers = list(_varints(record[4:]))
    levels, found, place = numbers[0], [], 3
    for _level in range(levels):
        found.append(numbers[place + 1])
        place += 2 + 3 * found[-1]
    return found


def _varints(record: bytes) -> Iterator[int]:
    value = 0
    for byte in record:
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            yield value
            value = 0
