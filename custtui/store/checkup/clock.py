"""Whether the days and moments in the book can be: a wrong clock judges customers wrongly."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from custtui.reading.settings import judged_day
from custtui.store.checkup.finding import Finding, Ground, Mend
from custtui.values.language import _

#: This program was made in that year: an earlier one can't be now.
BUILD_YEAR = 2026
#: In another time zone it may be tomorrow already.
_A_DAY = timedelta(days=1)
#: So far the clocks of several computers may differ.
_DIFFERENCE = timedelta(minutes=10)


def clock(ground: Ground) -> Iterator[Finding]:
    """The machine's clock, the day that the book stands for, and the newest moment in its log."""
    if ground.now.year < BUILD_YEAR:
        message = _("This computer says that it is {year}, which can't be.")
        yield Finding("clock", message.format(year=ground.now.year), _("Set its clock."))
        return
    stands_for = judged_day(ground.connection)
    if stands_for > ground.today + _A_DAY:
        message = _("The book stands for {day}, which is still to come: today is {today}.")
        yield Finding(
            "clock",
            message.format(day=stands_for, today=ground.today),
            _("If this computer's clock is right, custtui doctor --repair judges it for today."),
            mend=Mend.JUDGE_TODAY,
        )
    (newest,) = ground.connection.execute("SELECT max(moment) FROM edit").fetchone()
    if newest is not None and _moment(newest) > ground.now + _DIFFERENCE:
        message = _("The newest edit was made at {moment}, which is still to come.")
        yield Finding(
            "clock",
            message.format(moment=newest),
            _("The clock was wrong then, or is wrong now. Set it; the edit stands as it is."),
        )


def _moment(text: str) -> datetime:
    """A moment of the log; the oldest of all where it is none, which the log's check tells."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
