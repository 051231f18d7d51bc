"""The settings that a book carries with it."""

import sqlite3
from datetime import date
from typing import NamedTuple

from custtui.reading.damage import day_stood_for
from custtui.values.setting_defaults import DEFAULTS

_A_YEAR_DAYS = 366


class Settings(NamedTuple):
    """The settings of a book, where it has none of its own their defaults.

    The currency by its code, None where none was set, and by its symbol; the time zone, None for
    the machine's own; whether phones and the like are shown masked.
    """

    currency: str | None
    currency_symbol: str
    time_zone: str | None
    mask: bool = False


def settings(connection: sqlite3.Connection) -> Settings:
    """The settings of this book."""
    found = DEFAULTS | stored_settings(connection)
    return Settings(
        found.get("currency"),
        found["currency_symbol"],
        found["time_zone"] or None,
        found["mask"] == "on",
    )


def stored_settings(connection: sqlite3.Connection) -> dict[str, str]:
    """What the book itself says, by key: no defaults."""
    return dict(connection.execute("SELECT key, value FROM setting"))


def judged_day(connection: sqlite3.Connection) -> date:
    """The day that the metrics and segments seen by this connection stand for.

    Damaged where there is none, or what is there is no day.
    """
    row = connection.execute("SELECT day FROM judged").fetchone()
    return day_stood_for(connection, row and row[0])


def is_far(judged: date, today: date) -> bool:
    """Whether the way from the day that a file stands for to today is longer than a year."""
    return (today - judged).days > _A_YEAR_DAYS
