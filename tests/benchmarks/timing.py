"""Taking times of what is done again and again."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Times of one thing done again and again, in milliseconds, the shortest first."""

    each: tuple[float, ...]

    @property
    def middle(self) -> float:
        return self.at(0.5)

    def at(self, share: float) -> float:
        """The time that this share of all stays under."""
        return self.each[min(int(len(self.each) * share), len(self.each) - 1)]


def times(doing: Sequence[Callable[[], object]]) -> Times:
    """The wall time of each, one after another."""
    taken = []
    for do in doing:
        begun = time.perf_counter()
        do()
        taken.append((time.perf_counter() - begun) * 1000)
    return Times(tuple(sorted(taken)))


def once(do: Callable[[], object]) -> float:
    """The wall time of one thing, in milliseconds."""
    return times([do]).middle
