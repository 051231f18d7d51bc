"""Moments as the clock of a time zone showed them."""

from datetime import date

from custtui.values.moments import day_in_zone, in_zone, known_zone


def test_a_moment_is_shown_by_the_clock_of_the_zone() -> None:
    moment = "2026-11-21T16:30:00+00:00"
    assert f"{in_zone(moment, 'Asia/Shanghai'):%Y-%m-%d %H:%M}" == "2026-11-22 00:30"
    assert day_in_zone(moment, "Asia/Shanghai") == date(2026, 11, 22)
    assert day_in_zone(moment, "America/New_York") == date(2026, 11, 21)


def test_a_moment_without_a_zone_is_utc_and_unknown_zones_are_none() -> None:
    assert day_in_zone("2026-11-21T16:30:00", "Asia/Shanghai") == date(2026, 11, 22)
    assert known_zone(None) is None
    assert known_zone("Nowhere/Never") is None
    assert known_zone("../etc/passwd") is None
