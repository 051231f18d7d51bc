"""All that custtui promises to be quick at: `python -m tests.benchmarks [CUSTOMERS]… [SUBJECT]…`.

Makes a book of each size in a temporary folder, measures each subject beside its floors, one after
another, and prints one table. Without sizes 10,000, 100,000 and 1,000,000; without subjects all.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from tests.benchmarks.book import made, turned
from tests.benchmarks.figures import Figure, Unit, aim, spoken, table, told

SIZES = (10_000, 100_000, 1_000_000)
#: It looks on while a book of yesterday is brought to today; others are given one of today.
OF_YESTERDAY = "starting"
#: In this order: what needs a book of yesterday comes first, what writes into it last.
SUBJECTS = (
    "starting", "keys", "searching", "saving", "answering", "importing", "locking",
    "exporting", "beside", "judging",
)  # fmt: skip


def main(arguments: list[str]) -> None:
    """Measure and print."""
    sizes = [int(each.replace(",", "")) for each in arguments if each[0].isdigit()] or SIZES
    subjects = [each for each in arguments if not each[0].isdigit()] or SUBJECTS
    by_size: dict[int, list[Figure]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for customers in sizes:
            path = Path(folder) / f"{customers}.db"
            by_size[customers] = list(_measured(path, customers, subjects))
            path.unlink()
    print("\n".join(table(by_size)))


def _measured(
    path: Path, customers: int, subjects: list[str] | tuple[str, ...]
) -> Iterator[Figure]:
    _say(f"{customers:,} customers")
    begun = time.perf_counter()
    made(path, customers)
    _since("made", begun)
    for subject in subjects:
        if subject != OF_YESTERDAY:
            turned(path)
        begun = time.perf_counter()
        for figure in import_module(f"tests.benchmarks.{subject}").figures(path, customers):
            _say(f"  {figure.what}: {told(figure)}  {aim(figure)}")
            yield figure
        _since(subject, begun)


def _since(what: str, begun: float) -> None:
    _say(f"— {what}: {spoken((time.perf_counter() - begun) * 1000, Unit.MILLISECONDS)}")


def _say(text: str) -> None:
    """On the way, so that a long run can be followed."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
