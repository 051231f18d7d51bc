"""Ranges of one metric: what is left over is exactly where a segment is the first that matches."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from custtui.segments.checks.intervals import Interval, left_over, ranges_of
from custtui.segments.rules import All, Comparison, Conditions, ConditionSegment, Rules, Words
from tests.segments.small_rules import comparison

numbers = st.integers(-3, 6)
simple = st.builds(
    lambda compare, value: comparison("employees", compare, value),
    st.sampled_from(["<", "<=", ">", ">=", "="]),
    numbers,
)
conditions = simple | st.lists(simple, min_size=1, max_size=3).map(lambda c: All(all=tuple(c)))
HALVES = [Fraction(n, 2) for n in range(-10, 16)]


def holds(condition: Any, number: Fraction) -> bool:
    if isinstance(condition, All):
        return all(holds(part, number) for part in condition.all)
    value = Fraction(condition.value)
    return {
        "<": number < value,
        "<=": number <= value,
        ">": number > value,
        ">=": number >= value,
        "=": number == value,
    }[condition.compare]


def dimension_of(whens: list[Comparison | All | None]) -> tuple[Rules, Conditions]:
    dimension = Conditions(
        key="size",
        name=Words(en="Size"),
        kind="conditions",
        segments=tuple(
            ConditionSegment(key=f"s{place}", name=Words(en="S"), when=when)
            for place, when in enumerate(whens)
        ),
    )
    return Rules(dimensions=(dimension,)), dimension


@given(st.lists(conditions, min_size=1, max_size=4))
def test_what_is_left_over_is_where_a_segment_comes_first(whens: list[Comparison | All]) -> None:
    rules, dimension = dimension_of([*whens, None])
    for place in range(len(whens) + 1):
        found = left_over(rules, dimension, f"s{place}")
        assert found is not None
        for number in HALVES:
            first = next((p for p, when in enumerate(whens) if holds(when, number)), len(whens))
            assert any(part.holds(number) for part in found.parts) == (first == place)


@given(conditions)
def test_a_range_is_its_condition(when: Comparison | All) -> None:
    rules, _dimension = dimension_of([None])
    found = ranges_of(rules, when)
    assert found is not None
    for number in HALVES:
        assert found.parts[0].holds(number) == holds(when, number)


def test_what_is_more_than_a_range_of_one_metric_is_none() -> None:
    more_than: list[Comparison | All] = [
        comparison("employees", "!=", 3),
        comparison("employees", "empty"),
        comparison("amount_90d", "<", than="amount_prev_90d"),
        comparison("stage", "=", "lost"),
        All(
            all=(
                comparison("employees", ">", 3),
                comparison("orders_total", ">", 3),
            )
        ),
    ]
    for when in more_than:
        rules, dimension = dimension_of([when, None])
        assert ranges_of(rules, when) is None
        assert left_over(rules, dimension, "s0") is None
        assert left_over(rules, dimension, "s1") is None


def test_taking_out_splits() -> None:
    whole = Interval(Fraction(0), True, Fraction(9), False)
    middle = Interval(Fraction(3), True, Fraction(5), False)
    assert whole.without(middle) == (
        Interval(Fraction(0), True, Fraction(3), False),
        Interval(Fraction(5), True, Fraction(9), False),
    )
    assert whole.without(Interval()) == ()
