"""The tree of a condition: every step is sound, and what takes a step back takes it back whole."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custtui.segments.editing.trees import (
    Placed,
    added,
    at,
    flipped,
    moved,
    nested,
    parts_of,
    plain,
    removed,
    replaced,
    unnested,
    walk,
)
from custtui.segments.rules import All, AnyOf, Comparison, Condition
from tests.segments.editing.conditions import comparisons, places, with_condition
from tests.segments.small_rules import comparison

A, B, C, D = (comparison("orders_12m", ">=", number) for number in range(4))


def both(*parts: Condition) -> All:
    return All(all=parts)


def either(*parts: Condition) -> AnyOf:
    return AnyOf(any=parts)


@given(placed=places(), part=comparisons())
def test_adding_then_removing_is_the_same(placed: Placed, part: Comparison) -> None:
    condition = placed.condition
    more = added(placed, part)
    assert at(more.condition, more.path) == part
    assert len(list(walk(more.condition))) > len(list(walk(condition)))
    back = removed(more).condition
    if isinstance(condition, Comparison):
        assert back == both(condition)
        assert plain(back) == condition
    else:
        assert back == condition


@given(placed=places())
def test_nesting_then_taking_out_is_the_same(placed: Placed) -> None:
    deeper = nested(placed)
    if deeper != placed:
        assert deeper.condition != placed.condition
        assert unnested(deeper) == placed


@given(placed=places(), steps=st.sampled_from((-1, 1)))
def test_moving_then_moving_back_is_the_same(placed: Placed, steps: int) -> None:
    there = moved(placed, steps)
    assert at(there.condition, there.path) == at(placed.condition, placed.path)
    if there != placed:
        assert moved(there, -steps) == placed


@given(placed=places())
def test_flipping_twice_is_the_same(placed: Placed) -> None:
    assert flipped(flipped(placed)) == placed
    if placed.condition is not None and parts_of(placed.condition):
        assert flipped(placed).condition != placed.condition


STEPS: tuple[Callable[[Placed], Placed], ...] = (
    removed,
    nested,
    unnested,
    flipped,
    lambda placed: moved(placed, 1),
    lambda placed: moved(placed, -1),
    lambda placed: added(placed, A),
    lambda placed: Placed(replaced(placed.condition, placed.path, A), placed.path),
)


@settings(max_examples=40)  # each checks whole sets of rules
@given(
    placed=places(),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 99)), max_size=8),
)
def test_every_step_leaves_a_sound_condition(
    placed: Placed, steps: list[tuple[Callable[[Placed], Placed], int]]
) -> None:
    for step, number in steps:
        placed = step(placed)
        with_condition(placed.condition)
        at(placed.condition, placed.path)
        found = list(walk(placed.condition))
        assert all(isinstance(part, Comparison) or parts_of(part) for _path, part in found)
        paths = [path for path, _part in found] or [()]
        placed = Placed(placed.condition, paths[number % len(paths)])


@given(placed=places())
def test_plain_has_no_group_of_one(placed: Placed) -> None:
    assert placed.condition is not None
    made = plain(placed.condition)
    assert all(len(parts_of(part)) != 1 for _path, part in walk(made))
    assert plain(made) == made


def test_where_a_part_is_added() -> None:
    assert added(Placed(None), A) == Placed(A)
    assert added(Placed(A), B) == Placed(both(A, B), (1,))
    assert added(Placed(both(A, B), (0,)), C) == Placed(both(A, C, B), (1,))
    assert added(Placed(both(A, either(B, C)), (1,)), D) == Placed(both(A, either(B, C, D)), (1, 2))


def test_what_is_left_when_a_part_is_removed() -> None:
    assert removed(Placed(both(A, B, C), (2,))) == Placed(both(A, B), (1,))
    assert removed(Placed(both(A, either(B)), (1, 0))) == Placed(both(A), (0,))
    assert removed(Placed(both(either(A)), (0, 0))) == Placed(None)
    assert removed(Placed(A)) == Placed(None)
    assert removed(Placed(None)) == Placed(None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Placed(both(A, B), (1,)), Placed(both(A, either(B)), (1, 0))),
        (Placed(either(A, B), (0,)), Placed(either(both(A), B), (0, 0))),
        (Placed(both(either(A, B), C), (1,)), Placed(both(either(A, B, C)), (0, 2))),
        (Placed(A), Placed(either(A), (0,))),
        (Placed(either(A, B)), Placed(both(either(A, B)), (0,))),
        (Placed(both(A, either(B)), (1, 0)), Placed(both(A, either(B)), (1, 0))),
        (Placed(both(either(A, B))), Placed(both(either(A, B)))),
    ],
)
def test_where_a_part_is_nested(before: Placed, after: Placed) -> None:
    assert nested(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Placed(both(A, either(B, C), D), (1, 0)), Placed(both(A, either(C), B, D), (2,))),
        (Placed(both(A, either(B)), (1, 0)), Placed(both(A, B), (1,))),
        (Placed(both(A), (0,)), Placed(A)),
        (Placed(both(A, B), (0,)), Placed(both(A, B), (0,))),
        (Placed(both(A, B)), Placed(both(A, B))),
    ],
)
def test_where_a_part_goes_that_is_taken_out(before: Placed, after: Placed) -> None:
    assert unnested(before) == after
