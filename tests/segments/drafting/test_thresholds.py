"""The numbers of rules: all of them found, read as typed, changed soundly or refused."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.segments.drafting.adjusting import Refused, adjusted
from custtui.segments.drafting.thresholds import Adjustable, Place, Unit, adjustable, rest_of
from custtui.segments.drafting.typed_numbers import read_number, text_of, unit_text
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import Rules, Share
from custtui.segments.stored import to_json
from custtui.segments.wording import standard_of
from custtui.values.unclean import Unclean

RULES = preset(STANDARD)
NUMBERS = [number for d in RULES.dimensions for number in adjustable(RULES, d.key)]
A_SHARE: Place = ("grade", "segments", 0, "share")


def lines(dimension: str, segment: str | None = None) -> list[str]:
    return [
        f"{number.segment}: {number.label} {text_of(number)} {unit_text(number.unit, '¥')}".strip()
        for number in adjustable(RULES, dimension, segment)
    ]


def changed_or_refused(changes: dict[Place, Decimal]) -> Rules | Refused:
    try:
        return adjusted(RULES, changes)
    except Refused as refused:
        return refused


def test_each_kind_of_dimension_has_its_numbers() -> None:
    assert lines("grade") == [
        "A: share of the customers 20 %",
        "B: share of the customers 50 %",
    ]
    assert lines("value") == [
        "high: Amount, 12 months ≥ 1,000,000 ¥",
        "middle: Amount, 12 months ≥ 300,000 ¥",
        "low: Amount, 12 months > 0 ¥",
    ]
    assert lines("lifecycle", "churned") == [
        "churned: Orders, all time ≥ 1",
        "churned: Last purchase ≤ 12 months ago",
        "churned: Recency over cycle ≥ 1.5",
    ]
    assert lines("behaviour")[0] == ": Orders, all time: score 2 from 2"
    assert lines("risk", "contract_ending") == ["contract_ending: Contract end ≤ 30 days ahead"]
    assert lines("risk", "sales_drop")[-1] == (
        "sales_drop: Amount, previous 90 days ≥ Amount, 90 days times 2"
    )
    assert lines("industry") == lines("need") == []


def test_the_last_class_takes_the_rest() -> None:
    draft = adjusted(RULES, {A_SHARE: Decimal(15)})
    assert standard_of(draft, "grade", "A") == "Top 15 %"
    assert rest_of(draft, "grade") == ("C", Decimal(35))
    assert rest_of(draft, "value") is None
    grade = draft.dimension("grade")
    assert isinstance(grade, Share)
    assert sum(segment.share for segment in grade.segments) == 1
    assert json.loads(to_json(grade))["segments"][2]["share"] == "0.35"


def test_days_and_months_from_as_of_are_numbers_too() -> None:
    churned = next(n for n in NUMBERS if n.unit is Unit.MONTHS_AGO)
    ending = next(n for n in NUMBERS if n.unit is Unit.DAYS_AHEAD)
    draft = adjusted(RULES, {churned.place: Decimal(18), ending.place: Decimal(45)})
    assert '"as_of - 18 months"' in to_json(draft.dimension("lifecycle"))
    assert '"as_of + 45 days"' in to_json(draft.dimension("risk"))


@given(number=st.sampled_from(NUMBERS))
def test_the_same_number_changes_nothing(number: Adjustable) -> None:
    same = adjusted(RULES, {number.place: number.value})
    key = str(number.place[0])
    assert adjustable(same, key) == adjustable(RULES, key)
    for dimension in RULES.dimensions:
        if dimension.key != key:
            assert same.dimension(dimension.key) is dimension


@given(number=st.sampled_from(NUMBERS), value=st.integers(1, 99))
def test_a_changed_number_stands_where_it_was(number: Adjustable, value: int) -> None:
    draft = changed_or_refused({number.place: Decimal(value)})
    if isinstance(draft, Refused):
        assert draft.place == number.place
        assert draft.message
        return
    key = str(number.place[0])
    changed = [
        new
        for new, old in zip(adjustable(draft, key), adjustable(RULES, key), strict=True)
        if new.value != old.value
    ]
    assert [(n.place, n.value) for n in changed] == (
        [] if number.value == value else [(number.place, Decimal(value))]
    )


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        (A_SHARE, 50, "Together 100 %: nothing is left for C."),
        (A_SHARE, 70, "Together 120 %: nothing is left for C."),
        (
            ("value", "segments", 1, "when", "value"),
            1_000_000,
            "Nobody could be Middle any more: the rules before it take all of it.",
        ),
        (
            ("behaviour", "frequency", "thresholds", 0),
            3,
            "Each score must begin higher than the one before it.",
        ),
    ],
)
def test_what_would_not_be_sound_is_refused(place: Place, value: int, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        adjusted(RULES, {place: Decimal(value)})
    assert refused.value.place == place
    assert refused.value.message == sentence


def test_the_last_change_is_to_blame() -> None:
    b_share: Place = ("grade", "segments", 1, "share")
    with pytest.raises(Refused) as refused:
        adjusted(RULES, {b_share: Decimal(80), A_SHARE: Decimal(30)})
    assert refused.value.place == A_SHARE


def test_a_rule_that_was_out_of_reach_before_stops_nobody() -> None:
    numbers = {n.segment: n.place for n in adjustable(RULES, "value")}
    written = json.loads(RULES.model_dump_json(by_alias=True, exclude_none=True))
    written["dimensions"][1]["segments"][1]["when"]["value"] = "2000000"
    shadowed = Rules.model_validate(written)
    assert adjusted(shadowed, {numbers["low"]: Decimal(5)})


@given(number=st.sampled_from(NUMBERS))
def test_what_is_shown_can_be_typed_back(number: Adjustable) -> None:
    assert read_number(number.unit, text_of(number)) == number.value


@pytest.mark.parametrize(
    ("unit", "typed", "value"),
    [
        (Unit.PERCENT, "15", "15"),
        (Unit.PERCENT, " 12.5 % ", "12.5"),
        (Unit.MONEY, "1,000,000.50", "1000000.5"),
        (Unit.MONEY, "100万", "1000000"),
        (Unit.NUMBER, "1.25", "1.25"),
        (Unit.DAYS, "90", "90"),
    ],
)
def test_numbers_are_read_as_typed(unit: Unit, typed: str, value: str) -> None:
    assert read_number(unit, typed) == Decimal(value)


@pytest.mark.parametrize(
    ("unit", "typed", "sentence"),
    [
        (Unit.PERCENT, "", "A number is needed here."),
        (Unit.PERCENT, "0", "A share is more than 0 % and less than 100 %."),
        (Unit.PERCENT, "100", "A share is more than 0 % and less than 100 %."),
        (Unit.PERCENT, "a", "“a” is not a number; write it like 1234.50"),
        (Unit.FACTOR, "0", "A number above 0 is needed here."),
        (Unit.DAYS, "1.5", "“1.5” is not a whole number."),
        (Unit.DAYS, "40000", "A number from 0 to 36,500 is needed here."),
        (Unit.MONTHS_AGO, "-1", "A number from 0 to 1,200 is needed here."),
        (Unit.COUNT, "nan", "“nan” is not a number; write it like 1234.50"),
    ],
)
def test_what_is_no_such_number_is_told(unit: Unit, typed: str, sentence: str) -> None:
    with pytest.raises(Unclean) as unclean:
        read_number(unit, typed)
    assert unclean.value.message == sentence
