"""The folder that a backup goes to: made, with the modes it needs, and with room on its disk."""

import shutil
import sqlite3
import stat
from pathlib import Path

from custtui.reading.backups.places import folder_in, is_shared, own_folder
from custtui.reading.connection import BookError
from custtui.reading.file_errors import reason_of
from custtui.store.file_modes import give_mode
from custtui.values.file_sizes import format_bytes
from custtui.values.language import _

_PRIVATE_FOLDER = 0o700
#: Room for what the disk itself needs.
_SPARE_BYTES = 1 << 20


class NoBackup(BookError):
    """No backup could be made, and nothing of one was left; the message says why."""


def ready_folder(path: Path, setting: str) -> Path:
    """The folder for new backups, made where it is not there yet; NoBackup where it can't be.

    A folder that was set has to be there: a disk that is not mounted is not written past.
    """
    if not setting:
        folder = own_folder(path)
    elif _is_there(Path(setting)):
        folder = folder_in(setting, path)
    else:
        message = _(
            "No backup: the folder set for backups is not there: {folder}. Connect its disk, or set"
            " another backup_folder."
        )
        raise NoBackup(message.format(folder=setting))
    try:
        _make_folder(folder)
    except OSError as error:
        raise failed(folder, error) from error
    return folder


def check_room(book: sqlite3.Connection, folder: Path) -> None:
    """OSError where the disk has no room for the copy; others may need what is left."""
    (pages,) = book.execute("PRAGMA page_count").fetchone()
    (page,) = book.execute("PRAGMA page_size").fetchone()
    free = shutil.disk_usage(folder).free
    if free < pages * page + _SPARE_BYTES:
        message = _(
            "{needed} are needed and {free} are free. Make room, or set another backup_folder"
        )
        needed, left = format_bytes(pages * page), format_bytes(free)
        raise OSError(None, message.format(needed=needed, free=left))


def failed(folder: Path, error: Exception) -> NoBackup:
    """Why nothing could be written there, and what can be done about it."""
    reason = reason_of(error)
    message = _("No backup in {folder}: {reason}.")
    return NoBackup(message.format(folder=folder, reason=reason))


def _is_there(folder: Path) -> bool:
    """Whether it is a folder; NoBackup where this account may not even look, or never can."""
    try:
        return folder.is_absolute() and folder.is_dir()
    except OSError as error:  # it lies in somebody's own folder, say
        raise failed(folder, error) from error


def _make_folder(folder: Path) -> None:
    """Folders for the account alone; where a group shares the place, for the group."""
    missing = [folder, *folder.parents]
    missing = missing[: next(n for n, each in enumerate(missing) if each.is_dir())]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        give_mode(each, _folder_mode(each.parent))


def _folder_mode(parent: Path) -> int:
    return stat.S_IMODE(parent.stat().st_mode) if is_shared(parent) else _PRIVATE_FOLDER
