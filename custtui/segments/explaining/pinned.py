"""Pin and rules side by side: what is fixed by hand, and what the rules alone say."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from custtui.reading.pin_words import by_hand, pinned_text
from custtui.reading.pins import Pin, computed_of, pins_of
from custtui.segments.explaining.explanation import Beside, Explanation, Held
from custtui.segments.explaining.moved import last_move
from custtui.segments.explaining.situation import Situation
from custtui.segments.rules import ByField, Dimension, is_tags, segments_of
from custtui.segments.sentences import listed, segment_name
from custtui.segments.standing import Standing
from custtui.values.language import _

#: Explains a dimension by its rules alone, from where the situation says the customer stands.
ByRule = Callable[[Situation, Dimension], Explanation]


def with_pins(situation: Situation, dimension: Dimension, by_rule: ByRule) -> Explanation:
    """The explanation by the rules; where pins are in force, with these in front of it."""
    pins = _in_force(situation, dimension)
    computed = computed_of(situation.connection, situation.customer_id).get(dimension.key)
    if not pins or computed is None:
        return by_rule(situation, dimension)
    alone: Standing = tuple(computed.split()) if is_tags(dimension) else computed
    unpinned = replace(situation, standing={**situation.standing, dimension.key: alone})
    explained = by_rule(unpinned, dimension)
    return replace(
        explained,
        segments=_held(situation, dimension, explained, pins),
        headline=_headline(situation, dimension, explained, pins),
        beside=Beside(
            pins=pins,
            names=tuple(segment_name(situation.rules, dimension.key, p.segment) for p in pins),
            computed=alone if isinstance(alone, tuple) else (alone,),
            by_rule=explained.headline,
        ),
    )


def beside_json(beside: Beside | None) -> dict[str, object] | None:
    """Pins and computed segments as JSON has them; null where nothing is pinned."""
    if beside is None:
        return None
    return {
        "pins": [
            {
                "segment": pin.segment,
                "name": name,
                "holds": pin.holds,
                "reason": pin.reason,
                "author": pin.author,
                "fixed_on": pin.fixed_on.isoformat(),
                "last_day": pin.last_day.isoformat() if pin.last_day else None,
            }
            for pin, name in zip(beside.pins, beside.names, strict=True)
        ],
        "computed": list(beside.computed),
        "by_rule": beside.by_rule,
    }


def _in_force(situation: Situation, dimension: Dimension) -> tuple[Pin, ...]:
    """The pins that count: those of a tag dimension, else the newest one."""
    known = {segment.key for segment in segments_of(dimension)}
    found = tuple(
        pin
        for pin in pins_of(situation.connection, situation.customer_id)
        if pin.dimension == dimension.key
        and pin.counts_on(situation.as_of)
        and (pin.segment in known or isinstance(dimension, ByField))
    )
    return found if is_tags(dimension) else found[-1:]


def _held(
    situation: Situation, dimension: Dimension, by_rule: Explanation, pins: Sequence[Pin]
) -> tuple[Held, ...]:
    """The effective segments: each with the pin that gives it, else with the reason of its rule."""
    standing = situation.standing[dimension.key]
    keys = standing if isinstance(standing, tuple) else (standing,)
    pinned = {pin.segment: pin for pin in pins if pin.holds}
    ruled = {held.key: held.reason for held in by_rule.segments}
    return tuple(
        Held(
            key=key,
            name=segment_name(situation.rules, dimension.key, key),
            reason=by_hand(pinned[key]) if key in pinned else ruled.get(key, ""),
            moved=last_move(situation, dimension, key),
        )
        for key in keys
    )


def _headline(
    situation: Situation, dimension: Dimension, by_rule: Explanation, pins: Sequence[Pin]
) -> str:
    named = [(pin, segment_name(situation.rules, dimension.key, pin.segment)) for pin in pins]
    told = listed(pinned_text(name, pin, is_tag=is_tags(dimension)) for pin, name in named)
    message = _("{pins}; by the rules: {reasons}")
    return message.format(pins=told, reasons=by_rule.headline)
