"""The list under the fingers: key to last byte repainted, bytes over the line, and memory.

The floor is a cursor moved in a trivial Textual app (tests.benchmarks.trivial).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks import trivial
from tests.benchmarks.figures import Figure, Unit
from tests.benchmarks.screen import (
    DOWN,
    END,
    ENTER,
    ESCAPE,
    HOME,
    PAGE_DOWN,
    PAGE_UP,
    UP,
    Repaint,
    Screen,
    custtui,
)  # fmt: skip
from tests.benchmarks.timing import Times

_MOVES = 60
_TYPED = ("zhangwei", "wx", "1381", "张伟", "李 北京", "C00004")
_SORTS = ("12", "name", "owner")


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """Every way to move in the list, and to search in it."""
    with Screen(["-m", "tests.benchmarks.trivial"]) as screen:
        screen.shows(trivial.READY)
        screen.rests()
        floor = _times([screen.press(DOWN) for _key in range(_MOVES)]).middle
        trivial_memory = screen.megabytes
    with Screen(custtui(path)) as screen:
        screen.shows("客户 ")
        screen.rests()
        yield from _typing(screen, floor)
        yield from _moving(screen, floor)
        yield from _sorting(screen)
        yield Figure(
            "memory after all that", screen.megabytes, Unit.MEGABYTES, trivial_memory,
            "the trivial app",
        )  # fmt: skip
    with Screen(custtui(path)) as screen:
        screen.shows("客户 ")
        _one_edit(screen)
        yield Figure(
            "memory after the first edit", screen.megabytes, Unit.MEGABYTES, trivial_memory,
            "the trivial app", most_ratio=2.5,
        )  # fmt: skip


def _typing(screen: Screen, floor: float) -> Iterator[Figure]:
    taken: list[Repaint] = []
    for text in _TYPED:
        taken += [screen.press(letter) for letter in text]
        screen.press(ESCAPE)
        screen.rests()
    yield from _repaint("search: key to results", taken, floor, most=40)


def _moving(screen: Screen, floor: float) -> Iterator[Figure]:
    screen.press(DOWN)
    screen.rests()
    cursor = [screen.press(key) for key in [DOWN] * 12 + [UP, DOWN] * 24]
    yield from _repaint("cursor", cursor, floor, most_ratio=1.5, most=30, most_bytes=600)
    page = [screen.press(key) for key in [PAGE_DOWN] * 30 + [PAGE_UP] * 20]
    yield from _repaint("page", page, floor, most_ratio=6, most=30, most_bytes=13_000)
    held = [screen.press(DOWN) for _key in range(100)]
    yield from _repaint("cursor held down over the edge", held, floor, most=30)
    ends = [screen.press(key) for key in [END, HOME] * 6]
    yield from _repaint("end and home", ends, floor, most=30)


def _sorting(screen: Screen) -> Iterator[Figure]:
    taken = []
    for column in _SORTS:
        screen.press("s")
        screen.press(column)
        taken.append(screen.press(ENTER))
        screen.rests()
    yield Figure("sorted by another column, the first page, most", _times(taken).at(1))


def _one_edit(screen: Screen) -> None:
    screen.rests()
    screen.press(DOWN)
    screen.echoes("p", "ctrl+s")
    screen.type("1234")
    screen.echoes("\x13", "已保存")
    screen.rests()


def _repaint(
    what: str, taken: Sequence[Repaint], floor: float, most_ratio: float | None = None,
    most: float | None = None, most_bytes: float | None = None,
) -> Iterator[Figure]:  # fmt: skip
    found = _times(taken)
    beside = "a trivial app's repaint"
    yield Figure(f"{what}, p50", found.middle, floor=floor, beside=beside, most_ratio=most_ratio)
    yield Figure(f"{what}, p95", found.at(0.95), most=most)
    if most_bytes is not None:
        middle = sorted(each.bytes for each in taken)[len(taken) // 2]
        yield Figure(f"{what}, bytes", middle, Unit.BYTES, most=most_bytes)


def _times(taken: Sequence[Repaint]) -> Times:
    return Times(tuple(sorted(each.milliseconds for each in taken)))
