"""The clock: the one place beside the screens that asks what day it is."""

import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from custtui.values.moments import in_zone, known_zone

__all__ = ["in_zone", "local_zone", "today"]

_LINK = Path("/etc/localtime")
_FOLDER = "zoneinfo/"
_OTHERWISE = "Asia/Shanghai"


def today(zone: str | None) -> date:
    """Today in that time zone; in the machine's own where there is none or it is unknown."""
    return datetime.now(known_zone(zone)).date()


def local_zone(environment: Mapping[str, str] = os.environ, link: Path = _LINK) -> str:
    """The name of the machine's time zone, for a new book: `TZ`, else where `link` leads to."""
    try:
        target = str(link.readlink())
    except OSError:
        target = ""
    for named in (environment.get("TZ", ""), target):
        _before, _folder, inside = named.lstrip(":").rpartition(_FOLDER)
        if known_zone(inside) is not None:
            return inside
    return _OTHERWISE
