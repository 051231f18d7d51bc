"""From which value on a customer would stand in each class of a share dimension.

All other customers stand still. A customer that is not ranked yet makes one more when it comes in,
which can move the cuts; one that is ranked already moves none that lies above it.
"""

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor

from custtui.segments.explaining.shares import Cut, cuts_of
from custtui.segments.explaining.situation import Situation
from custtui.segments.rules import Share


@dataclass(frozen=True, slots=True)
class Entry:
    """The class `segment` and the least value above 0 that reaches it."""

    segment: str
    lowest: int


def entries(situation: Situation, dimension: Share, own: int | None) -> tuple[Entry, ...]:
    """The entries of all classes, best first, for a customer whose value is `own`.

    They hold for values above its own; the classes that it has reached already may begin lower.
    """
    ranked, cuts = cuts_of(situation, dimension)
    if dimension.by == "value":
        return _by_value(situation, dimension, cuts, own or 0)
    if own is not None and own > 0:
        # Whoever stands above it is among the ranked already: the cuts are the entries.
        return tuple(Entry(cut.segment, cut.lowest or 1) for cut in cuts)
    return tuple(Entry(cut.segment, _joining(situation, dimension, cut, ranked)) for cut in cuts)


def _joining(situation: Situation, dimension: Share, cut: Cut, ranked: int) -> int:
    """The entry by rank for one more customer: the value that ends up `ceil(share × (N + 1))`-th.

    That is the cut of the N before it, or, where the share now takes one more, the next lower value
    unless ties at the cut fill that place too.
    """
    if cut.lowest is None or cut.so_far == 1:
        return 1
    place = ceil(cut.so_far * (ranked + 1))
    if place == ceil(cut.so_far * ranked):
        return cut.lowest
    measure = situation.measure(dimension.metric)
    source = situation.population((measure,))
    reach = situation.count(
        f"SELECT count(*) {source} WHERE {measure.number} >= :lowest", lowest=cut.lowest
    )
    if reach >= place:
        return cut.lowest
    lower = situation.count(
        f"SELECT max({measure.number}) {source}"
        f" WHERE {measure.number} > 0 AND {measure.number} < :lowest",
        lowest=cut.lowest,
    )
    return lower or 1


def _by_value(
    situation: Situation, dimension: Share, cuts: tuple[Cut, ...], own: int
) -> tuple[Entry, ...]:
    """The entries by cumulative value: those strictly above hold less than the share of the sum.

    The sum itself grows with the customer's own value.
    """
    measure = situation.measure(dimension.metric)
    rows = situation.connection.execute(
        f"SELECT {measure.number} {situation.population((measure,))}"
        f" WHERE {measure.number} > :value",
        {**situation.bound, "value": max(own, 0)},
    )
    above = sorted(row[0] for row in rows)
    everything = situation.count(
        f"SELECT sum({measure.number}) {situation.population((measure,))}"
        f" WHERE {measure.number} > 0"
    )
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
