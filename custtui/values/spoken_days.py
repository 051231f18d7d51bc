"""Days as people say them: how long ago, how soon, how overdue."""

from datetime import date, datetime, timedelta

from custtui.values.impossible import NoDay, marked
from custtui.values.language import _, mark, plural

_WEEKDAYS = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"),
    mark("Saturday"), mark("Sunday"),
)  # fmt: skip
_DAYS_TILL_WEEKS = 28  #: 27 days ago, then 4 weeks ago
_MONTHS_TILL_YEARS = 24  #: 23 months ago, then 2 years ago


def weekday(day: date) -> str:
    """The name of the day of the week: Friday, 周五."""
    return _(_WEEKDAYS[day.weekday()])


def spoken_day(day: date) -> str:
    """A day with its weekday: 2026-11-25 Wednesday."""
    if isinstance(day, NoDay):
        return marked(day)
    return f"{day.isoformat()} {weekday(day)}"


def ago(day: date, today: date) -> str:
    """How long ago `day` was: today, yesterday, 3 days ago, 5 weeks ago, 8 months ago, 2 years ago.

    Days below four weeks, weeks below two whole months, months below two years. A day to come is
    said as in `due`.
    """
    if isinstance(day, NoDay):
        return marked(day)
    past = (today - day).days
    if past < 0:
        return due(day, today)
    if past == 0:
        return _("today")
    if past == 1:
        return _("yesterday")
    if past < _DAYS_TILL_WEEKS:
        return plural("{count} day ago", "{count} days ago", past).format(count=past)
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 2:
        weeks = past // 7
        return plural("{count} week ago", "{count} weeks ago", weeks).format(count=weeks)
    if months < _MONTHS_TILL_YEARS:
        return plural("{count} month ago", "{count} months ago", months).format(count=months)
    years = months // 12
    return plural("{count} year ago", "{count} years ago", years).format(count=years)


def moment_ago(moment: datetime, now: datetime) -> str:
    """How long ago a moment was: just now, 5 minutes ago, 3 hours ago; from a day on as `ago`.

    Both moments are of one time zone.
    """
    past = now - moment
    if abs(past) < timedelta(minutes=1):
        return _("just now")
    minutes = past // timedelta(minutes=1)
    if not 0 <= minutes < 24 * 60:
        return ago(moment.date(), now.date())
    if minutes < 60:
        return plural("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
    hours = minutes // 60
    return plural("{count} hour ago", "{count} hours ago", hours).format(count=hours)


def due(day: date, today: date) -> str:
    """How soon `day` is: overdue 2 days, today, tomorrow, Friday (within six days), 11-25, ISO."""
    if isinstance(day, NoDay):
        return marked(day)
    ahead = (day - today).days
    if ahead < 0:
        return plural("overdue {count} day", "overdue {count} days", -ahead).format(count=-ahead)
    if ahead == 0:
        return _("today")
    if ahead == 1:
        return _("tomorrow")
    if ahead <= 6:
        return weekday(day)
    if day.year == today.year:
        return f"{day.month:02d}-{day.day:02d}"
    return day.isoformat()
