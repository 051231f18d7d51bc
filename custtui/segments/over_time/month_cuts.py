"""Where the classes of a share began at the ends of months: cheap to work out, and kept.

For a share of sums or counts of purchases (the standard grade) there is no need to judge the
whole book for every month-end: one pass over the purchases gives each customer's value at all of
them, and of these only the lowest value of each class is kept. A customer's own purchases then
say in which class it was.

What is kept lies in the file, in a table that can be rebuilt at any time (`month_cut`). A kept
month-end holds until a purchase dated up to it is added, changed or deleted after it was worked
out: the change log tells. Erasing a customer for good, images and all, empties the table.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from datetime import date
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import TypeGuard

from custtui.reading.connection import connect
from custtui.reading.log import is_logged
from custtui.segments.judging.pinned import apply_pins
from custtui.segments.judging.tables import empty_computed, empty_segment
from custtui.segments.measures import MEASURES
from custtui.segments.rules import UNCLASSIFIED, Dimension, Share
from custtui.segments.stored import to_json
from custtui.values.days import windows
from custtui.values.impossible import stored_day

#: The lowest value of each segment of a share, in their order; None where nobody is in it.
Lowest = tuple[int | None, ...]

_SUMS = ("amount_12m", "amount_prev_12m", "amount_90d", "amount_prev_90d", "amount_total")
_COUNTS = ("orders_12m", "orders_90d", "orders_prev_90d", "orders_total")

# A purchase that was changed counts with the day it had and with the one it has now. Of who was
# erased for good the log has no images: the purchases may have been of any day.
_FIRST_CHANGED = """
SELECT min(day) FROM (
    SELECT json_extract(before, '$.day') AS day FROM change
        WHERE edit_id > :since AND record = 'purchase' AND before IS NOT NULL
    UNION ALL
    SELECT p.day FROM change c
        JOIN purchase p ON p.id BETWEEN c.record_id AND coalesce(c.last_id, c.record_id)
        WHERE c.edit_id > :since AND c.record = 'purchase'
    UNION ALL
    SELECT '0001-01-01' FROM change WHERE edit_id > :since AND record = 'erased'
)
"""


def can_cut(dimension: Dimension) -> TypeGuard[Share]:
    """Whether this way works for the dimension: a share of sums or counts of purchases."""
    return isinstance(dimension, Share) and dimension.metric in (*_SUMS, *_COUNTS)


def cuts(
    connection: sqlite3.Connection, dimension: Share, days: Sequence[date]
) -> dict[date, Lowest]:
    """The lowest value of each class at the end of each of these days."""
    if not days:
        return {}
    values = ", ".join(
        f"{_value(dimension.metric, day)} AS value_{place}" for place, day in enumerate(days)
    )
    connection.execute("DROP TABLE IF EXISTS temp.month_value")
    connection.execute(
        f"CREATE TEMP TABLE month_value AS SELECT {values} FROM purchase"
        # The `+` keeps SQLite from taking the index by day, in which customers lie scattered.
        f" WHERE amount <> 0 AND +day <= '{max(days)}' GROUP BY customer_id"
    )
    found = {
        day: _lowest(connection, dimension, f"value_{place}") for place, day in enumerate(days)
    }
    connection.execute("DROP TABLE temp.month_value")
    return found


def placed(
    connection: sqlite3.Connection,
    dimension: Share,
    lowest: Mapping[date, Lowest],
    customer_id: int,
) -> dict[date, str]:
    """The segment in which the cuts put a customer at the end of each of their days."""
    if not lowest:
        return {}
    values = ", ".join(_value(dimension.metric, day) for day in lowest)
    row = connection.execute(
        f"SELECT {values} FROM purchase WHERE amount <> 0 AND customer_id = ?", (customer_id,)
    ).fetchone()
    found = {
        day: _class(dimension, cut, value or 0)
        for (day, cut), value in zip(lowest.items(), row, strict=True)
    }
    return _pinned(connection, dimension, found, customer_id)


def first_changed(connection: sqlite3.Connection, since: int) -> date | None:
    """The earliest day of a purchase that an edit after `since` added, changed or deleted."""
    (day,) = connection.execute(_FIRST_CHANGED, {"since": since}).fetchone()
    return stored_day(day) if day is not None else None


def still_true(
    connection: sqlite3.Connection, lowest: Mapping[date, Lowest], since: int
) -> dict[date, Lowest]:
    """Those cuts, worked out at edit `since`, that no later edit can have changed."""
    changed = first_changed(connection, since)
    return {day: cut for day, cut in lowest.items() if changed is None or day < changed}


def kept(connection: sqlite3.Connection, dimension: Share) -> dict[date, Lowest]:
    """What the file holds of this dimension and is still true."""
    if not _is_there(connection):
        return {}
    found: dict[int, dict[date, Lowest]] = {}
    for edit_id, day, lowest in connection.execute(
        "SELECT edit_id, day, lowest FROM month_cut WHERE rule = ?", (to_json(dimension),)
    ):
        found.setdefault(edit_id, {})[date.fromisoformat(day)] = tuple(json.loads(lowest))
    still: dict[date, Lowest] = {}
    for edit_id, lowest in found.items():
        still |= still_true(connection, lowest, edit_id)
    return still


def keep(path: Path, dimension: Share, lowest: Mapping[date, Lowest], edit_id: int) -> None:
    """Put these cuts, true at that edit, into the file in place of what it held.

    A dozen rows in one short transaction; where somebody else writes just now, or the disk is
    full, nothing is kept, and it is worked out again the next time.
    """
    rule = to_json(dimension)
    rows = [(day.isoformat(), rule, edit_id, json.dumps(cut)) for day, cut in lowest.items()]
    with closing(connect(path)) as connection, suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("BEGIN IMMEDIATE")
        # Where a backup was put back meanwhile, that edit never was, and the cuts are of no use.
        if not is_logged(connection, edit_id):
            connection.execute("ROLLBACK")
            return
        connection.execute(
            "CREATE TABLE IF NOT EXISTS month_cut (day TEXT PRIMARY KEY, rule TEXT NOT NULL,"
            " edit_id INTEGER NOT NULL, lowest TEXT NOT NULL) WITHOUT ROWID"
        )
        connection.execute("DELETE FROM month_cut")
        connection.executemany("INSERT INTO month_cut VALUES (?, ?, ?, ?)", rows)
        connection.execute("COMMIT")


def _is_there(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'month_cut'")
    return found.fetchone() is not None


def _value(metric: str, day: date) -> str:
    """The SQL of a customer's value on that day, over its purchases: definitions.md, metrics."""
    window = MEASURES[metric].window
    first, last = windows(day)[window] if window else (date.min, day)
    inside = f"day BETWEEN '{first}' AND '{last}'"
    if metric in _SUMS:
        return f"sum(amount) FILTER (WHERE {inside})"
    return f"count(DISTINCT day) FILTER (WHERE {inside} AND amount > 0)"


def _lowest(connection: sqlite3.Connection, dimension: Share, value: str) -> Lowest:
    """definitions.md, share: `p = count(v_j > v) / N`, or the same of sums; ties together."""
    source = f"FROM temp.month_value WHERE {value} > 0"
    ranked, total = connection.execute(f"SELECT count(*), sum({value}) {source}").fetchone()
    if not ranked:
        return (None,) * len(dimension.segments)
    ends, so_far = [], Fraction(0)
    for segment in dimension.segments:
        so_far += Fraction(segment.share)
        ends.append(ceil(so_far * (ranked if dimension.by == "rank" else total)))
    if dimension.by == "rank":
        return _at_ranks(connection, value, source, ends)
    return tuple(_at_sum(connection, value, source, end) for end in ends)


def _at_ranks(
    connection: sqlite3.Connection, value: str, source: str, ranks: Sequence[int]
) -> Lowest:
    """The values of the customers at these ranks, from one sorting."""
    wanted = ", ".join(str(rank) for rank in ranks)
    found = dict(
        connection.execute(
            f"SELECT place, {value} FROM (SELECT {value}, row_number() OVER"
            f" (ORDER BY {value} DESC) AS place {source}) WHERE place IN ({wanted})"
        ).fetchall()
    )
    return tuple(found[rank] for rank in ranks)


def _at_sum(connection: sqlite3.Connection, value: str, source: str, limit: int) -> int | None:
    """The lowest value whose strictly greater ones sum to less than `limit`."""
    row = connection.execute(
        f"SELECT min({value}) FROM (SELECT {value}, coalesce(sum({value}) OVER"
        f" (ORDER BY {value} DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)"
        f" AS greater {source}) WHERE greater < ?",
        (limit,),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _pinned(
    connection: sqlite3.Connection, dimension: Share, found: dict[date, str], customer_id: int
) -> dict[date, str]:
    """The effective segments: what was found, with the pins of each day put over it."""
    pins = connection.execute(
        "SELECT 1 FROM pin WHERE customer_id = ? AND dimension = ?", (customer_id, dimension.key)
    )
    if pins.fetchone() is None:
        return found
    empty_segment(connection, "temp.month_segment", [dimension.key])
    empty_computed(connection, "temp.month_computed")
    effective = {}
    for day, segment in found.items():
        connection.execute("DELETE FROM temp.month_computed")
        connection.execute(
            "INSERT OR REPLACE INTO temp.month_segment VALUES (?, ?)", (customer_id, segment)
        )
        apply_pins(connection, (dimension,), day, "temp.month_segment", "temp.month_computed")
        (effective[day],) = connection.execute(
            f'SELECT "{dimension.key}" FROM temp.month_segment'
        ).fetchone()
    return effective


def _class(dimension: Share, lowest: Lowest, value: int) -> str:
    if value <= 0:
        return dimension.other.key
    for segment, cut in zip(dimension.segments, lowest, strict=True):
        if cut is not None and value >= cut:
            return segment.key
    return UNCLASSIFIED
