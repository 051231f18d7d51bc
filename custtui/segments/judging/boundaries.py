"""How far down an order each class of a relative dimension reaches (definitions.md, kinds 2, 3).

A boundary holds for the highest values and, from some value downwards, no more: that value is its
cut. All is told in whole numbers and fractions, so a share is never rounded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from custtui.segments.judging.rankings import Ranking, of_part, of_share
from custtui.segments.rules import Rules, Scores, Share


@dataclass(frozen=True, slots=True)
class Population:
    """Those whom a dimension ranks: how many, and, where it cuts by value, their sum."""

    count: int
    total: int


#: Whether a group of `equal` customers belongs, with `above` (customers, or their sum) over it.
Reaches = Callable[[int, int, Population], bool]


@dataclass(frozen=True, slots=True)
class Boundary:
    """The lower end of one segment or score; `depth` is about the share that stands above it."""

    dimension: str
    part: str
    name: str
    ranking: Ranking
    depth: Fraction
    reaches: Reaches
    by_value: bool = False

    @property
    def place(self) -> tuple[str, str, str]:
        """What names its row in the table of cuts."""
        return self.dimension, self.part, self.name


def boundaries(rules: Rules, dimension: Share | Scores) -> tuple[Boundary, ...]:
    """The boundaries of a relative dimension that depend on its neighbours, best class first."""
    if isinstance(dimension, Share):
        return _of_share(rules, dimension)
    return tuple(
        boundary
        for part, score in dimension.parts
        if score.by == "rank"
        for boundary in _of_part(rules, dimension, part)
    )


def _of_share(rules: Rules, dimension: Share) -> tuple[Boundary, ...]:
    ranking = of_share(rules, dimension)
    by_value = dimension.by == "value"
    found, so_far = [], Fraction(0)
    for segment in dimension.segments:
        so_far += Fraction(segment.share)
        reaches = _share_reaches(so_far, by_value)
        found.append(Boundary(dimension.key, "", segment.key, ranking, so_far, reaches, by_value))
    return tuple(found)


def _share_reaches(share: Fraction, by_value: bool) -> Reaches:
    """`p < share`, where p is what stands strictly above, over all."""

    def reaches(above: int, equal: int, population: Population) -> bool:
        everything = population.total if by_value else population.count
        return above * share.denominator < share.numerator * everything

    return reaches


def _of_part(rules: Rules, dimension: Scores, part: str) -> tuple[Boundary, ...]:
    ranking = of_part(rules, dimension, part)
    steps = dimension.steps
    return tuple(
        Boundary(
            dimension.key,
            part,
            str(score),
            ranking,
            1 - Fraction(score - 1, steps),
            _score_reaches(score, steps),
        )
        for score in range(steps, 1, -1)
    )


def _score_reaches(score: int, steps: int) -> Reaches:
    """`1 + floor(k (2L + E) / 2N) >= score`: L strictly worse, E equal, itself included."""

    def reaches(above: int, equal: int, population: Population) -> bool:
        worse = population.count - above - equal
        return steps * (2 * worse + equal) >= (score - 1) * 2 * population.count

    return reaches
