"""Thinning: what is kept is bounded, and does not depend on when and how often it is thinned."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from custtui.reading.backups.names import ASKED, DAILY, IMPORT, MIGRATION, REASONS, REPAIR, RESTORE
from custtui.store.backups.thinning import Made, kept

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
_A_LONG_TIME = timedelta(days=900)

moments = st.integers(0, int(_A_LONG_TIME.total_seconds())).map(
    lambda seconds: NOW - timedelta(seconds=seconds)
)
made = st.builds(Made, moments, st.sampled_from(REASONS))
many = st.sets(made, max_size=60)


@given(many, st.integers(0, 20_000))
def test_the_newest_seven_stay_whatever_the_clock_says(backups: set[Made], days: int) -> None:
    newest = sorted(backups)[-7:]
    assert set(newest) <= kept(backups, NOW + timedelta(days=days))


@given(many)
def test_it_only_takes_away_and_twice_is_once(backups: set[Made]) -> None:
    once = kept(backups, NOW)
    assert once <= backups
    assert kept(once, NOW) == once


@given(many, st.integers(0, 500), st.integers(0, 500), many)
def test_thinning_often_leaves_what_thinning_once_leaves(
    backups: set[Made], first: int, then: int, later: set[Made]
) -> None:
    soon, late = NOW + timedelta(days=first), NOW + timedelta(days=first + then)
    new = {each._replace(moment=each.moment + (soon - NOW) + _A_LONG_TIME) for each in later}
    new = {each for each in new if each.moment <= late}
    assert kept(kept(backups, soon) | new, late) == kept(backups | new, late)


@given(many)
def test_how_many_stay_is_bounded(backups: set[Made]) -> None:
    safe = {MIGRATION, RESTORE, REPAIR}
    older = [
        each for each in kept(backups, NOW)
        if NOW - each.moment > timedelta(days=1) and each.reason not in safe
    ]  # fmt: skip
    assert len(older) <= 7 + 8 + 6 + 13


@given(many)
def test_what_was_saved_before_a_hard_step_stays_for_a_month(backups: set[Made]) -> None:
    month = timedelta(days=31)
    safe = {
        b for b in backups if b.reason in (MIGRATION, RESTORE, REPAIR) and NOW - b.moment <= month
    }
    assert safe <= kept(backups, NOW)


def test_a_year_of_days_and_imports() -> None:
    backups = {Made(NOW - timedelta(days=days, hours=1), DAILY) for days in range(400)}
    backups |= {Made(NOW - timedelta(minutes=minute), IMPORT) for minute in range(0, 60, 10)}
    backups |= {Made(NOW - timedelta(days=20, hours=hour), ASKED) for hour in range(3)}
    stay = sorted(kept(backups, NOW))
    assert [each.reason for each in stay if each.moment > NOW - timedelta(days=1)] == [
        DAILY, *[IMPORT] * 6,
    ]  # fmt: skip
    assert [f"{each.moment:%m-%d}" for each in stay if each.moment <= NOW - timedelta(days=1)] == [
        "11-30", "12-31", "01-31", "02-28", "03-31", "04-30",  # the last of each month,
        "05-31", "06-30", "07-31", "08-31", "09-30",
        "10-25", "10-31", "11-01", "11-08", "11-15",  # and each Sunday,
        "11-16", "11-17", "11-18", "11-19", "11-20", "11-21",  # and each day
    ]  # fmt: skip
