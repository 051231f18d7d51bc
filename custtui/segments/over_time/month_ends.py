"""Where customers stood at the last twelve month-ends, in the dimension that grades them.

A month-end is judged with today's records and today's rules, as any other as-of day; what is told
is what judging that day would give.
"""

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from custtui.reading.connection import connect
from custtui.segments.drafting.what_if import with_those_they_ask
from custtui.segments.judging.judge import drop_view, judge_view
from custtui.segments.over_time.month_cuts import (
    Lowest,
    can_cut,
    cuts,
    keep,
    kept,
    placed,
    still_true,
)
from custtui.segments.over_time.time_travel import NotWanted, stopping
from custtui.segments.rules import Dimension, Rules, is_tags
from custtui.segments.stored import load

MONTHS = 12
_PATIENCE_SECONDS = 0.01  #: to see that nothing is to be worked out takes less


@dataclass(frozen=True, slots=True)
class MonthLine:
    """The segments of one customer at the ends of months, the oldest first."""

    dimension: str
    days: tuple[date, ...]
    segments: tuple[str, ...]


def month_ends(as_of: date, count: int = MONTHS) -> tuple[date, ...]:
    """The last month-ends up to that day, itself too where it is one, the oldest first."""
    found: list[date] = []
    after = as_of + timedelta(days=1)
    for _place in range(count):
        after = after.replace(day=1)
        found.append(after - timedelta(days=1))
        after = found[-1]
    return tuple(reversed(found))


def graded(rules: Rules) -> Dimension | None:
    """The dimension that grades customers: the first that is ordered."""
    return next((d for d in rules.dimensions if d.ordered and not is_tags(d)), None)


def month_line(connection: sqlite3.Connection, customer_id: int, as_of: date) -> MonthLine | None:
    """The line of one customer, worked out here and now; None where nothing grades.

    The caller holds a read transaction. Where what is kept does not help and the rule is no share
    of purchases, every month-end is judged, and the view that the connection had is gone.
    """
    rules = load(connection)
    dimension, days = graded(rules), month_ends(as_of)
    if dimension is None:
        return None
    return _line(connection, _work_out(connection, rules, dimension, days, None), days, customer_id)


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """What is known since that edit: cuts by day, or days judged into TEMP tables."""

    dimension: Dimension
    edit_id: int
    lowest: Mapping[date, Lowest]
    judged: tuple[date, ...] = ()


class MonthEnds:
    """The lines of all customers of a book, worked out in a thread and kept."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._connection = connect(path, read_only=read_only)
        self._alone = threading.Lock()
        self._is_open = True
        self._was_missed = False
        self._known: _WorkedOut | None = None

    def settle(self, as_of: date, *, may_keep: bool = False) -> bool:
        """Work out what is not known yet for the month-ends of that day.

        From any thread; it ends early when `stop` is called. With `may_keep`, what was worked out
        is put into the file, for the next opening. Gives whether there is something to show: what
        is new, or what `line` was asked for meanwhile.
        """
        with self._alone:
            if not self._is_open:
                return False
            before, self._was_missed = self._known, False
            try:
                with stopping(self._connection, lambda: self._is_open):
                    self._known, is_kept = self._settled(month_ends(as_of))
                # What was read of whole tables is not asked again for long.
                self._connection.execute("PRAGMA shrink_memory")
            except NotWanted:
                return False
            known = self._known
            if may_keep and not is_kept and known is not None and can_cut(known.dimension):
                keep(self._path, known.dimension, known.lowest, known.edit_id)
        return known != before or self._was_missed

    def line(self, customer_id: int, as_of: date) -> MonthLine | None:
        """The line of one customer; None while it is not known, never an old one.

        It hardly waits: while something is worked out, it is not known.
        """
        if not self._alone.acquire(timeout=_PATIENCE_SECONDS):
            self._was_missed = True
            return None
        try:
            if not self._is_open:
                return None
            self._connection.execute("BEGIN")
            try:
                return self._line(customer_id, month_ends(as_of))
            finally:
                self._connection.execute("COMMIT")
        finally:
            self._alone.release()

    def stop(self) -> None:
        """Cut short what goes on; nothing is worked out any more."""
        self._is_open = False

    def close(self) -> None:
        """Stop, and let the file go."""
        self.stop()
        with self._alone:
            self._connection.close()

    def _settled(self, days: tuple[date, ...]) -> tuple[_WorkedOut | None, bool]:
        """What is known of these days from one state of the file; whether the file holds it."""
        connection = self._connection
        connection.execute("BEGIN")
        rules = load(connection)
        dimension = graded(rules)
        found, is_kept = None, False
        if dimension is not None:
            found = _work_out(connection, rules, dimension, days, self._known)
            is_kept = can_cut(dimension) and kept(connection, dimension).keys() >= set(days)
        connection.execute("COMMIT")
        return found, is_kept

    def _line(self, customer_id: int, days: tuple[date, ...]) -> MonthLine | None:
        connection, known = self._connection, self._known
        if known is None or graded(load(connection)) != known.dimension:
            return None
        still = _still_true(connection, known)
        if not {*still.lowest, *still.judged}.issuperset(days):
            return None
        return _line(connection, still, days, customer_id)


def _work_out(
    connection: sqlite3.Connection,
    rules: Rules,
    dimension: Dimension,
    days: tuple[date, ...],
    known: _WorkedOut | None,
) -> _WorkedOut:
    """What is known of these days; only what `known` and the file do not tell is worked out."""
    edit_id = _last_change(connection)
    if known is not None and known.dimension != dimension:
        known = None
    still = _still_true(connection, known) if known is not None else None
    if can_cut(dimension):
        lowest = {**kept(connection, dimension), **(still.lowest if still is not None else {})}
        lowest |= cuts(connection, dimension, [day for day in days if day not in lowest])
        return _WorkedOut(dimension, edit_id, {day: lowest[day] for day in days})
    if still is None or not set(still.judged).issuperset(days):
        _judge(connection, rules, dimension, days)
    return _WorkedOut(dimension, edit_id, {}, days)


def _still_true(connection: sqlite3.Connection, known: _WorkedOut) -> _WorkedOut:
    """Of what is known, that which no later edit can have changed."""
    now = _last_change(connection)
    if now == known.edit_id:
        return known
    # What is judged looks at records of any kind: each edit may have changed it.
    lowest = still_true(connection, known.lowest, known.edit_id)
    return _WorkedOut(known.dimension, now, lowest)


def _last_change(connection: sqlite3.Connection) -> int:
    """The last edit that changed a record or a rule; a new day changes none."""
    (edit_id,) = connection.execute("SELECT coalesce(max(edit_id), 0) FROM change").fetchone()
    return int(edit_id)


def _judge(
    connection: sqlite3.Connection, rules: Rules, dimension: Dimension, days: Sequence[date]
) -> None:
    """Judge each of these days, and put aside where it puts the customers."""
    needed = with_those_they_ask(rules, [dimension.key])
    for place, day in enumerate(days):
        judge_view(connection, day, needed)
        connection.execute(f"DROP TABLE IF EXISTS temp.month_{place}")
        connection.execute(
            f"CREATE TABLE temp.month_{place} (customer_id INTEGER PRIMARY KEY, segment TEXT)"
        )
        connection.execute(
            f'INSERT INTO temp.month_{place} SELECT customer_id, "{dimension.key}" FROM segment'
        )
    drop_view(connection)


def _line(
    connection: sqlite3.Connection,
    known: _WorkedOut,
    days: tuple[date, ...],
    customer_id: int,
) -> MonthLine:
    if can_cut(known.dimension):
        lowest = {day: known.lowest[day] for day in days}
        found = placed(connection, known.dimension, lowest, customer_id)
        return MonthLine(known.dimension.key, days, tuple(found[day] for day in days))
    segments = []
    for day in days:
        (segment,) = connection.execute(
            f"SELECT segment FROM temp.month_{known.judged.index(day)} WHERE customer_id = ?",
            (customer_id,),
        ).fetchone() or ("",)
        segments.append(segment)
    return MonthLine(known.dimension.key, days, tuple(segments))
