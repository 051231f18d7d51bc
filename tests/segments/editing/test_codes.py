"""The codes of scores, and shares: given out, and what is wrong with them is found."""

from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from custtui.segments.editing.codes import (
    all_codes,
    given,
    nobodys,
    scored_by,
    takers,
    twice_taken,
    with_steps,
)
from custtui.segments.editing.shares import rest_on_last, total, with_share
from custtui.segments.rules import Rules, Score, Scores, Share
from tests.segments.editing.conditions import RULES


def _scores() -> Scores:
    found = RULES.dimension("behaviour")
    assert isinstance(found, Scores)
    return found


def _shares() -> Share:
    found = RULES.dimension("grade")
    assert isinstance(found, Share)
    return found


RFM, ABC = _scores(), _shares()
KEYS = [segment.key for segment in RFM.segments]


def test_the_standard_table_has_each_code_once() -> None:
    codes = all_codes(5)
    assert (len(codes), codes[0], codes[-1]) == (125, "555", "111")
    assert nobodys(RFM) == twice_taken(RFM) == []
    assert takers(RFM)["543"] == ("loyal",)


@for_all(code=st.sampled_from(all_codes(5)), key=st.sampled_from(KEYS))
def test_a_code_goes_to_one_segment_alone_and_back(code: str, key: str) -> None:
    (before,) = takers(RFM)[code]
    there = given(RFM, code, key)
    assert takers(there) == {**takers(RFM), code: (key,)}
    assert takers(given(there, code, before)) == takers(RFM)
    assert Rules(dimensions=(there,))


def test_codes_of_nobody_and_taken_twice_are_found() -> None:
    free = given(RFM, "555", None)
    assert nobodys(free) == ["555"]
    first = free.segments[1]
    doubled = first.model_copy(update={"codes": (*first.codes, "111")})
    wrong = free.model_copy(update={"segments": (free.segments[0], doubled, *free.segments[2:])})
    assert twice_taken(wrong) == ["111"]
    assert twice_taken(given(wrong, "111", "lost")) == []


@pytest.mark.parametrize("steps", range(2, 10))
def test_with_other_steps_each_code_has_one_segment_still(steps: int) -> None:
    changed = with_steps(RFM, steps)
    assert Rules(dimensions=(changed,))
    assert set(changed.codes) == set(all_codes(steps))
    assert nobodys(changed) == twice_taken(changed) == []
    best, worst = str(steps) * 3, "111"
    assert takers(changed)[best] == ("champions",)
    assert takers(changed)[worst] == ("lost",)
    assert with_steps(RFM, 5) is RFM


def test_thresholds_are_cut_off_or_go_on_rising() -> None:
    assert with_steps(RFM, 3).frequency.thresholds == (Decimal(2), Decimal(3))
    assert with_steps(RFM, 7).frequency.thresholds == tuple(map(Decimal, (2, 3, 5, 8, 9, 10)))
    by_rank = scored_by(RFM.frequency, 5, "rank")
    assert by_rank == Score(metric="orders_total")
    assert scored_by(by_rank, 4, "thresholds").thresholds == tuple(map(Decimal, (2, 3, 4)))


@for_all(
    percents=st.lists(st.integers(1, 99).map(Decimal), min_size=2, max_size=2),
)
def test_the_last_share_takes_what_the_others_leave(percents: list[Decimal]) -> None:
    changed = ABC
    for place, share in enumerate(percents):
        changed = with_share(changed, place, share / 100)
    assert total(changed) == sum(percents, Decimal(0)) / 100 + ABC.segments[2].share
    filled = rest_on_last(changed)
    if sum(percents) >= 100:
        assert filled is None
    else:
        assert filled is not None
        assert total(filled) == 1
        assert filled.segments[:2] == changed.segments[:2]
        assert Rules(dimensions=(filled,))
