"""From which value on a customer would stand in each class of a share dimension.

All other customers stand still. A customer that is not ranked yet makes one more when it comes in,
so that the classes grow with it.
"""

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import floor

from custtui.segments.explaining.neighbours import Neighbours
from custtui.segments.explaining.shares import Cut, cuts_of
from custtui.segments.explaining.situation import Situation
from custtui.segments.judging.rankings import of_share
from custtui.segments.rules import Share


@dataclass(frozen=True, slots=True)
class Entry:
    """The class `segment` and the least value above 0 that reaches it."""

    segment: str
    lowest: int


def entries(situation: Situation, dimension: Share, own: int | None) -> tuple[Entry, ...]:
    """The entries of all classes, best first, for a customer whose value is `own`.

    By cumulative value they hold for values above its own; the classes that it has reached
    already may begin lower.
    """
    _ranked, cuts = cuts_of(situation, dimension)
    if dimension.by == "value":
        return _by_value(situation, dimension, cuts, own or 0)
    others = Neighbours(situation.connection, situation.rules, situation.customer_id)
    found = [others.entry(dimension, cut.so_far, situation.as_of) for cut in cuts]
    return tuple(
        Entry(cut.segment, 1 if lowest is None else int(lowest))
        for cut, lowest in zip(cuts, found, strict=True)
    )


def _by_value(
    situation: Situation, dimension: Share, cuts: tuple[Cut, ...], own: int
) -> tuple[Entry, ...]:
    """The entries by cumulative value: those strictly above hold less than the share of the sum.

    The sum itself grows with the customer's own value.
    """
    column = of_share(situation.rules, dimension).column
    rows = situation.connection.execute(
        f"SELECT {column} FROM ranked WHERE {column} > :value",
        {"value": max(own, 0)},
    )
    above = sorted(row[0] for row in rows)
    everything = situation.count(f"SELECT sum({column}) FROM ranked")
    others = everything - max(own, 0)
    held = [0, *accumulate(reversed(above))]
    return tuple(
        Entry(cut.segment, _least(cut.so_far, above, held, others, max(own, 0))) for cut in cuts
    )


def _least(share: Fraction, above: list[int], held: list[int], others: int, own: int) -> int:
    """The least value over `own` with `held above it < share × (others + value)`.

    `above` are the higher values of others, rising; `held[n]` the sum of the n highest.
    """

    def reaches(place: int) -> bool:
        higher = held[len(above) - bisect_left(above, above[place] + 1)]
        return higher < share * (others + above[place])

    place = bisect_left(range(len(above)), True, key=reaches)
    below = above[place - 1] if place else own
    sum_above = held[len(above) - place]
    free = max(floor(sum_above / share - others) + 1, below + 1)
    return free if place == len(above) else min(free, above[place])
