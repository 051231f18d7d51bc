"""The clock and the time zone of a new book."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from custtui.cli import clock


def test_today_is_that_of_the_zone() -> None:
    # These two are 26 hours apart: never the same day.
    east, west = clock.today("Pacific/Kiritimati"), clock.today("Etc/GMT+12")
    assert timedelta(days=1) <= east - west <= timedelta(days=2)


@pytest.mark.parametrize("zone", [None, "", "No/Where", "../etc/passwd", "Asia", "/etc/passwd"])
def test_an_unknown_zone_is_the_machines_own(zone: str | None) -> None:
    before = datetime.now().astimezone().date()
    assert before <= clock.today(zone) <= datetime.now().astimezone().date()


def test_moments_are_shown_in_the_zone() -> None:
    shown = clock.in_zone("2026-11-22T18:30:00+00:00", "Asia/Shanghai")
    assert shown.isoformat() == "2026-11-23T02:30:00+08:00"
    assert clock.in_zone("2026-11-22T18:30:00", "Asia/Shanghai") == shown
    assert shown.astimezone(UTC).hour == 18


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        (":Europe/Paris", "Europe/Paris"),
        ("/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"),
        ("CST-8", "America/New_York"),
        ("", "America/New_York"),
    ],
)
def test_the_machines_zone_is_named_by_tz_else_by_the_link(
    tmp_path: Path, named: str, zone: str
) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/America/New_York")
    assert clock.local_zone({"TZ": named}, link) == zone


def test_without_either_it_is_shanghai(tmp_path: Path) -> None:
    assert clock.local_zone({}, tmp_path / "none") == "Asia/Shanghai"
    file = tmp_path / "localtime"
    file.write_bytes(b"TZif2")
    assert clock.local_zone({}, file) == "Asia/Shanghai"


def test_the_machine_keeps_the_zone_that_its_link_leads_to(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    zone = tmp_path / "zoneinfo" / "Asia" / "Shanghai"
    link.symlink_to(zone)
    assert not clock.is_kept_here("Asia/Shanghai", {}, link), "a link to nothing says nothing"
    zone.parent.mkdir(parents=True)
    zone.write_bytes(b"TZif2")
    assert clock.is_kept_here("Asia/Shanghai", {}, link)
    assert not clock.is_kept_here("Asia/Shanghai", {"TZ": "UTC"}, link)
    assert not clock.is_kept_here("Shanghai", {}, link)
    assert not clock.is_kept_here("", {}, link)
    assert not clock.is_kept_here(None, {}, link)
