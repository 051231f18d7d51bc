"""Moments, UTC instants as ISO text, as the clock of a time zone showed them."""

from datetime import UTC, date, datetime, tzinfo


def in_zone(moment: str, zone: str | None) -> datetime:
    """That moment in the time zone; in the machine's own where there is none or it is unknown."""
    read = datetime.fromisoformat(moment)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(known_zone(zone))


def day_in_zone(moment: str, zone: str | None) -> date:
    """The local day of that moment, as `in_zone`."""
    return in_zone(moment, zone).date()


def known_zone(zone: str | None) -> tzinfo | None:
    """The time zone of that name; None where there is none."""
    if not zone:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
