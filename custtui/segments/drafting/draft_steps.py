"""The steps of a draft: whole rules changed one thing at a time, and refused with a sentence.

Every function takes rules and gives others; what would not be sound raises Refused and nothing is
changed.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from pydantic import ValidationError

from custtui.segments.drafting.adjusting import Refused, out_of_reach, refusal
from custtui.segments.drafting.references import asking_for, missing
from custtui.segments.rules import (
    ByField,
    Condition,
    Conditions,
    ConditionSegment,
    Dimension,
    Rules,
    Scores,
    ScoreSegment,
    Segment,
    Share,
    ShareSegment,
)
from custtui.values.language import _

T = TypeVar("T")

__all__ = [
    "Refused",
    "changed_dimension",
    "changed_segment",
    "made",
    "moved_dimension",
    "moved_segment",
    "out_of_reach",
    "taken_from",
    "with_condition",
    "with_dimension",
    "with_segment",
    "without_dimension",
    "without_segment",
]


def made(rules: Rules, dimensions: Sequence[Dimension]) -> Rules:
    """The rules with these dimensions; Refused, with the reason, where they are not sound."""
    try:
        return rules.with_dimensions(dimensions)
    except ValidationError as error:
        raise Refused(None, refusal(error)) from error


def with_dimension(rules: Rules, dimension: Dimension, after: str | None = None) -> Rules:
    """One more dimension, behind the one of the key `after` or as the last."""
    keys = [each.key for each in rules.dimensions]
    place = keys.index(after) + 1 if after in keys else len(keys)
    found = [*rules.dimensions[:place], dimension, *rules.dimensions[place:]]
    return made(rules, found)


def changed_dimension(rules: Rules, dimension: Dimension) -> Rules:
    """The dimension in the place of the one that has its key."""
    draft = made(rules, [dimension if d.key == dimension.key else d for d in rules.dimensions])
    disorder = _disorder(dimension)
    if disorder is not None and disorder != _disorder(rules.dimension(dimension.key)):
        raise Refused(None, disorder)
    return _none_missing(rules, draft)


def without_dimension(rules: Rules, key: str) -> Rules:
    """Without that dimension; Refused where another one asks for its segments."""
    asking = asking_for(rules, key)
    if asking:
        raise Refused(None, _asked(str(rules.dimension(key).name), asking))
    return made(rules, [d for d in rules.dimensions if d.key != key])


def moved_dimension(rules: Rules, key: str, places: int) -> Rules:
    """That dimension so many places further down; the same rules where it stands at the end."""
    found = list(rules.dimensions)
    _move(found, [d.key for d in found].index(key), places, len(found))
    return made(rules, found)


def taken_from(rules: Rules, preset: Rules, keys: Sequence[str] | None = None) -> Rules:
    """With dimensions of a preset, all or those keys: each in its own place, new ones at the end.

    What the preset does not have stays as it is.
    """
    taken = {d.key: d for d in preset.dimensions if keys is None or d.key in keys}
    own = {d.key for d in rules.dimensions}
    draft = made(
        rules,
        [taken.get(d.key, d) for d in rules.dimensions]
        + [d for key, d in taken.items() if key not in own],
    )
    return _none_missing(rules, draft)


def changed_segment(rules: Rules, key: str, segment: Segment) -> Rules:
    """The segment with other texts, in the place of the one that has its key."""
    dimension = rules.dimension(key)
    if isinstance(dimension, Share | Scores) and segment.key == dimension.other.key:
        return changed_dimension(rules, dimension.model_copy(update={"other": segment}))
    found = tuple(segment if s.key == segment.key else s for s in dimension.segments)
    return changed_dimension(rules, dimension.model_copy(update={"segments": found}))


def with_condition(rules: Rules, key: str, segment: str, condition: Condition | None) -> Rules:
    """The segment with another condition; only the last of a dimension can be without one."""
    dimension = rules.dimension(key)
    assert isinstance(dimension, Conditions)
    found = tuple(
        s.model_copy(update={"when": condition}) if s.key == segment else s
        for s in dimension.segments
    )
    return changed_dimension(rules, dimension.model_copy(update={"segments": found}))


def with_segment(
    rules: Rules,
    key: str,
    segment: Segment,
    after: str | None = None,
    condition: Condition | None = None,
) -> Rules:
    """One more segment, behind `after` or as the last that is not for all others.

    Of a share dimension it takes half of the share of the one before it; of scores no code yet.
    """
    dimension = rules.dimension(key)
    texts = {name: getattr(segment, name) for name in Segment.model_fields}
    found: list[Segment] = list(dimension.segments)
    keys = [s.key for s in found]
    place = keys.index(after) + 1 if after in keys else len(found)
    match dimension:
        case Conditions():
            conditioned = list(dimension.segments)
            if condition is not None and place and _is_otherwise(dimension, found[place - 1]):
                place -= 1
            conditioned.insert(place, ConditionSegment(**texts, when=condition))
            update = {"segments": tuple(conditioned)}
            return changed_dimension(rules, dimension.model_copy(update=update))
        case Share():
            place = max(1, place)
            before = dimension.segments[place - 1]
            half = (before.share / 2).quantize(Decimal("0.0001"))
            found[place - 1] = before.model_copy(update={"share": before.share - half})
            found.insert(place, ShareSegment(**texts, share=half))
        case Scores():
            found.insert(place, ScoreSegment(**texts))
        case ByField():
            raise Refused(None, _("The values of the field are the customer types."))
    return changed_dimension(rules, dimension.model_copy(update={"segments": tuple(found)}))


def without_segment(rules: Rules, key: str, segment: str) -> Rules:
    """Without that segment; Refused where a rule asks for it, and where it is the only one.

    Of a share dimension its neighbour takes its share; codes of scores are nobody's.
    """
    dimension = rules.dimension(key)
    asking = asking_for(rules, key, segment)
    name = str(rules.segment(key, segment).name)
    if asking:
        raise Refused(None, _asked(name, asking))
    keys = [s.key for s in dimension.segments]
    if segment not in keys:
        raise Refused(
            None, _("{segment} is for all others: it can't be removed.").format(segment=name)
        )
    if isinstance(dimension, Share):
        return changed_dimension(rules, _without_share(dimension, keys.index(segment)))
    found = tuple(s for s in dimension.segments if s.key != segment)
    return changed_dimension(rules, dimension.model_copy(update={"segments": found}))


def moved_segment(rules: Rules, key: str, segment: str, places: int) -> Rules:
    """That segment so many places further down; what is for all others stays the last."""
    dimension = rules.dimension(key)
    found = list(dimension.segments)
    keys = [s.key for s in found]
    if segment not in keys:
        return rules
    if isinstance(dimension, Conditions) and not dimension.tags:
        if _is_otherwise(dimension, found[keys.index(segment)]):
            raise Refused(None, _("What is for all others stays the last."))
        end = len([s for s in dimension.segments if not _is_otherwise(dimension, s)])
    else:
        end = len(found)
    _move(found, keys.index(segment), places, end)
    return changed_dimension(rules, dimension.model_copy(update={"segments": tuple(found)}))


def _without_share(dimension: Share, place: int) -> Share:
    found = list(dimension.segments)
    if len(found) == 1:
        raise Refused(None, _("The last class can't be removed."))
    gone = found.pop(place)
    heir = min(place, len(found) - 1)
    found[heir] = found[heir].model_copy(update={"share": found[heir].share + gone.share})
    return dimension.model_copy(update={"segments": tuple(found)})


def _disorder(dimension: Dimension) -> str | None:
    """Why conditions are not in order: a tag without one, or one for all others before the last."""
    if not isinstance(dimension, Conditions):
        return None
    without = [place for place, each in enumerate(dimension.segments) if each.when is None]
    if dimension.tags and without:
        return _("A tag needs a condition.")
    if without and without != [len(dimension.segments) - 1]:
        return _("Only the last customer type can be for all others.")
    return None


def _is_otherwise(dimension: Conditions, segment: Segment) -> bool:
    return not dimension.tags and isinstance(segment, ConditionSegment) and segment.when is None


def _none_missing(before: Rules, after: Rules) -> Rules:
    """`after`; Refused where a rule asks for a segment that it takes away."""
    known = missing(before)
    for where, what in missing(after).items():
        if where not in known:
            message = _("{rule} asks for {segment}, which would be gone.")
            raise Refused(None, message.format(rule=where[0], segment=what))
    return after


def _asked(name: str, asking: Sequence[str]) -> str:
    message = _("{name} can't be removed: it is asked for by {rules}.")
    return message.format(name=name, rules=", ".join(asking))


def _move(found: list[T], place: int, places: int, end: int) -> None:
    to = max(0, min(place + places, end - 1))
    found.insert(to, found.pop(place))
