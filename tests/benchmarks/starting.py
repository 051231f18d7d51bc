"""How soon the app can be used: from the command to the first frame with the list in it.

The search line has the caret in that frame. A book that was last opened yesterday comes first: it
is shown as of yesterday while it is rolled on, and somebody types all the time.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from custtui.reading.connection import connect
from custtui.reading.customers import View, ids, rows
from tests.benchmarks import trivial
from tests.benchmarks.figures import Figure
from tests.benchmarks.records import TODAY
from tests.benchmarks.screen import Screen, custtui
from tests.benchmarks.timing import Times

_STARTS = 7
_TYPED = "qwertyuiopqwertyuiop"
#: As quick as people type.
_BETWEEN_KEYS = 0.08

_TRIVIAL = ["-m", "tests.benchmarks.trivial"]


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """First frames, before and after the day was rolled on."""
    first = _first_name(path)
    floor, yesterday = _first_frames(path, first)
    yield _told("first frame of a book of yesterday, p50", yesterday, floor)
    rolled, typed = _while_it_rolls(path, first)
    yield Figure("… until it is rolled on to today", rolled)
    yield Figure("… key to screen meanwhile, p95", typed.at(0.95), most=40)
    floor, today = _first_frames(path, _first_name(path))
    yield _told("first frame, p50", today, floor)


def _told(what: str, ours: Times, floor: Times) -> Figure:
    return Figure(
        what,
        ours.middle,
        floor=floor.middle,
        beside="a trivial Textual app's first frame",
        most_ratio=1.3,
    )


def _first_name(path: Path) -> str:
    with closing(connect(path)) as connection:
        (top,) = ids(connection, View(), 1)
        return rows(connection, [top], ())[top].name


def _first_frames(path: Path, first: str) -> tuple[Times, Times]:
    """In turn, so that both see the same machine; each is ended in its first frame."""
    floor, ours = [], []
    for _start in range(_STARTS):
        with Screen(_TRIVIAL) as screen:
            floor.append(screen.shows(trivial.READY))
        with Screen(custtui(path)) as screen:
            ours.append(screen.shows(first))
    return Times(tuple(sorted(floor))), Times(tuple(sorted(ours)))


def _while_it_rolls(path: Path, first: str) -> tuple[float, Times]:
    """Milliseconds until the header shows today, and those of keys from the first frame on."""
    today = TODAY.isoformat()
    with Screen(custtui(path)) as screen:
        screen.shows(first)
        taken = []
        for place, key in enumerate(_TYPED):
            taken.append(screen.echoes(key, _TYPED[: place + 1]))
            time.sleep(_BETWEEN_KEYS)  # the pace of a person is what is measured
        return screen.shows(today), Times(tuple(sorted(taken)))
