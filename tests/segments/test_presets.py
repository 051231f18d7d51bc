"""The presets: complete in both languages, and what definitions.md says of them."""

from decimal import Decimal

import pytest

from custtui.segments.presets import STANDARD, about_preset, preset, preset_content, presets
from custtui.segments.rules import COLOURS, Conditions, Scores, Share, Words, segments_of
from custtui.tui.theme import badge

WHOLE = ("standard", "retail", "equipment")


def is_full(words: Words) -> bool:
    return bool(words.zh and words.en)


@pytest.mark.parametrize("name", presets())
def test_a_preset_says_what_it_is_and_has_a_strategy_for_everybody(name: str) -> None:
    about = about_preset(name)
    assert is_full(about.name)
    assert is_full(about.description)
    assert about.scope == ("whole" if name in WHOLE else "dimensions")
    rules = preset(name)
    if name in WHOLE:
        assert [d.key for d in rules.dimensions] == [d.key for d in preset(STANDARD).dimensions]
    else:
        assert len(rules.dimensions) == 1
    standard = preset(STANDARD)
    for dimension in rules.dimensions:
        assert is_full(dimension.name)
        segments = [*dimension.segments]
        if isinstance(dimension, Share | Scores):
            segments.append(dimension.other)
        for segment in segments:
            where = f"{name} {dimension.key}/{segment.key}"
            assert is_full(segment.name), where
            assert is_full(segment.strategy), where
            if dimension == standard.dimension(dimension.key):
                continue
            assert is_full(segment.indicator), where
            assert is_full(segment.description), where
            assert segment.badge, where
            assert segment.colour in COLOURS, where


def test_there_is_no_other() -> None:
    with pytest.raises(FileNotFoundError):
        preset("nothing")
    with pytest.raises(FileNotFoundError):
        preset_content("../standard")


def test_every_colour_can_be_shown() -> None:
    assert len({badge(colour) for colour in COLOURS}) == len(COLOURS)
    assert badge("grey") == badge("pink"), "what is unknown is grey, so a check is needed"


def test_abc_by_cumulative_value() -> None:
    (grade,) = preset("abc_value").dimensions
    assert isinstance(grade, Share)
    assert (grade.key, grade.by, grade.metric) == ("grade", "value", "amount_12m")
    assert [(s.key, s.share) for s in grade.segments] == [
        ("A", Decimal("0.80")),
        ("B", Decimal("0.15")),
        ("C", Decimal("0.05")),
    ]


def test_scale_at_50_and_200() -> None:
    (scale,) = preset("scale_50_200").dimensions
    assert isinstance(scale, Conditions)
    found = [(s.key, s.when and s.when.model_dump()) for s in scale.segments]
    assert [key for key, _when in found] == ["small", "middle", "large", "unknown"]
    assert [(w["compare"], w["value"]) for _key, w in found if w] == [
        ("<", 50), ("<", 201), (">=", 201),
    ]  # fmt: skip


@pytest.mark.parametrize("months", [12, 24])
def test_rfm_over_months(months: int) -> None:
    (behaviour,) = preset(f"rfm_{months}m").dimensions
    assert isinstance(behaviour, Scores)
    orders, amount = f"orders_{months}m", f"amount_{months}m"
    assert behaviour.among == orders
    assert [score.metric for _part, score in behaviour.parts] == ["last_purchase", orders, amount]
    standard = preset(STANDARD).dimension("behaviour")
    assert [s.key for s in segments_of(behaviour)] == [s.key for s in segments_of(standard)]
    assert len(behaviour.codes) == 125
