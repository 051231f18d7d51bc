"""Making a backup: a whole copy under an unfinished name, flushed, read again, then named."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from custtui.reading.backups.names import (
    UNFINISHED,
    Backup,
    backups_in,
    file_name,
    moment_and_reason,
    moment_text,
)
from custtui.reading.backups.standing import is_unsaved, set_folder, state_of
from custtui.reading.connection import APPLICATION_ID, BookError, open_file
from custtui.store.backups.copying import (
    Damaged,
    Halt,
    copy_pages,
    counts,
    flush,
    is_damage,
    remove_quietly,
    unreadable,
    verify,
)
from custtui.store.backups.folder import (
    NoBackup,
    check_room,
    failed,
    ready_folder,
)
from custtui.store.backups.thinning import Made, kept
from custtui.store.file_modes import ALONE, give_mode, make_file, mode_with
from custtui.values.language import _

#: What is left of a backup that was cut short; while one is made, its file grows all the time.
LEFT_OVER_SECONDS = 3_600


def back_up(
    path: Path,
    reason: str,
    *,
    halt: Halt | None = None,
    pause_seconds: float = 0.0,
    may_go_elsewhere: bool = False,
) -> Backup:
    """Make a backup of the book in its folder, and thin the older ones.

    What is in the book at this moment, whoever writes into it meanwhile; nobody waits. Where the
    folder that is set can't be used, it goes to the account's own only if it `may_go_elsewhere`:
    before what can't be taken back. NoBackup with the reason; Damaged where the book is.
    """
    with reading(path) as book:
        setting = set_folder(book)
        try:
            folder = ready_folder(path, setting)
            made = _copy(book, path, folder, reason, halt or Halt(), pause_seconds)
        except NoBackup:
            if not (setting and may_go_elsewhere):
                raise
            folder = ready_folder(path, "")
            made = _copy(book, path, folder, reason, halt or Halt(), pause_seconds)
    thin(path, folder, made.moment)
    return made


def back_up_changed(path: Path, reason: str, *, halt: Halt | None = None) -> Backup | None:
    """As `back_up`; None where the newest backup holds this very state, or the book nothing."""
    with reading(path) as book:
        if not is_unsaved(book, path):
            return None
    return back_up(path, reason, halt=halt)


def back_up_to(path: Path, file: Path, reason: str) -> Backup:
    """Make a backup under a name of one's own, or under its usual name in a folder that is there.

    NoBackup where a file of that name is there: it is never written over.
    """
    with reading(path) as book:
        moment = now()
        target = file / file_name(path, moment, reason) if file.is_dir() else file
        if target.exists():
            raise _is_there(target)
        try:
            _make(book, path, target, Halt(), 0.0)
        except FileExistsError as error:
            raise _is_there(Path(error.filename)) from error
    return Backup(target, moment, reason, target.stat().st_size)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One moment of a book, of any version: a read transaction that is open inside.

    Damaged where that can't be, BookError where it is another program's.
    """
    try:
        with closing(open_file(path)) as connection:
            connection.execute("BEGIN")
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                message = _("{path} is no customer book.").format(path=path)
                raise BookError(message) if tables else Damaged(message)
            state_of(connection)  # the moment that is read begins with the first question
            yield connection
    except (sqlite3.DatabaseError, UnicodeDecodeError, TimeoutError) as error:
        raise unreadable(path, error) from error


def thin(path: Path, folder: Path, moment: datetime) -> list[Path]:
    """Remove the backups of this book that are kept no longer; gives what was removed."""
    found = backups_in(path, [folder])
    stay = kept({Made(each.moment, each.reason) for each in found}, moment)
    gone = [each.path for each in found if Made(each.moment, each.reason) not in stay]
    gone += _left_over(path, folder, moment)
    for each in gone:
        remove_quietly(each)
    return gone


def _copy(
    book: sqlite3.Connection, path: Path, folder: Path, reason: str, halt: Halt, pause: float
) -> Backup:
    moment = now()
    while True:
        target = folder / file_name(path, moment, reason)
        # Two in one second, by two programs perhaps: the later one is named for the next second.
        if not any(folder.glob(f"*{moment_text(moment)}*")):
            with suppress(FileExistsError):
                _make(book, path, target, halt, pause)
                return Backup(target, moment, reason, target.stat().st_size)
        moment += timedelta(seconds=1)


def _make(book: sqlite3.Connection, path: Path, target: Path, halt: Halt, pause: float) -> None:
    """Copy, flush, read again, rename; nothing is left where one of these goes wrong.

    FileExistsError where somebody else is making one of that name.
    """
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        check_room(book, target.parent)
        make_file(unfinished, ALONE)
    except FileExistsError:
        raise
    except OSError as error:
        raise failed(target.parent, error) from error
    try:
        copy_pages(book, unfinished, halt, pause_seconds=pause)
        verify(unfinished, halt, named=path, expected=counts(book))
        give_mode(unfinished, mode_with(path, target.parent))
        flush(unfinished)
        unfinished.replace(target)
        flush(target.parent)
    except OSError as error:
        raise failed(target.parent, error) from error
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise
        raise failed(target.parent, error) from error
    finally:
        remove_quietly(unfinished)


def _is_there(target: Path) -> NoBackup:
    return NoBackup(_("{path} is there already; it was left alone.").format(path=target))


def _left_over(path: Path, folder: Path, moment: datetime) -> Iterator[Path]:
    """What was begun by a process that was killed."""
    for each in folder.glob(f"*{UNFINISHED}"):
        if moment_and_reason(path, each.name.removesuffix(UNFINISHED)) is not None:
            with suppress(FileNotFoundError):  # one that somebody finished just now
                age = moment.timestamp() - each.stat().st_mtime
                if age > LEFT_OVER_SECONDS:
                    yield each


def now() -> datetime:
    """This moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
