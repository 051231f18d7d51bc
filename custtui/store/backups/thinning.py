"""Which backups are kept as time goes by: the older, the fewer."""

from collections.abc import Collection, Hashable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from custtui.reading.backups.names import MIGRATION, REPAIR, RESTORE

#: So many stay whatever their age: a clock that runs years ahead for a day makes all of them old.
_IN_ANY_CASE = 7
_ALL = timedelta(days=1)
_DAILY = timedelta(days=7)
_WEEKLY = timedelta(weeks=5)
_MONTHLY = timedelta(days=366)
#: What was saved before a step that undo does not take back stays for a month.
_SAFE = {MIGRATION, RESTORE, REPAIR}
_SAFE_FOR = timedelta(days=31)


class Made(NamedTuple):
    """When a backup was made, in UTC, and why."""

    moment: datetime
    reason: str


def kept(made: Collection[Made], now: datetime) -> set[Made]:
    """Those that are kept.

    All of the last day; of the last 7 days the newest of each day, of 5 weeks the newest of each
    week, of a year the newest of each month; and in any case the newest seven. What was made before
    a restore, a repair or a migration stays for a month. Days, weeks and months are those of UTC.
    So it does not matter how often, or in which order, backups are thinned: one kept later is kept
    now.
    """
    newest: dict[Hashable, Made] = {}
    ordered = sorted(made)
    stay = set(ordered[-_IN_ANY_CASE:])
    for each in ordered:
        age = now - each.moment
        if age <= _ALL or (each.reason in _SAFE and age <= _SAFE_FOR):
            stay.add(each)
        for longest, period in _periods(each.moment):
            if age <= longest:
                newest[period] = each
    return stay | set(newest.values())


def _periods(moment: datetime) -> tuple[tuple[timedelta, Hashable], ...]:
    """The day, the week and the month of a moment, and how long each counts."""
    day = moment.astimezone(UTC).date()
    year, week, _weekday = day.isocalendar()
    return (
        (_DAILY, day),
        (_WEEKLY, ("week", year, week)),
        (_MONTHLY, ("month", day.year, day.month)),
    )
