"""What time alone does to a customer: its own records only age, and nobody else moves."""

from collections.abc import Iterable, Sequence

from custtui.segments.explaining.days_ahead import can_follow, days_ahead, last_day_looked_at
from custtui.segments.explaining.explanation import ByTime, Turn
from custtui.segments.explaining.one_customer import JudgedAlone, OneCustomer
from custtui.segments.explaining.one_more import needed
from custtui.segments.explaining.situation import Situation
from custtui.segments.explaining.turning import Turning
from custtui.segments.rules import Dimension, Scores, Share, is_tags

_MOST_TURNS = 3


def by_time(situation: Situation, dimensions: Iterable[Dimension]) -> dict[str, ByTime]:
    """By dimension, the first turns that time alone brings, up to three years ahead.

    A dimension through which time cannot be followed is left out.
    """
    followed = [dimension for dimension in dimensions if can_follow(situation, dimension)]
    asked = {each.key: each for d in followed for each in needed(situation.rules, d)}
    one = OneCustomer(situation.connection, situation.rules, situation.customer_id, asked)
    turns: dict[str, list[Turn]] = {dimension.key: [] for dimension in followed}
    before = one.judged(situation.as_of)
    for day, row in days_ahead(situation, one, list(asked.values())):
        waiting = [d for d in followed if len(turns[d.key]) < _MOST_TURNS]
        if not waiting:
            break
        now = one.judged(day, row)
        turning = Turning(situation, one, before, now)
        for dimension in waiting:
            for old, new in _changes(dimension, before, now):
                known = turns[dimension.key]
                since = known[-1].day if known else situation.as_of
                known.append(turning.turn(dimension, old, new, since))
        before = now
    until = last_day_looked_at(situation.as_of)
    return {
        dimension.key: ByTime(
            until, _is_relative(situation, dimension), tuple(turns[dimension.key][:_MOST_TURNS])
        )
        for dimension in followed
    }


def _changes(
    dimension: Dimension, before: JudgedAlone, now: JudgedAlone
) -> Sequence[tuple[str | None, str | None]]:
    """From what to what it turns; of tags each that goes and each that comes."""
    old, new = before.segments[dimension.key], now.segments[dimension.key]
    if old == new:
        return ()
    if not is_tags(dimension):
        return ((old, new),)
    gone = [(tag, None) for tag in old.split() if tag not in new.split()]
    return (*gone, *((None, tag) for tag in new.split() if tag not in old.split()))


def _is_relative(situation: Situation, dimension: Dimension) -> bool:
    return any(isinstance(d, Share | Scores) for d in needed(situation.rules, dimension))
