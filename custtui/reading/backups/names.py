"""What the name of a backup says: the book, the moment, and why it was made."""

import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from custtui.reading.backups.places import book_name
from custtui.values.language import _

DAILY = "daily"
IMPORT = "import"
MIGRATION = "migration"
RESTORE = "restore"
REPAIR = "repair"
ASKED = "asked"
REASONS = (DAILY, IMPORT, MIGRATION, RESTORE, REPAIR, ASKED)
#: What a backup is called while it is not yet known to be whole.
UNFINISHED = ".part"
_MOMENT = "%Y-%m-%dT%H%M%SZ"
#: The years that a name may say: the first and the last ones are in some time zones none.
_YEARS = range(1970, 9999)


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: a whole copy of the book as it was at a moment in UTC; its size in bytes."""

    path: Path
    moment: datetime
    reason: str
    size: int


def file_name(book: Path, moment: datetime, reason: str) -> str:
    """The name of a backup; names of one book sort by their moments."""
    return f"{book_name(book)}-{moment_text(moment)}-{reason}.db"


def moment_text(moment: datetime) -> str:
    """A moment as names of files have it: in UTC, without colons."""
    return f"{moment.astimezone(UTC):{_MOMENT}}"


def moment_and_reason(book: Path, name: str) -> tuple[datetime, str] | None:
    """What that file name says, None where it is no finished backup of this book."""
    reasons = "|".join(REASONS)
    written = rf"{re.escape(book_name(book))}-(\d{{4}}-\d\d-\d\dT\d{{6}}Z)-({reasons})\.db"
    found = re.fullmatch(written, name, re.ASCII)
    if found is None:
        return None
    try:
        moment = datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError:  # such as the 31st of February
        return None
    return (moment, found[2]) if moment.year in _YEARS else None


def backups_in(book: Path, folders: Iterable[Path]) -> list[Backup]:
    """The backups of this book in these folders, the newest first; none where one can't be read.

    The book itself under another name is none: to open it by that would harm it.
    """
    found = [each for folder in folders for each in _backups_in(book, folder)]
    return sorted(found, key=lambda backup: (backup.moment, backup.path.name), reverse=True)


def _backups_in(book: Path, folder: Path) -> list[Backup]:
    found = []
    own = _stat(book)
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    for name in names:
        told = moment_and_reason(book, name)
        file = _stat(folder / name) if told is not None else None
        # What is gone by now, or leads nowhere, says nothing about the others.
        if told is None or file is None or not stat.S_ISREG(file.st_mode):
            continue
        if own is None or not os.path.samestat(own, file):
            found.append(Backup(folder / name, *told, file.st_size))
    return found


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def reason_text(reason: str) -> str:
    """Why a backup was made, in words."""
    return {
        DAILY: _("daily"),
        IMPORT: _("before an import"),
        MIGRATION: _("before an update of the book's form"),
        RESTORE: _("before a restore"),
        REPAIR: _("before a repair"),
        ASKED: _("asked for"),
    }[reason]
