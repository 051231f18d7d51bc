"""The shares of a share dimension, one changed at a time; what they lack to 100 % is told."""

from decimal import Decimal

from custtui.segments.rules import Share


def total(dimension: Share) -> Decimal:
    """What the shares add up to; 1 is all."""
    return sum((segment.share for segment in dimension.segments), Decimal(0))


def with_share(dimension: Share, place: int, share: Decimal) -> Share:
    """With another share for the segment at that place; the others stay as they are."""
    segments = list(dimension.segments)
    segments[place] = segments[place].model_copy(update={"share": share})
    return dimension.model_copy(update={"segments": tuple(segments)})


def rest_on_last(dimension: Share) -> Share | None:
    """With the last share being what the others leave; None where they leave nothing."""
    if not dimension.segments:
        return None
    rest = Decimal(1) - total(dimension) + dimension.segments[-1].share
    if rest <= 0:
        return None
    return with_share(dimension, len(dimension.segments) - 1, rest)
