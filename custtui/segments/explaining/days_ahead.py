"""The days on which time alone can change where one customer stands: few, and none left out.

They are the days on which a record comes in or crosses the end of a window, and those on which an
age reaches what it is compared with.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from custtui.segments.checks.checking import looks_at
from custtui.segments.explaining.counted import source_of
from custtui.segments.explaining.days_of_turning import DaysOfTurning
from custtui.segments.explaining.one_customer import MetricRow, OneCustomer
from custtui.segments.explaining.one_more import needed
from custtui.segments.explaining.situation import Situation
from custtui.segments.measures import Measure, is_moving
from custtui.segments.rules import (
    Dimension,
    Scores,
    Share,
)
from custtui.values.days import enters_window, leaves_window, months_before, windows
from custtui.values.impossible import is_impossible, stored_day

#: So far ahead it is looked.
MONTHS_AHEAD = 36
_DATED = ("purchase", "follow_up", "survey", "need")
_SEGMENT = "segment:"


def last_day_looked_at(as_of: date) -> date:
    """The last day of which is told what time alone does."""
    return months_before(as_of, -MONTHS_AHEAD)


def can_follow(situation: Situation, dimension: Dimension) -> bool:
    """Whether time can be followed through all that the dimension looks at.

    Not through shares of a sum of ages, which differ every day.
    """
    return not any(
        isinstance(each, Share) and each.by == "value" and is_moving(situation.measure(each.metric))
        for each in needed(situation.rules, dimension)
    )


def days_ahead(
    situation: Situation, one: OneCustomer, dimensions: Sequence[Dimension]
) -> Iterator[tuple[date, MetricRow]]:
    """Every day, rising, on which a segment can be another than on the day before it.

    With each comes the metric row of the customer then.
    """
    last = last_day_looked_at(situation.as_of)
    turning = DaysOfTurning(situation, one, dimensions, last)
    row = one.measured(situation.as_of)
    crossings = turning.after(situation.as_of, row)
    events = iter(sorted(_events(situation, dimensions, last) | _pin_ends(situation, last)))
    event = next(events, None)
    while crossings or event:
        day = min([*crossings[:1], *([event] if event else [])])
        if day == event:
            before, row = row, one.measured(day)
            event = next(events, None)
            if any(before[column] != row[column] for column in turning.columns):
                crossings = turning.after(day, row)
        crossings = crossings[bisect_left(crossings, day + timedelta(days=1)) :]
        yield day, row


def events_ahead(situation: Situation, dimensions: Sequence[Dimension]) -> list[date]:
    """The days on which records come in or cross the end of a window that is looked at."""
    return sorted(_events(situation, dimensions, last_day_looked_at(situation.as_of)))


def _measures(situation: Situation, dimensions: Iterable[Dimension]) -> list[Measure]:
    names = {
        what
        for dimension in dimensions
        for what in looks_at(dimension)
        if not what.startswith(_SEGMENT)
    }
    return [situation.measure(what) for what in sorted(names)]


def _events(situation: Situation, dimensions: Sequence[Dimension], last: date) -> set[date]:
    kinds, found = set(), set()
    for measure in _measures(situation, dimensions):
        source = source_of(measure)
        if source is None:
            continue
        kind, which = source
        kinds.add(kind)
        if kind in _DATED:
            days = f"SELECT DISTINCT day FROM {kind} WHERE day > :as_of AND ({which})"
            found |= _days(situation, days)
        if measure.window is not None:
            found |= _crossing_ends(situation, kind, which, measure.window)
    if "contract" in kinds:
        ends = _days(situation, 'SELECT DISTINCT "end" FROM contract WHERE "end" >= :as_of')
        found |= _days(situation, "SELECT DISTINCT start FROM contract WHERE start > :as_of")
        found |= ends | {end + timedelta(days=1) for end in ends}
    if any(is_moving(measure) for measure in _ranking(situation, dimensions)):
        # The others who count no day yet, as those who bought today, do so on the next.
        found.add(situation.as_of + timedelta(days=1))
    return {day for day in found if situation.as_of < day <= last}


def _pin_ends(situation: Situation, last: date) -> set[date]:
    """The first days after a pin."""
    days = _days(situation, "SELECT DISTINCT last_day FROM pin WHERE last_day >= :as_of")
    return {day + timedelta(days=1) for day in days if day < last}


def _crossing_ends(situation: Situation, kind: str, which: str, window: str) -> set[date]:
    """The first days on which the window reaches one of its records, and on which it lost one."""
    first = windows(situation.as_of)[window][0]
    days = _days(
        situation,
        f"SELECT DISTINCT day FROM {kind} WHERE day >= '{first.isoformat()}' AND ({which})",
    )
    return {cross(day, window) for day in days for cross in (enters_window, leaves_window)}


def _days(situation: Situation, query: str) -> set[date]:
    rows = situation.connection.execute(f"{query} AND customer_id = :customer", situation.bound)
    days = (stored_day(day) for (day,) in rows)
    return {day for day in days if not is_impossible(day)}


def _ranking(situation: Situation, dimensions: Iterable[Dimension]) -> list[Measure]:
    relative = [each for each in dimensions if isinstance(each, Share | Scores)]
    return _measures(situation, relative)
