"""The process that an export runs in, so that no key waits for it.

It reads one request from its standard input (JSON, one line) and writes JSON lines: `progress`
while it works, then `exported` or `error`. When its input ends, because the export is cancelled
or the program that started it is gone, it stops and leaves nothing behind.
"""

import _thread
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

from custtui.exchange.errors import ExchangeError
from custtui.exchange.progress import Cancelled, cancelled_message
from custtui.exchange.workbook import Privacy, export_workbook
from custtui.reading.connection import BookError
from custtui.values.crash_log import keep_to_ourselves
from custtui.values.language import use

_SECONDS_BETWEEN_TOLD = 0.1
_NICER = 10  #: of 19; whoever types on this machine goes first


def main() -> int:
    """Answer one request; 0 when the workbook was written."""
    if hasattr(os, "nice"):
        os.nice(_NICER)
    keep_to_ourselves(lambda told: print(told, file=sys.stderr))
    out, sys.stdout = sys.stdout, sys.stderr  # nothing but answers goes to the pipe
    request = json.loads(sys.stdin.readline())
    use(request["speaking"])

    def tell(answer: dict[str, object]) -> None:
        out.write(json.dumps(answer) + "\n")
        out.flush()

    stopped = threading.Event()
    _stop_when_input_ends(stopped)
    try:
        exported = export_workbook(
            Path(request["book"]),
            Path(request["target"]),
            language=request["language"],
            as_of=date.fromisoformat(request["as_of"]) if request["as_of"] else None,
            privacy=Privacy(*request["privacy"]),
            progress=_now_and_then(tell),
            cancelled=stopped.is_set,
        )
    except (ExchangeError, BookError) as error:
        tell({"error": str(error), "cancelled": isinstance(error, Cancelled)})
        return 1
    tell({"exported": asdict(exported) | {"path": str(exported.path)}})
    return 0


def _stop_when_input_ends(stopped: threading.Event) -> None:
    """Raise Cancelled in the main thread then: packing the file listens to no flag."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once, not while it is cleaning up
        stopped.set()
        raise Cancelled(cancelled_message())

    def watch() -> None:
        while sys.stdin.readline():
            pass
        _thread.interrupt_main(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=watch, daemon=True).start()


def _now_and_then(tell: Callable[[dict[str, Any]], None]) -> Callable[[int, int], None]:
    """Tell progress at most ten times a second, and the end of the rows always."""
    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done >= total or now - last >= _SECONDS_BETWEEN_TOLD:
            last = now
            tell({"progress": [done, total]})

    return progress
