"""The clock: the one place beside the screens that asks what day it is."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

_LINK = Path("/etc/localtime")
_FOLDER = "zoneinfo/"
_OTHERWISE = "Asia/Shanghai"


def today(zone: str | None) -> date:
    """Today in that time zone; in the machine's own where there is none or it is unknown."""
    return datetime.now(_known(zone)).date()


def in_zone(moment: str, zone: str | None) -> datetime:
    """A UTC moment, ISO text, as the clock of that time zone showed it."""
    read = datetime.fromisoformat(moment)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(_known(zone))


def local_zone(environment: Mapping[str, str] = os.environ, link: Path = _LINK) -> str:
    """The name of the machine's time zone, for a new book: `TZ`, else where `link` leads to."""
    try:
        target = str(link.readlink())
    except OSError:
        target = ""
    for named in (environment.get("TZ", ""), target):
        _before, _folder, inside = named.lstrip(":").rpartition(_FOLDER)
        if _known(inside) is not None:
            return inside
    return _OTHERWISE


def _known(zone: str | None) -> tzinfo | None:
    if not zone:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
