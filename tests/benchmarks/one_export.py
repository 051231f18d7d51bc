"""One export as the app starts it, and what its process took: `python -m …one_export BOOK TARGET`.

A process of its own, so that among its children there is only that one. Prints milliseconds of
processor time and of wall time, and megabytes of memory at the most.
"""

import json
import resource
import sys
import time
from pathlib import Path

from custtui.exchange.export_process import start_export
from custtui.exchange.workbook import Exported


def main(book: Path, target: Path) -> None:
    """Export and print."""
    begun = time.perf_counter()
    outcome = start_export(book, target, language="zh").wait()
    wall = time.perf_counter() - begun
    assert isinstance(outcome, Exported), outcome
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = {
        "processor": (child.ru_utime + child.ru_stime) * 1000,
        "wall": wall * 1000,
        "megabytes": child.ru_maxrss / 1024,
    }
    print(json.dumps(taken))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
