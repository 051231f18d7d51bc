"""Sound conditions to edit, of every kind of comparison that the editors offer."""

from decimal import Decimal

from hypothesis import strategies as st

from custtui.segments.editing.offering import (
    comparable,
    compared_to,
    compared_with,
    comparisons_of,
    first_value,
    offered,
)
from custtui.segments.editing.trees import Placed, walk
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Conditions,
    ConditionSegment,
    Rules,
    Words,
)

RULES = preset(STANDARD)
KEY = "tried"


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    with_another = draw(st.booleans())
    measure = draw(st.sampled_from(offered(RULES, KEY)))
    others = comparable(RULES, KEY, measure.key)
    if others and with_another:
        than = draw(st.sampled_from(others)).key
        return compared_to(measure.key, draw(st.sampled_from(("<", ">="))), than, Decimal(2))
    compare = draw(st.sampled_from(comparisons_of(measure)))
    value = first_value(measure, compare)
    if value is None and compare not in ("empty", "filled"):
        value = ("甲", "b") if compare == "in" else "甲"
    return compared_with(measure.key, compare, value)


def _groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        several.map(lambda each: All(all=each)), several.map(lambda each: AnyOf(any=each))
    )


def conditions() -> st.SearchStrategy[Condition]:
    """Comparisons, and groups of them in groups; no group is empty."""
    return st.recursive(comparisons(), _groups, max_leaves=8)


@st.composite
def places(draw: st.DrawFn) -> Placed:
    """A condition, and the way to some part of it."""
    condition = draw(conditions())
    paths = [path for path, _part in walk(condition)]
    return Placed(condition, draw(st.sampled_from(paths)))


def with_condition(condition: Condition | None) -> Rules:
    """The standard set with one dimension more, which has this condition; it is checked whole."""
    segment = ConditionSegment(key="one", name=Words(en="One"), when=condition)
    tried = Conditions(kind="conditions", key=KEY, name=Words(en="Tried"), segments=(segment,))
    return Rules(dimensions=(*RULES.dimensions, tried))
