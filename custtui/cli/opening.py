"""Opening a book to answer from it: read only, as of the day that was asked for."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from custtui.cli import clock
from custtui.cli.options import Options
from custtui.reading.connection import connect, is_there, snapshot
from custtui.reading.settings import judged_day, settings

_HAS_SETTINGS = "SELECT 1 FROM sqlite_master WHERE name = 'setting'"


class Opened(NamedTuple):
    """A book as it was at one moment, and the day it is seen on.

    `masks` says whether what is private is to be masked.
    """

    connection: sqlite3.Connection
    as_of: date
    time_zone: str | None
    masks: bool = False


@contextmanager
def opened(options: Options, *, needs_segments: bool = True) -> Iterator[Opened]:
    """The book; whatever others write meanwhile, all is read as of one moment.

    Where the file stands for another day, metrics and segments are judged beside it, in TEMP
    tables: reading never writes. BookError where there is no book that can be read.
    """
    with (
        closing(connect(options.path, read_only=options.read_only)) as connection,
        snapshot(connection),
    ):
        found = settings(connection)
        zone = found.time_zone
        as_of = options.as_of or clock.today(zone)
        if needs_segments and judged_day(connection) != as_of:
            from custtui.segments.judging.judge import judge_view

            judge_view(connection, as_of)
        masks = found.mask and not getattr(options.given, "unmask", False)
        yield Opened(connection, as_of, zone, masks)


def zone_of(path: Path) -> str | None:
    """The time zone of that book; the machine's own where there is no book yet.

    One in the form of an older program, or whose making was cut short, is asked too: whoever wants
    to know is about to bring it up to date.
    """
    if not is_there(path) or path.stat().st_size == 0:
        return clock.local_zone()
    with closing(connect(path, finished=False)) as connection:
        if connection.execute(_HAS_SETTINGS).fetchone() is None:
            return clock.local_zone()
        return settings(connection).time_zone


def settings_of_a_new_book() -> dict[str, str]:
    """What a book that is made here and now carries with it."""
    return {"time_zone": clock.local_zone()}
