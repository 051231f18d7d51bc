"""The records of a book as the oracle takes them: read straight from the file, plain SQL only."""

import sqlite3
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle import Customer

_DAYS = ("day", "next_day", "start", "end", "last_day")


def records(path: Path) -> list[Customer]:
    """Every customer of the file with all its records, in the order of their ids."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    children = {
        table: _by_customer(connection, table)
        for table in ("contact", "follow_up", "purchase", "need", "survey", "contract", "pin")
    }
    customers = []
    for row in connection.execute("SELECT * FROM customer ORDER BY id"):
        customer: dict[str, Any] = dict(row)
        customer["tags"] = (row["tags"] or "").split("\n") if row["tags"] else []
        for table, rows in children.items():
            customer[f"{table}s"] = rows[row["id"]]
        customers.append(customer)
    connection.close()
    return customers  # type: ignore[return-value]  # the dicts have the oracle's keys and more


def _by_customer(connection: sqlite3.Connection, table: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(f"SELECT * FROM {table} ORDER BY id"):
        record = {
            key: date.fromisoformat(row[key]) if key in _DAYS and row[key] else row[key]
            for key in row.keys()  # noqa: SIM118 - iterating a Row gives its values
        }
        if "holds" in record:
            record["holds"] = bool(record["holds"])
        if "phones" in record:
            record["phones"] = str(row["phones"]).split("\n") if row["phones"] else []
        found[row["customer_id"]].append(record)
    return found
