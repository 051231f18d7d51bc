"""Time travel: the book as of another day, and two days compared. The file is only read.

As-of another day means today's records and today's rules, seen through that day's windows
(definitions.md). The tables are judged into TEMP on a connection of its own, in one read
transaction: whatever others write meanwhile, all is one state of the file, and nobody waits.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from custtui.reading.connection import connect
from custtui.segments.drafting.migration import Migration, migration
from custtui.segments.judging.judge import drop_view, judge_view, judged_on
from custtui.segments.rules import Rules
from custtui.segments.stored import load

#: So many steps of SQLite's machine lie between two looks whether the answer is still wanted.
_STEPS_BETWEEN_LOOKS = 100_000
_EARLIER = "temp.earlier_segment"


class NotWanted(Exception):
    """The work was cut short: nobody wants its answer any more."""


@dataclass(frozen=True, slots=True)
class TwoDays:
    """Where customers stood on `before` and where on `after`, by dimension in their order.

    Both days are seen with the records and the rules of now; amounts are those of `after`.
    """

    before: date
    after: date
    rules: Rules
    migrations: Mapping[str, Migration]


def view_of(
    path: Path, as_of: date, *, read_only: bool = False, is_wanted: Callable[[], bool] | None = None
) -> sqlite3.Connection:
    """A connection that sees the book as of that day; its read transaction is left open.

    So records, metrics and segments are of one state of the file for as long as it is read from;
    to see what was saved since, take a new one. NotWanted as soon as `is_wanted` says no.
    """
    connection = connect(path, read_only=read_only, for_long=True)
    try:
        connection.execute("BEGIN")
        with stopping(connection, is_wanted):
            stand_on(connection, as_of)
    except BaseException:
        connection.close()
        raise
    return connection


def compare_days(
    path: Path,
    before: date,
    after: date,
    *,
    read_only: bool = False,
    is_wanted: Callable[[], bool] | None = None,
) -> TwoDays:
    """Two days of the book at `path` compared; NotWanted as soon as `is_wanted` says no."""
    with closing(connect(path, read_only=read_only)) as connection:
        connection.execute("BEGIN")
        with stopping(connection, is_wanted):
            return compare(connection, before, after)


def compare(
    connection: sqlite3.Connection,
    before: date,
    after: date,
    dimensions: Collection[str] | None = None,
) -> TwoDays:
    """Two days compared, in all dimensions or in those named; the connection then sees `after`.

    The caller holds a read transaction, so that both days see the same records.
    """
    rules = load(connection)
    keys = [d.key for d in rules.dimensions if dimensions is None or d.key in dimensions]
    stand_on(connection, before, rules)
    _put_aside(connection, keys)
    stand_on(connection, after, rules)
    migrations = {
        key: migration(connection, rules.dimension(key), (_EARLIER, "segment")) for key in keys
    }
    connection.execute(f"DROP TABLE {_EARLIER}")
    return TwoDays(before, after, rules, migrations)


def stand_on(connection: sqlite3.Connection, day: date, rules: Rules | None = None) -> None:
    """Let the connection see the book as of that day: as it is stored, or judged beside it."""
    drop_view(connection)
    if judged_on(connection) != day:
        judge_view(connection, day, rules)


def _put_aside(connection: sqlite3.Connection, keys: Collection[str]) -> None:
    columns = "".join(f', "{key}"' for key in keys)
    typed = "".join(f', "{key}" TEXT' for key in keys)
    connection.execute(f"DROP TABLE IF EXISTS {_EARLIER}")
    connection.execute(f"CREATE TABLE {_EARLIER} (customer_id INTEGER PRIMARY KEY{typed})")
    connection.execute(f"INSERT INTO {_EARLIER} SELECT customer_id{columns} FROM segment")


@contextmanager
def stopping(
    connection: sqlite3.Connection, is_wanted: Callable[[], bool] | None
) -> Iterator[None]:
    """Inside, long statements end with NotWanted soon after `is_wanted` has said no."""
    if is_wanted is None:
        yield
        return
    connection.set_progress_handler(lambda: not is_wanted(), _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise NotWanted from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
