"""Words that customers share, and how many have each: tags, owners."""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection


def tag_counts(
    connection: sqlite3.Connection, among: Collection[int] | None = None
) -> Counter[str]:
    """How many customers have each tag, of all or of these."""
    whom = "" if among is None else "AND id IN (SELECT value FROM json_each(:among))"
    rows = connection.execute(
        f"SELECT tags, count(*) FROM customer WHERE tags IS NOT NULL {whom} GROUP BY tags",
        {"among": json.dumps(list(among or ()))},
    )
    counts: Counter[str] = Counter()
    for tags, count in rows:
        for tag in filter(None, tags.split("\n")):
            counts[tag] += count
    return counts


def owner_counts(connection: sqlite3.Connection) -> Counter[str]:
    """How many customers each owner has."""
    rows = connection.execute(
        "SELECT owner, count(*) FROM customer WHERE owner IS NOT NULL GROUP BY owner"
    )
    return Counter(dict(rows.fetchall()))
