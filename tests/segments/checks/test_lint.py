"""Warnings: what is doubtful in rules, alone and beside the customers."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.exchange.sample import make_sample
from custtui.reading.connection import connect
from custtui.segments.checks.intervals import Interval, ranges_of
from custtui.segments.checks.lint import lint, lint_rules
from custtui.segments.checks.shadows import shadowed
from custtui.segments.judging.judge import judge_view
from custtui.segments.presets import preset, presets
from custtui.segments.rules import Conditions, ConditionSegment, Rules, Words
from tests.segments.small_books import DAY, book_of, bought
from tests.segments.small_rules import comparison


def rules_of(*whens: object, tags: bool = False) -> Rules:
    """A dimension of conditions, each with a strategy."""
    return Rules(
        dimensions=(
            Conditions(
                key="size",
                name=Words(en="Size"),
                kind="conditions",
                tags=tags,
                segments=tuple(
                    ConditionSegment.model_validate(
                        {
                            "key": f"s{number}",
                            "name": {"en": f"S{number}"},
                            "strategy": {"en": "Act"},
                            "when": when,
                        }
                    )
                    for number, when in enumerate(whens)
                ),
            ),
        )
    )


def told(rules: Rules) -> list[tuple[str, str]]:
    return [(found.segment, found.sentence) for found in lint_rules(rules)]


@pytest.mark.parametrize("name", presets())
def test_no_preset_is_doubtful(name: str) -> None:
    assert list(lint_rules(preset(name))) == []


def test_the_standard_set_on_the_sample_is_not_doubtful(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    make_sample(path, date(2026, 11, 22))
    assert lint(connect(path)) == ()


def test_a_gap_between_two_ranges() -> None:
    rules = rules_of(comparison("employees", "<", 50), comparison("employees", ">=", 60), None)
    assert told(rules) == [("s0", "No rule takes Employees ≥ 50 and < 60: such customers are S2.")]
    whole = rules_of(comparison("employees", "<=", 49), comparison("employees", ">", 49))
    assert told(whole) == []
    counts = rules_of(comparison("employees", "<=", 49), comparison("employees", ">=", 50), None)
    assert told(counts) == [], "no number of employees lies between 49 and 50"
    money = rules_of(comparison("amount_12m", "<=", 49), comparison("amount_12m", ">=", 50), None)
    assert told(money) == [
        ("s0", "No rule takes Amount, 12 months > 49 and < 50: such customers are S2.")
    ]


def test_ends_that_nobody_takes_are_told_only_without_an_otherwise() -> None:
    only = comparison("employees", "<", 50)
    assert told(rules_of(only, None)) == []
    assert told(rules_of(only)) == [
        ("s0", "No rule takes Employees ≥ 50: such customers are unclassified.")
    ]
    assert told(rules_of(comparison("employees", ">=", 0))) == [], "nobody has less than none"


def test_an_overlap_in_part() -> None:
    rules = rules_of(comparison("employees", "<", 60), comparison("employees", ">=", 50))
    assert told(rules) == [("s1", "Employees ≥ 50 and < 60 belongs to S0 too, which comes first.")]
    meant = rules_of(comparison("employees", ">=", 60), comparison("employees", ">=", 50), None)
    assert told(meant) == [], "the later one takes what the earlier leaves"
    tags = rules_of(comparison("employees", "<", 60), comparison("employees", ">=", 50), tags=True)
    assert told(tags) == [], "of tags several may apply"


def test_a_customer_type_without_a_strategy() -> None:
    data = rules_of(comparison("employees", ">=", 0)).model_dump(by_alias=True, exclude_none=True)
    data["dimensions"][0]["segments"][0]["strategy"] = {"zh": " "}
    (found,) = lint_rules(Rules.model_validate(data))
    assert (found.dimension, found.segment, found.sentence) == (
        "size", "s0", "S0 has no strategy."
    )  # fmt: skip
    assert found.place == ("dimensions", 0, "segments", 0, "strategy")


def test_nobody_matches_and_nobody_has_it(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book_of(path, bought((DAY, 100)), bought((DAY - timedelta(days=9), 500)))
    rules = rules_of(
        comparison("amount_12m", ">=", 6),
        {"all": [comparison("employees", ">=", 6), comparison("orders_12m", ">=", 1)]},
        comparison("employees", ">", 9),
        comparison("amount_12m", ">=", 1),
        None,
    )
    connection = connect(path)
    judge_view(connection, DAY, rules)
    found = [each for each in lint(connection, rules) if "Employees belongs" not in each.sentence]
    assert [(each.segment, each.sentence) for each in found] == [
        ("s0", "No customer matches the rule of S0."),
        ("s1", "Employees is empty for every customer."),
    ]


def test_an_empty_book_says_nothing_of_rules(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book_of(path)
    assert lint(connect(path)) == ()


numbers = st.integers(-3, 6)
simple = st.builds(
    lambda compare, value: comparison("amount_12m", compare, value),
    st.sampled_from(["<", "<=", ">", ">=", "="]),
    numbers,
) | st.just(comparison("owner", "=", "x"))
nested = st.recursive(
    simple,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts})
    ),
    max_leaves=4,
)


def holds(when: Any, amount: float, owner: str) -> bool:
    if isinstance(when, dict):
        key = "all" if "all" in when else "any"
        return (all if key == "all" else any)(holds(part, amount, owner) for part in when[key])
    if when.what == "owner":
        return owner == "x"
    value = float(when.value)
    return {
        "<": amount < value,
        "<=": amount <= value,
        ">": amount > value,
        ">=": amount >= value,
        "=": amount == value,
    }[when.compare]


@given(st.lists(nested, min_size=1, max_size=4))
def test_who_is_said_to_be_shadowed_is_matched_by_nobody(whens: list[object]) -> None:
    dimension = rules_of(*whens).dimensions[0]
    assert isinstance(dimension, Conditions)
    hidden = {found.number for found in shadowed(rules_of(*whens), dimension)}
    for amount in (step / 4 for step in range(-20, 32)):
        for owner in ("x", "y"):
            first = next((n for n, w in enumerate(whens) if holds(w, amount, owner)), None)
            assert first not in hidden


@given(st.lists(numbers, min_size=2, max_size=4))
def test_ranges_that_are_taken_are_always_found(lows: list[int]) -> None:
    """Of `≥ n` rules alone, those that come behind a lower one are shadowed: all, and no others."""
    rules = rules_of(*(comparison("amount_12m", ">=", low) for low in lows))
    dimension = rules.dimensions[0]
    assert isinstance(dimension, Conditions)
    expected = {n for n, low in enumerate(lows) if any(before <= low for before in lows[:n])}
    assert {found.number for found in shadowed(rules, dimension)} == expected
    found = ranges_of(rules, dimension.segments[0].when)
    assert found is not None
    assert isinstance(found.parts[0], Interval)
