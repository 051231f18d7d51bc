"""A copy of a damaged book, page by page: what a repair makes of it may be worse than it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

from custtui.reading.connection import BookError, connect, snapshot
from custtui.reading.file_errors import reason_of
from custtui.store.backups.copying import Halt, copy_pages, remove_quietly
from custtui.store.file_modes import give_mode, make_file, mode_with
from custtui.values.language import _

_ENDING = ".before-repair"


def keep_as_it_is(path: Path) -> Path:
    """Copy the book to a new file beside it; gives its path. BookError where that fails."""
    folder = path.absolute().parent
    kept = _free(path)
    try:
        make_file(kept, mode_with(path, folder))
        with (
            closing(connect(path, read_only=True, finished=False)) as book,
            snapshot(book),
        ):
            copy_pages(book, kept, Halt())
        give_mode(kept, mode_with(path, folder))
    except (OSError, sqlite3.DatabaseError) as error:
        remove_quietly(kept)
        message = _("Nothing was changed: {reason} ({path}).")
        raise BookError(message.format(reason=reason_of(error), path=kept)) from error
    return kept


def _free(path: Path) -> Path:
    """A name beside the book that no file has."""
    kept, number = path.with_name(path.name + _ENDING), 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}{_ENDING}-{number}")
    return kept
