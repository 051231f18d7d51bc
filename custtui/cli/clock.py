"""The clock: the one place beside the screens that asks what day it is."""

import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from custtui.values.moments import in_zone, known_zone

__all__ = ["in_zone", "is_kept_here", "local_zone", "today"]

_LINK = Path("/etc/localtime")
_FOLDER = "zoneinfo/"
_OTHERWISE = "Asia/Shanghai"


def today(zone: str | None) -> date:
    """Today in that time zone; in the machine's own where there is none or it is unknown."""
    if is_kept_here(zone):
        return date.today()  # saves loading the zone: 2 ms
    return datetime.now(known_zone(zone)).date()


def is_kept_here(
    zone: str | None, environment: Mapping[str, str] = os.environ, link: Path = _LINK
) -> bool:
    """Whether the machine's own clock is sure to show the time of that zone."""
    return (
        bool(zone)
        and "TZ" not in environment
        and link.exists()  # else the clock shows UTC
        and _linked(link).endswith(f"/{_FOLDER}{zone}")
    )


def local_zone(environment: Mapping[str, str] = os.environ, link: Path = _LINK) -> str:
    """The name of the machine's time zone, for a new book: `TZ`, else where `link` leads to."""
    for named in (environment.get("TZ", ""), _linked(link)):
        _before, _folder, inside = named.lstrip(":").rpartition(_FOLDER)
        if known_zone(inside) is not None:
            return inside
    return _OTHERWISE


def _linked(link: Path) -> str:
    """Where the link leads to; empty where it is none."""
    try:
        return str(link.readlink())
    except OSError:
        return ""
