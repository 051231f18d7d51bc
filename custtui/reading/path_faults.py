"""What is wrong with the path of a book: no file there, a folder, no permission."""

import os
import stat
from pathlib import Path

from custtui.reading.permission import why_not_readable
from custtui.values.language import _

#: Of 255 bytes that a name may have; what a restore keeps beside the book takes the others.
_LONGEST_NAME = 215


def path_fault(path: Path, *, may_be_missing: bool = False) -> str:
    """A sentence that says why no book can be at this path; empty where one can.

    With `may_be_missing`, a file that can be made there is no fault.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return _missing(path, may_be_missing)
    except PermissionError as error:
        return why_not_readable(path) or _unreachable(path, error)
    except NotADirectoryError:
        return _("{path} can't be reached: what should be a folder on the way is a file.").format(
            path=path
        )
    except OSError as error:
        return _unreachable(path, error)
    if stat.S_ISDIR(mode):
        return _("{path} is a folder. Name the file of the book in it.").format(path=path)
    if not stat.S_ISREG(mode):
        return _("{path} is no ordinary file, so it can't be a book.").format(path=path)
    return why_not_readable(path) or ""


def _unreachable(path: Path, error: OSError) -> str:
    return _("{path} can't be reached: {reason}.").format(path=path, reason=error.strerror)


def _missing(path: Path, may_be_missing: bool) -> str:
    if path.is_symlink():
        return _(
            "{path} is a link to {target}, which is not there. Put the file there, or delete the"
            " link."
        ).format(path=path, target=path.readlink())
    if may_be_missing:
        return _too_long(path)
    return _("There is no book at {path}. custtui --db {path} makes one.").format(path=path)


def _too_long(path: Path) -> str:
    """Why no book can be made under that name; empty where there is room."""
    count = len(os.fsencode(path.name)) - _LONGEST_NAME
    if count <= 0:
        return ""
    message = _("{path} can't be made: the name is {count} bytes too long for what lies beside it.")
    return message.format(path=path, count=count)
