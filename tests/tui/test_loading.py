"""What writing needs is loaded by one thread, however many want it first."""

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.running import bare_environment
from tests.faults.books import TODAY, filled_book

# The first thread waits in the middle of loading until the other one is in the middle too, if it
# ever is.
_TWO_AT_ONCE = f"""
import asyncio, sys, threading, time
from datetime import date
from pathlib import Path
from custtui.reading.connection import BookError
from custtui.tui.session import Session
from custtui.tui.start import Start

begun = threading.Event()

def heard(event, details):
    if event != "import" or "sqlalchemy" not in sys.modules or begun.is_set():
        return
    begun.set()
    end = time.monotonic() + 0.5
    while "sqlalchemy.engine" not in sys.modules and time.monotonic() < end:
        time.sleep(0.001)

sys.addaudithook(heard)
session = Session(Start(Path(sys.argv[1]), lambda: date.fromisoformat("{TODAY}")))

async def both():
    loading = asyncio.create_task(session.get_ready(names=False))
    await asyncio.to_thread(begun.wait)
    try:
        await session.take_back(1)
    except BookError as error:
        print(error)
    await loading

asyncio.run(both())
session.close()
"""


def test_who_undoes_while_the_store_is_loaded_waits_for_it(tmp_path: Path) -> None:
    book = filled_book(tmp_path / "book.db")
    done = subprocess.run(
        [sys.executable, "-c", _TWO_AT_ONCE, str(book.path)],
        env=bare_environment(tmp_path) | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "The edit that made the book can't be taken back" in done.stdout
