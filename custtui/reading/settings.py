"""The settings that a book carries with it."""

import sqlite3
from datetime import date
from typing import NamedTuple

_A_YEAR_DAYS = 366


class Settings(NamedTuple):
    """The currency by its code and its symbol, and the time zone; None where none was set."""

    currency: str | None
    currency_symbol: str | None
    time_zone: str | None


def settings(connection: sqlite3.Connection) -> Settings:
    """The settings of this book."""
    found = dict(connection.execute("SELECT key, value FROM setting"))
    return Settings(found.get("currency"), found.get("currency_symbol"), found.get("time_zone"))


def judged_day(connection: sqlite3.Connection) -> date:
    """The day that the metrics and segments seen by this connection stand for."""
    row = connection.execute("SELECT day FROM judged").fetchone()
    return date.fromisoformat(row[0])


def is_far(judged: date, today: date) -> bool:
    """Whether the way from the day that a file stands for to today is longer than a year."""
    return (today - judged).days > _A_YEAR_DAYS
