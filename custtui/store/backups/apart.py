"""A backup of a large book in a process of its own, which gives way to whoever types.

The child reads one request from its standard input (JSON, one line) and answers with one line. When
its input ends, because nobody wants the backup any more or the program that asked is gone, it stops
and leaves nothing behind.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from custtui.reading.backups.names import Backup
from custtui.reading.connection import BookError
from custtui.store.backups.copying import Halt, Halted
from custtui.store.backups.folder import NoBackup
from custtui.store.backups.making import back_up
from custtui.values.crash_log import keep_to_ourselves
from custtui.values.language import _, current, use

#: A smaller book is copied and read again before a child would have started.
_LARGE_BYTES = 50_000_000
_SECONDS_BETWEEN_LOOKS = 0.1
_NICER = 10  #: of 19
#: After each portion the disk is left to others for so long; a portion takes 4 to 10 ms.
_PAUSE_SECONDS = 0.01
# The child finds modules where this process does, and nowhere else: not in the current folder.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from custtui.store.backups.apart import main; sys.exit(main())"
)


def back_up_aside(path: Path, reason: str, halt: Halt) -> Backup:
    """As `back_up`, so that others at this machine, and in this process, hardly feel it."""
    if path.stat().st_size < _LARGE_BYTES:
        return back_up(path, reason, halt=halt, pause_seconds=_PAUSE_SECONDS)
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # keys and hang-ups of the terminal are not for it
            text=True,
        )
    except OSError as error:
        raise NoBackup(
            _("The backup could not be started: {reason}.").format(reason=error.strerror)
        ) from error
    return _answer(child, {"book": str(path), "reason": reason, "speaking": current()}, halt)


def _answer(child: "subprocess.Popen[str]", request: dict[str, str], halt: Halt) -> Backup:
    assert child.stdin is not None
    assert child.stdout is not None
    with child:
        with suppress(BrokenPipeError):  # it died at once: its answer is missing
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
        while child.poll() is None:
            try:
                halt.check()
            except Halted:
                child.stdin.close()
                child.wait()
                raise
            with suppress(subprocess.TimeoutExpired):
                child.wait(_SECONDS_BETWEEN_LOOKS)
        line = child.stdout.readline()
    if not line:
        message = _("The backup stopped before it was done (exit status {status}).")
        raise NoBackup(message.format(status=child.returncode))
    answer = json.loads(line)
    if "error" in answer:
        raise BookError(answer["error"])
    moment = datetime.fromisoformat(answer["moment"])
    return Backup(Path(answer["path"]), moment, answer["reason"], answer["size"])


def main() -> int:
    """Answer one request; 0 when the backup was made."""
    if hasattr(os, "nice"):
        os.nice(_NICER)
    keep_to_ourselves(lambda told: print(told, file=sys.stderr))
    request = json.loads(sys.stdin.readline())
    use(request["speaking"])
    is_over = threading.Event()

    def watch() -> None:
        sys.stdin.read()
        is_over.set()

    threading.Thread(target=watch, daemon=True).start()
    try:
        made = back_up(
            Path(request["book"]),
            request["reason"],
            halt=Halt(is_over.is_set),
            pause_seconds=_PAUSE_SECONDS,
        )
    except Halted:
        return 1
    except BookError as error:
        print(json.dumps({"error": str(error)}))
        return 1
    told = {"path": str(made.path), "moment": made.moment.isoformat()}
    print(json.dumps({**told, "reason": made.reason, "size": made.size}))
    return 0
