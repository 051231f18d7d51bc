"""A draft of whole rules: its steps, its way back, and what others save meanwhile."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from custtui.segments.drafting.adjusting import adjusted
from custtui.segments.drafting.draft import Draft, Overtaken
from custtui.segments.drafting.draft_steps import (
    Refused,
    changed_dimension,
    changed_segment,
    moved_dimension,
    moved_segment,
    taken_from,
    with_condition,
    with_dimension,
    with_segment,
    without_dimension,
    without_segment,
)
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import (
    Conditions,
    Rules,
    Scores,
    Segment,
    Share,
    Words,
    segments_of,
)
from tests.segments.small_rules import comparison

RULES = preset(STANDARD)
NEW = Segment(key="fresh", name=Words(zh="新的", en="Fresh"))
EMPTY = Conditions(key="own", name=Words(en="Own"), kind="conditions", segments=())


def keys(rules: Rules, dimension: str) -> list[str]:
    return [segment.key for segment in rules.dimension(dimension).segments]


def order(rules: Rules) -> list[str]:
    return [dimension.key for dimension in rules.dimensions]


def shares(rules: Rules) -> list[Decimal]:
    grade = rules.dimension("grade")
    assert isinstance(grade, Share)
    return [segment.share for segment in grade.segments]


def grade(share: int) -> Rules:
    return adjusted(RULES, {("grade", "segments", 0, "share"): Decimal(share)})


def test_steps_are_taken_back_one_by_one() -> None:
    draft = Draft.of(RULES)
    assert not draft.is_changed
    draft = draft.stepped(grade(15)).stepped(moved_dimension(grade(15), "value", -1))
    assert draft.changed == {"grade"}
    assert draft.is_reordered
    draft = draft.taken_back()
    assert draft.now == grade(15)
    assert not draft.is_reordered
    draft = draft.taken_back()
    assert draft.now == RULES
    assert draft.taken_back() == draft
    assert not draft.is_changed


def test_a_step_that_changes_nothing_is_no_step() -> None:
    draft = Draft.of(RULES).stepped(grade(20))
    assert draft.earlier == ()
    assert not draft.is_changed


def test_a_new_share_takes_half_of_the_one_before_it_and_gives_it_back() -> None:
    more = with_segment(RULES, "grade", NEW, after="B")
    assert keys(more, "grade") == ["A", "B", "fresh", "C"]
    assert shares(more) == [Decimal("0.2"), Decimal("0.25"), Decimal("0.25"), Decimal("0.3")]
    less = without_segment(more, "grade", "fresh")
    assert shares(less) == [Decimal("0.2"), Decimal("0.25"), Decimal("0.55")]
    assert sum(shares(without_segment(less, "grade", "C"))) == 1


def test_a_share_that_a_rule_asks_for_stays() -> None:
    with pytest.raises(Refused, match="A can't be removed: it is asked for by Lifecycle / VIP"):
        without_segment(RULES, "grade", "A")
    with pytest.raises(Refused, match="Grade can't be removed: it is asked for by Lifecycle / VIP"):
        without_dimension(RULES, "grade")


def test_the_last_class_stays() -> None:
    rules = without_segment(without_segment(RULES, "grade", "C"), "grade", "B")
    with pytest.raises(Refused):
        without_segment(with_condition(rules, "lifecycle", "vip", NOBODY), "grade", "A")
    with pytest.raises(Refused, match="Unrated is for all others"):
        without_segment(RULES, "grade", "unrated")


NOBODY = comparison("orders_total", "<", 0)


def test_a_new_condition_goes_before_what_is_for_all_others() -> None:
    rules = with_segment(RULES, "value", NEW, condition=NOBODY)
    assert keys(rules, "value") == ["high", "middle", "low", "fresh", "no_sales"]
    after = with_segment(RULES, "value", NEW, after="high", condition=NOBODY)
    assert keys(after, "value") == ["high", "fresh", "middle", "low", "no_sales"]
    with pytest.raises(Refused, match="Only the last"):
        with_segment(RULES, "value", NEW, after="high")
    with pytest.raises(Refused, match="Only the last"):
        with_condition(RULES, "value", "high", None)
    with pytest.raises(Refused, match="A tag needs a condition"):
        with_condition(RULES, "risk", "no_repurchase", None)


def test_what_is_for_all_others_stays_the_last() -> None:
    with pytest.raises(Refused, match="stays the last"):
        moved_segment(RULES, "value", "no_sales", -1)
    assert keys(moved_segment(RULES, "value", "low", 5), "value")[-1] == "no_sales"
    moved = moved_segment(RULES, "grade", "C", -2)
    assert keys(moved, "grade") == ["C", "A", "B"]
    assert moved_segment(RULES, "grade", "unrated", -1) == RULES


def test_a_segment_that_nobody_could_be_in_keeps_the_draft_from_being_saved() -> None:
    draft = Draft.of(RULES)
    assert draft.problem() is None
    draft = draft.stepped(moved_segment(RULES, "value", "low", -2))
    assert draft.problem() == "Nobody could be High any more: the rules before it take all of it."
    assert draft.taken_back().problem() is None
    assert Draft.of(draft.now).problem() is None, "what was so before is no fault of the draft"


def test_scores_without_codes_are_unclassified() -> None:
    rules = without_segment(RULES, "behaviour", "lost")
    assert segments_of(rules.dimension("behaviour"))[-1].key == "unclassified"
    more = with_segment(rules, "behaviour", NEW).dimension("behaviour")
    assert isinstance(more, Scores)
    assert more.segments[-1].codes == ()


def test_texts_of_any_segment_are_changed_in_place() -> None:
    for dimension, segment in (("grade", "unrated"), ("grade", "B"), ("risk", "no_contact")):
        part = RULES.segment(dimension, segment)
        other = part.model_copy(update={"strategy": Words(zh="新", en="New")})
        rules = changed_segment(RULES, dimension, other)
        assert str(rules.segment(dimension, segment).strategy) == "New"
        assert Draft.of(RULES).stepped(rules).changed == {dimension}


def test_circles_and_twice_used_keys_are_refused_with_a_sentence() -> None:
    asks = comparison("segment:lifecycle", "=", "vip")
    rules = with_condition(RULES, "value", "high", asks)
    with pytest.raises(Refused, match="in a circle"):
        with_condition(rules, "lifecycle", "vip", comparison("segment:value", "=", "high"))
    with pytest.raises(Refused, match="Two segments have the key A"):
        with_segment(RULES, "grade", NEW.model_copy(update={"key": "A"}))
    for key in ("grade", "GRADE", "customer_id"):
        with pytest.raises(Refused, match=f"(?i){key}"):
            with_dimension(RULES, EMPTY.model_copy(update={"key": key}))


def test_a_preset_is_taken_whole_or_one_dimension_of_it() -> None:
    changed = with_dimension(without_dimension(grade(15), "scale"), EMPTY)
    whole = taken_from(changed, RULES)
    assert order(whole) == [*(k for k in order(RULES) if k != "scale"), "own", "scale"]
    assert whole.dimension("grade") == RULES.dimension("grade")
    one = taken_from(changed, RULES, ["scale"])
    assert one.dimension("grade") == grade(15).dimension("grade")
    assert one.dimension("scale") == RULES.dimension("scale")


def test_a_preset_that_lacks_what_a_rule_asks_for_is_refused() -> None:
    asks = with_condition(RULES, "value", "high", comparison("segment:lifecycle", "=", "vip"))
    plain = RULES.dimension("lifecycle")
    segments = tuple(s for s in plain.segments if s.key != "vip")
    other = Rules(dimensions=(plain.model_copy(update={"segments": segments}),))
    with pytest.raises(ValueError, match="There is no metric or field segment:grade"):
        Rules(dimensions=(plain,))
    with pytest.raises(Refused, match="Value / High asks for vip, which would be gone"):
        taken_from(asks, other)


def test_what_others_save_meanwhile_is_taken_into_the_draft() -> None:
    draft = Draft.of(RULES).stepped(grade(15))
    draft = draft.stepped(with_dimension(draft.now, EMPTY, after="grade"))
    theirs = moved_dimension(RULES, "risk", -20)
    followed = draft.followed(theirs)
    assert followed.began == theirs
    assert order(followed.now) == ["risk", "grade", "own", *order(RULES)[1:-1]]
    assert followed.changed == {"grade", "own"}
    assert not followed.is_reordered
    assert followed.taken_back().taken_back().now == theirs


def test_their_new_dimension_stays_where_they_put_it() -> None:
    draft = Draft.of(RULES).stepped(grade(15))
    followed = draft.followed(with_dimension(RULES, EMPTY, after="value"))
    assert order(followed.now)[:3] == ["grade", "value", "own"]
    assert not followed.is_reordered
    assert followed.changed == {"grade"}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (lambda: grade(15), lambda: grade(25)),
        (lambda: without_dimension(RULES, "risk"), lambda: _other_risk()),
        (lambda: with_dimension(RULES, EMPTY), lambda: with_dimension(RULES, EMPTY)),
    ],
    ids=["changed", "removed", "added"],
)
def test_what_both_changed_is_told(mine: Callable[[], Rules], theirs: Callable[[], Rules]) -> None:
    with pytest.raises(Overtaken):
        Draft.of(RULES).stepped(mine()).followed(theirs())


def _other_risk() -> Rules:
    risk = RULES.dimension("risk").model_copy(update={"name": Words(en="Danger")})
    return changed_dimension(RULES, risk)
