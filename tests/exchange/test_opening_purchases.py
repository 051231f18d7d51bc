"""Opening purchases: whatever an old sheet says of sums, counts and days, they come to it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.exchange.opening_purchases import Opening, Sums, not_told, opening_purchases
from custtui.values.days import months_before
from custtui.values.unclean import Unclean

SHEET_DAY = date(2026, 10, 31)
_DAY = timedelta(days=1)


def test_equal_parts_evenly_spaced_the_remainder_on_the_last() -> None:
    found = opening_purchases(
        Sums(amount_12m=100_00, orders_12m=3, last_day=date(2026, 10, 31)), SHEET_DAY
    )
    assert [each.amount for each in found] == [3333, 3333, 3334]
    gaps = {(b.day - a.day).days for a, b in pairwise(found)}
    assert gaps <= {121, 122}
    assert found[-1].day == SHEET_DAY


def test_one_part_without_a_count_and_on_the_sheets_day_without_a_last_day() -> None:
    assert opening_purchases(Sums(amount_12m=5), SHEET_DAY) == [Opening(SHEET_DAY, 5)]
    assert opening_purchases(Sums(amount_12m=5, orders_12m=0), SHEET_DAY) == [Opening(SHEET_DAY, 5)]


def test_what_the_total_exceeds_it_by_is_on_the_first_day() -> None:
    first, last = date(2019, 3, 15), date(2026, 9, 1)
    sums = Sums(amount_12m=300, orders_12m=1, amount_total=1000, first_day=first, last_day=last)
    assert opening_purchases(sums, SHEET_DAY) == [Opening(first, 700), Opening(last, 300)]
    unknown = Sums(amount_12m=300, orders_12m=1, amount_total=1000, last_day=last)
    before = months_before(SHEET_DAY, 12)
    assert opening_purchases(unknown, SHEET_DAY) == [Opening(before, 700), Opening(last, 300)]


@pytest.mark.parametrize("amount_12m", [None, 0])
def test_a_total_without_the_12_months_lies_on_the_first_day(amount_12m: int | None) -> None:
    first, last = date(2019, 3, 15), date(2026, 9, 1)
    sums = Sums(amount_12m=amount_12m, amount_total=1001, first_day=first, last_day=last)
    found = opening_purchases(sums, SHEET_DAY)
    assert found == [Opening(first, 1001)]
    assert not_told(sums, found, SHEET_DAY) == ["last_day"]
    without_first = Sums(amount_12m=amount_12m, amount_total=7, last_day=date(2024, 1, 1))
    assert opening_purchases(without_first, SHEET_DAY) == [Opening(date(2024, 1, 1), 7)]
    alone = Sums(amount_12m=amount_12m, amount_total=7)
    assert opening_purchases(alone, SHEET_DAY) == [Opening(SHEET_DAY, 7)]


def test_what_one_purchase_on_the_first_day_can_not_say_is_named() -> None:
    first, last = date(2026, 3, 15), date(2026, 9, 1)
    sums = Sums(0, 3, 1001, first, last)
    found = opening_purchases(sums, SHEET_DAY)
    assert found == [Opening(first, 1001)]
    assert not_told(sums, found, SHEET_DAY) == ["amount_12m", "orders_12m", "last_day"]


def test_parts_stay_behind_the_first_day_and_inside_the_year() -> None:
    first = date(2026, 9, 1)
    late = Sums(amount_12m=800, orders_12m=8, first_day=first, last_day=SHEET_DAY)
    days = [each.day for each in opening_purchases(late, SHEET_DAY)]
    assert (days[0], days[-1], len(set(days))) == (first, SHEET_DAY, 8)
    early = Sums(amount_12m=800, orders_12m=8, last_day=date(2026, 1, 15))
    days = [each.day for each in opening_purchases(early, SHEET_DAY)]
    assert days[0] == date(2025, 11, 1)
    assert (days[-1], len(set(days))) == (date(2026, 1, 15), 8)


def test_an_old_sheet_speaks_of_the_year_before_its_last_purchase() -> None:
    sums = Sums(amount_12m=800, orders_12m=8, last_day=date(2023, 6, 30))
    days = [each.day for each in opening_purchases(sums, SHEET_DAY)]
    assert days[0] > date(2022, 6, 30)
    assert days[-1] == date(2023, 6, 30)


def test_nothing_without_an_amount() -> None:
    sums = Sums(orders_12m=3, first_day=date(2020, 1, 1), last_day=date(2026, 1, 1))
    assert opening_purchases(sums, SHEET_DAY) == []
    assert not_told(sums, [], SHEET_DAY) == ["orders_12m", "first_day", "last_day"]


def test_what_days_can_not_hold_is_named() -> None:
    day = date(2026, 10, 1)
    sums = Sums(amount_12m=800, orders_12m=8, first_day=day, last_day=day)
    found = opening_purchases(sums, SHEET_DAY)
    assert len(found) == 8
    assert not_told(sums, found, SHEET_DAY) == ["orders_12m"]


@pytest.mark.parametrize(
    "sums",
    [
        Sums(amount_12m=-1),
        Sums(amount_total=-1),
        Sums(amount_12m=100, amount_total=99),
        Sums(amount_12m=100, first_day=date(2026, 2, 2), last_day=date(2026, 2, 1)),
    ],
)
def test_contradictions_are_refused(sums: Sums) -> None:
    with pytest.raises(Unclean):
        opening_purchases(sums, SHEET_DAY)


@st.composite
def _sheets(draw: st.DrawFn) -> tuple[Sums, date]:
    """A sheet that does not contradict itself: as many days as orders, all in its 12 months."""
    sheet_day = draw(st.dates(date(1995, 1, 1), date(2150, 12, 31)))
    start = months_before(sheet_day, 12) + _DAY
    last = draw(st.dates(start, sheet_day))
    is_new = draw(st.booleans())
    first = draw(st.dates(start, last) if is_new else st.dates(date(1950, 1, 1), start - _DAY))
    room = (last - max(first, start)).days + 1
    fewest = 1 if not is_new or first == last else 2
    orders = draw(st.integers(fewest, max(fewest, min(room, 400))))
    amount = draw(st.integers(orders, 10**13))
    total = amount if is_new else amount + draw(st.integers(1, 10**13))
    return Sums(amount, orders, total, first, last), sheet_day


@given(_sheets())
def test_sums_counts_and_days_come_out(sheet: tuple[Sums, date]) -> None:
    sums, sheet_day = sheet
    found = opening_purchases(sums, sheet_day)
    year = [each for each in found if months_before(sheet_day, 12) < each.day <= sheet_day]
    assert sum(each.amount for each in year) == sums.amount_12m
    assert len({each.day for each in year}) == len(year) == sums.orders_12m
    assert sum(each.amount for each in found) == sums.amount_total
    assert min(each.day for each in found) == sums.first_day
    assert max(each.day for each in found) == sums.last_day
    assert all(each.amount > 0 for each in found)
    assert len({each.amount for each in year[:-1]}) <= 1
    assert not_told(sums, found, sheet_day) == []


_MAYBE_DAY = st.none() | st.dates(date(1950, 1, 1), date(2160, 1, 1))
_MAYBE_AMOUNT = st.none() | st.integers(0, 10**14)


@given(
    st.builds(
        Sums, _MAYBE_AMOUNT, st.none() | st.integers(0, 3000), _MAYBE_AMOUNT, _MAYBE_DAY, _MAYBE_DAY
    ),
    st.dates(date(1995, 1, 1), date(2150, 12, 31)),
)
def test_whatever_is_given_no_money_is_made_or_lost(sums: Sums, sheet_day: date) -> None:
    try:
        found = opening_purchases(sums, sheet_day)
    except Unclean:
        return
    assert sum(each.amount for each in found) == max(sums.amount_12m or 0, sums.amount_total or 0)
    assert all(each.amount > 0 for each in found)
    if found and not sums.amount_12m:
        day = sums.first_day or sums.last_day or sheet_day
        assert found == [Opening(day, sums.amount_total or 0)]
    elif found and sums.last_day is not None:
        assert max(each.day for each in found) == sums.last_day
