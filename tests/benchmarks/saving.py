"""From the key that saves a purchase to its line on the screen.

The floor is what can't be had for less: the commit of one row through SQLModel, and a repaint.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import trivial
from tests.benchmarks.bare import bare_updates
from tests.benchmarks.figures import Figure
from tests.benchmarks.screen import DOWN, SAVE, Screen, custtui
from tests.benchmarks.timing import Times

_SAVES = 13
_UPDATES = 100


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """A purchase for one customer after another."""
    with Screen(["-m", "tests.benchmarks.trivial"]) as screen:
        screen.shows(trivial.READY)
        repaint = min(screen.press(DOWN).milliseconds for _key in range(20))
    floor = repaint + bare_updates(path, _UPDATES).middle
    saved = _saves(path)
    yield Figure(
        "a purchase saved, key to screen, p50", saved.middle, floor=floor,
        beside="a bare UPDATE through SQLModel and a repaint",
    )  # fmt: skip
    yield Figure("a purchase saved, key to screen, p95", saved.at(0.95), most=50)


def _saves(path: Path) -> Times:
    taken = []
    with Screen(custtui(path)) as screen:
        screen.shows("客户 ")
        screen.rests()
        for number in range(_SAVES):
            screen.press(DOWN)
            screen.echoes("p", "ctrl+s")
            screen.type(f"{1000 + number}")
            taken.append(screen.echoes(SAVE, f"{1000 + number:,}.00"))
            screen.rests()
    # The first one loads what saving needs, if nobody has looked at the form for long.
    return Times(tuple(sorted(taken[1:])))
