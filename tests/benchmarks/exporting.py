"""What an export costs: its process's time and memory beside bare xlsxwriter, and what keys feel.

The issue speaks of 100,000 customers × 25 columns. The sheet of customers has 70 and more, of which
most are empty in most books, and a whole book's workbook has every purchase too. So the time is
taken of a book with customers and nothing else, whose rows have 25 filled cells each (the empty
columns are read and passed over all the same); the floor writes the very same cells. In a whole
book a row has 50, and the ratio is no worse: more of the time is the library's.

Processor time counts the whole process, from the start of Python on. It is what the aim is about:
the process of an export is nice to others, so its wall time is longer on a busy machine. The keys
are those of the real app on the whole book, on a pseudo-terminal, while its export runs.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.book import customers_alone
from tests.benchmarks.figures import Figure, Unit
from tests.benchmarks.records import TODAY
from tests.benchmarks.screen import DOWN, ENTER, UP, Screen, custtui
from tests.benchmarks.timing import Times

_MOST_CUSTOMERS = 100_000
_PATIENCE_SECONDS = 30.0
_MOVES = [DOWN] * 12 + [UP, DOWN] * 24
_EXPORT, _CUSTOMERS, _EMPTY_LINE = "\x1b[24~", "\x1bOQ", "\x15"  # f12, f2, ctrl+u
_BARE = "bare xlsxwriter, the same cells"


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """Time, memory and keys; nothing for a book that is too large to wait for."""
    if customers > _MOST_CUSTOMERS:
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from _beside_the_library(Path(folder), customers)
        yield _keys(path, Path(folder) / "whole.xlsx")


def _beside_the_library(folder: Path, customers: int) -> Iterator[Figure]:
    book, target, bare = folder / "alone.db", folder / "alone.xlsx", folder / "bare.xlsx"
    customers_alone(book, customers)
    ours = _run("one_export", book, target)
    floor = _run("bare_workbook", target, bare)
    # Starting Python and the rules of the book is the most of a small one.
    aim = 1.3 if customers >= _MOST_CUSTOMERS else None
    yield Figure("export × 25 columns, processor", ours["processor"], floor=floor["processor"],
                 beside=_BARE, most_ratio=aim)  # fmt: skip
    yield Figure("export × 25 columns, wall", ours["wall"], floor=floor["wall"], beside=_BARE)
    yield Figure("export, its process's memory", ours["megabytes"], Unit.MEGABYTES, most=100)


def _run(program: str, source: Path, target: Path) -> dict[str, float]:
    """What a program of this folder prints of itself."""
    command = [sys.executable, "-m", f"tests.benchmarks.{program}", str(source), str(target)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    taken: dict[str, float] = json.loads(done.stdout)
    return taken


def _keys(path: Path, target: Path) -> Figure:
    """The cursor in the list while the whole book is exported, beside the same without."""
    with Screen(custtui(path)) as screen:
        screen.shows(TODAY.isoformat())
        screen.rests()
        screen.press(DOWN)
        screen.rests()
        idle = _moves(screen)
        screen.press(_EXPORT)
        screen.type(_EMPTY_LINE)
        screen.type(str(target))
        screen.press(ENTER)
        screen.press(_CUSTOMERS)
        screen.rests()
        _wait(lambda: _is_written(target))
        meanwhile = _moves(screen)
        assert _is_written(target), "the export ended before the last key"
    # It ends with the app, and leaves nothing.
    _wait(lambda: not _is_written(target))
    return Figure("cursor while an export runs, p95", meanwhile, floor=idle,
                  beside="the same without one", most_ratio=2)  # fmt: skip


def _moves(screen: Screen) -> float:
    taken = sorted(screen.press(key).milliseconds for key in _MOVES)
    return Times(tuple(taken)).at(0.95)


def _is_written(target: Path) -> bool:
    """Whether a part of the workbook lies there."""
    return any(target.parent.glob(".custtui-*.part"))


def _wait(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)  # a file that appears or grows sends no word; it is asked for
