"""A backup of a large book in a process of its own, which gives way to whoever types."""

import os
from datetime import datetime
from pathlib import Path

from custtui.reading.backups.names import Backup
from custtui.reading.connection import BookError
from custtui.store.backups.child import Child, answer, take_request
from custtui.store.backups.copying import Halt, Halted
from custtui.store.backups.folder import NoBackup
from custtui.store.backups.making import back_up
from custtui.values.language import _

#: A smaller book is copied and read again before a child would have started.
_LARGE_BYTES = 50_000_000
_NICER = 10  #: of 19
#: After each portion the disk is left to others for so long; a portion takes 4 to 10 ms.
_PAUSE_SECONDS = 0.01


def back_up_aside(path: Path, reason: str, halt: Halt) -> Backup:
    """As `back_up`, so that others at this machine, and in this process, hardly feel it."""
    if path.stat().st_size < _LARGE_BYTES:
        return back_up(path, reason, halt=halt, pause_seconds=_PAUSE_SECONDS)
    try:
        child = Child(__name__, {"book": str(path), "reason": reason})
    except OSError as error:
        raise NoBackup(
            _("The backup could not be started: {reason}.").format(reason=error.strerror)
        ) from error
    answers = list(child.answers(halt))
    if not answers:
        halt.check()
        message = _("The backup stopped before it was done (exit status {status}).")
        raise NoBackup(message.format(status=child.status))
    (told,) = answers
    if "error" in told:
        raise BookError(told["error"])
    moment = datetime.fromisoformat(told["moment"])
    return Backup(Path(told["path"]), moment, told["reason"], told["size"])


def main() -> int:
    """Answer one request; 0 when the backup was made."""
    if hasattr(os, "nice"):
        os.nice(_NICER)
    request, is_over = take_request()
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
        answer({"error": str(error)})
        return 1
    told = {"path": str(made.path), "moment": made.moment.isoformat()}
    answer({**told, "reason": made.reason, "size": made.size})
    return 0
