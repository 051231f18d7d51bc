"""Where a relative dimension says less than it seems to: few are ranked, or ties swell a class."""

from collections.abc import Sequence
from fractions import Fraction

from custtui.segments.explaining.shares import FAR, few
from custtui.segments.rules import Rules, Scores, Share
from custtui.segments.sentences import percent, segment_name
from custtui.segments.standing import Members
from custtui.values.language import _


def crowding(rules: Rules, dimension: str, members: Sequence[Members]) -> tuple[str, ...]:
    """What a reader of the table must know of a dimension, a sentence each; mostly nothing.

    `members` are those of its segments.
    """
    whole = rules.dimension(dimension)
    if not isinstance(whole, Share | Scores):
        return ()
    counts = {each.segment: each.customers for each in members}
    ranked = sum(count for key, count in counts.items() if key != whole.other.key)
    if ranked == 0 or few(ranked):
        return few(ranked)
    if isinstance(whole, Scores) or whole.by == "value":
        return ()
    notes = []
    for segment in whole.segments:
        count = counts.get(segment.key, 0)
        meant = Fraction(segment.share) * ranked
        if count > FAR * meant and count - meant > 1:
            message = _(
                "{segment} holds {actual} % instead of {share} %: equal values stay together."
            )
            notes.append(
                message.format(
                    segment=segment_name(rules, dimension, segment.key),
                    actual=percent(Fraction(round(Fraction(1000 * count, ranked)), 1000)),
                    share=percent(segment.share),
                )
            )
    return tuple(notes)
