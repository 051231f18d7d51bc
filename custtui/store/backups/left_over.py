"""What programs that were killed left unfinished beside a book."""

import re
import time
from pathlib import Path

from custtui.reading.backups.names import UNFINISHED
from custtui.store.backups.making import LEFT_OVER_SECONDS

#: What a restore prepares, by the number of its process; what older programs kept before they
#: changed the form of a book; and what SQLite may have left beside one of them.
_OURS = rf"\.(?:restore|before)-\d+{re.escape(UNFINISHED)}(?:-journal|-wal|-shm)?"


def left_over(path: Path) -> list[Path]:
    """Those of the book at `path`; one that is still being made is written to all the time.

    None where its folder is not there, or can't be looked into.
    """
    ours = re.compile(re.escape(path.name) + _OURS)
    oldest = time.time() - LEFT_OVER_SECONDS
    try:
        found = [each for each in path.absolute().parent.iterdir() if ours.fullmatch(each.name)]
        return sorted(each for each in found if each.lstat().st_mtime < oldest)
    except OSError:
        return []
