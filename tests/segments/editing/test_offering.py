"""What editors offer is sound, each of it; and nothing that would be sound is missing."""

import pytest
from hypothesis import given

from custtui.segments.checks.checking import ALLOWED
from custtui.segments.checks.intervals import is_never_none
from custtui.segments.editing.offering import (
    SEGMENT,
    classing,
    comparable,
    compared_with,
    comparisons_of,
    first_value,
    offered,
    ranking,
    scoring,
)
from custtui.segments.measures import MEASURES, Kind
from custtui.segments.rules import Comparison, Conditions, ConditionSegment, Rules, Words
from tests.segments.editing.conditions import KEY, RULES, comparisons, with_condition


def with_segment(dimension: Conditions, comparison: Comparison) -> Rules:
    """The standard set where that dimension has one more segment with this condition."""
    segment = ConditionSegment(key="one_more", name=Words(), when=comparison)
    changed = dimension.model_copy(update={"segments": (segment, *dimension.segments)})
    return Rules(dimensions=tuple(changed if d is dimension else d for d in RULES.dimensions))


@given(comparison=comparisons())
def test_whatever_is_offered_is_sound(comparison: Comparison) -> None:
    assert with_condition(comparison)


def test_every_comparison_that_is_allowed_is_offered() -> None:
    for measure in MEASURES.values():
        offer = set(comparisons_of(measure)) - {"empty", "filled"}
        allowed = set(ALLOWED[measure.kind])
        # "is not yes" is "no": the two answers are enough.
        assert offer == (allowed - {"!="} if measure.kind is Kind.YES_NO else allowed)
        can_be_empty = bool(measure.sql) and not is_never_none(measure)
        assert ("empty" in comparisons_of(measure)) == can_be_empty
    assert "empty" not in comparisons_of(MEASURES["amount_12m"])
    assert "empty" in comparisons_of(MEASURES["cycle_ratio"])


@pytest.mark.parametrize(
    "dimension", [d for d in RULES.dimensions if isinstance(d, Conditions)], ids=lambda d: d.key
)
def test_segments_are_offered_just_where_they_make_no_circle(dimension: Conditions) -> None:
    keys = {measure.key for measure in offered(RULES, dimension.key)}
    for other in RULES.dimensions:
        what = SEGMENT + other.key
        is_tags = isinstance(other, Conditions) and other.tags
        comparison = compared_with(what, "has" if is_tags else "=", "x")
        if what in keys:
            assert with_segment(dimension, comparison)
        else:
            with pytest.raises(ValueError, match="circle"):
                with_segment(dimension, comparison)


def test_what_asks_is_not_offered_to_what_it_asks() -> None:
    asked = {measure.key for measure in offered(RULES, "lifecycle")}
    assert "segment:grade" in asked
    tried = with_condition(compared_with("segment:lifecycle", "=", "vip"))
    for key in (KEY, "lifecycle"):
        assert f"segment:{KEY}" not in {measure.key for measure in offered(tried, key)}
    assert "segment:lifecycle" in {measure.key for measure in offered(tried, KEY)}


def test_like_is_compared_with_like() -> None:
    def keys(what: str) -> set[str]:
        return {measure.key for measure in comparable(RULES, KEY, what)}

    assert "amount_prev_90d" in keys("amount_90d")
    assert "average_order" in keys("amount_90d")
    assert "amount_90d" not in keys("amount_90d")
    assert not keys("amount_90d") & keys("orders_12m")
    assert {"first_purchase", "contract_end"} <= keys("last_purchase")
    assert "cycle_days" in keys("recency_days")
    assert keys("stage") == keys("tags") == keys("reachable") == set()


def test_more_is_better_in_all_that_ranks() -> None:
    ranks = {measure.key for measure in ranking(RULES)}
    scores = {measure.key for measure in scoring(RULES)}
    assert {"amount_12m", "orders_total", "tenure_days"} <= ranks
    assert not {"recency_days", "contact_age_days", "last_purchase", "average_order"} & ranks
    assert scores - ranks >= {"last_purchase", "last_contact"}
    assert {"industry", "region", "main_product", "stage"} <= {m.key for m in classing(RULES)}


def test_a_first_value_is_one_that_can_be_taken() -> None:
    for measure in MEASURES.values():
        for compare in comparisons_of(measure):
            value = first_value(measure, compare)
            if value is not None:
                assert with_condition(compared_with(measure.key, compare, value))
