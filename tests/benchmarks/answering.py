"""What an answer costs without the screens: `custtui find`, `due` and `show`, as whole programs.

From starting Python to its end, as a shell would wait; each run beside one of the floor. The
program is started as the script that pip makes starts it.
"""

import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.records import TODAY

_RUNS = 15
#: Of what takes long, fewer runs; of what takes very long, none.
_MOST_SECONDS = 4.0
_LARGEST_SHOWN = 100_000
_MOST_RATIO = 3.0
_PASS = "pass"
_PROGRAM = "import sys; from custtui.__main__ import main; sys.exit(main())"
#: The rows that are due, read and printed by Python without anything else.
_BARE = """
import sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(
    "SELECT f.next_day, c.code, c.name, coalesce(f.next_action, f.summary) FROM follow_up f"
    " JOIN customer c ON c.id = f.customer_id WHERE f.next_day <= date(?, '+7 days')"
    " AND f.next_day IS NOT NULL AND f.done = 0 AND f.day <= ? ORDER BY f.next_day", sys.argv[2:])
print(*("  ".join(row) for row in rows), sep="\\n")
"""


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """The answers on that book beside an empty Python, and what is due beside a bare one."""
    code, last_digits = _somebody(path)
    for what, typed in (
        ("`find` by code", ["find", code]),
        ("`find` by last four digits", ["find", last_digits]),
        ("`find zs`", ["find", "zs"]),
        ("`due`", ["due"]),
    ):
        yield _beside_pass(what, path, typed, _MOST_RATIO)
    today = TODAY.isoformat()
    ours, floor = _in_pairs([_PROGRAM, "--db", str(path), "due"], [_BARE, str(path), today, today])
    yield Figure("`due`, beside its rows", ours, floor=floor, beside="sqlite3 in Python, printed")
    if customers <= _LARGEST_SHOWN:
        yield _beside_pass("`show`", path, ["show", code], None)


def _beside_pass(what: str, path: Path, typed: list[str], most: float | None) -> Figure:
    ours, floor = _in_pairs([_PROGRAM, "--db", str(path), *typed], [_PASS])
    return Figure(what, ours, floor=floor, beside="python -c pass", most_ratio=most)


def _in_pairs(ours: Sequence[str], floor: Sequence[str]) -> tuple[float, float]:
    """The medians of runs of both, one after the other, in milliseconds."""
    _run(ours), _run(floor)  # the first one compiles what it imports
    taken: list[tuple[float, float]] = []
    begun = time.perf_counter()
    while len(taken) < _RUNS and (len(taken) < 3 or time.perf_counter() - begun < _MOST_SECONDS):
        taken.append((_run(ours), _run(floor)))
    mine, theirs = zip(*taken, strict=True)
    return statistics.median(mine), statistics.median(theirs)


def _run(program: Sequence[str]) -> float:
    kept = ("PATH", "HOME", "PYTHONPATH", "SYSTEMROOT")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", *program],
        env=environment | {"LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return (time.perf_counter() - begun) * 1000


def _somebody(path: Path) -> tuple[str, str]:
    """The code of one in the middle of the book, and the last four digits of a phone number."""
    with closing(sqlite3.connect(path)) as connection:
        code, phones = connection.execute(
            "SELECT c.code, t.phones FROM customer c JOIN contact t ON t.customer_id = c.id"
            " WHERE c.id >= (SELECT max(id) / 2 FROM customer) AND t.phones IS NOT NULL LIMIT 1"
        ).fetchone()
    return code, phones.split("\n")[0][-4:]
