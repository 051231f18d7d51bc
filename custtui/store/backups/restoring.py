"""Restoring: a backup in the place of the book, and what it replaces kept."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from custtui.reading.backups.names import RESTORE, UNFINISHED, moment_text
from custtui.reading.backups.standing import state_of
from custtui.reading.connection import VERSION, BookError
from custtui.reading.file_errors import reason_of
from custtui.reading.permission import why_not_writable
from custtui.store.backups.copying import (
    Damaged,
    Halt,
    copy_pages,
    flush,
    is_damage,
    remove_quietly,
    verify,
)
from custtui.store.backups.left_over import left_over
from custtui.store.backups.making import back_up, now, reading
from custtui.store.backups.replacing import Changed, data_version, replace_inside
from custtui.store.book import open_book
from custtui.store.file_modes import ALONE, give_mode, make_file, mode_in
from custtui.values.language import _

#: Whether it is the last try: before it nobody waits while the book is saved.
_TRIES = (False, False, True)
#: Room for the numbers that others may give to new records while they do not wait.
_ROOM_FOR_NUMBERS = 10_000_000
#: What every SQLite file begins with.
_BEGINNING = b"SQLite format 3\0"
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: how many customers there are now, and where what it replaced lies.

    `replaced` is None where there was no book; `was_damaged` where it was moved aside as it was.
    """

    customers: int
    replaced: Path | None
    was_damaged: bool = False


class Step(StrEnum):
    """What a restore does, one after the other; only the last one changes the book."""

    CHECK = "check"
    PREPARE = "prepare"
    SAVE = "save"
    PUT_IN = "put_in"


def _unheard(_step: Step) -> None:
    """Nobody wants to know how far it is."""


def check(file: Path, halt: Halt) -> int:
    """How many customers the backup holds; BookError where it can't be restored."""
    if not file.is_file():
        raise BookError(_("There is no file {path}.").format(path=file))
    customers = verify(file, halt, whole=True)
    _check_version(file)
    return customers


def is_database(path: Path) -> bool:
    """Whether SQLite would know the file; else it would throw away what lies beside it.

    Nothing in this process has it open, as `restore` says.
    """
    with open(path, "rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def restore(
    path: Path,
    file: Path,
    today: date,
    *,
    halt: Halt | None = None,
    begun: Callable[[Step], None] = _unheard,
) -> Restored:
    """Put the backup `file` in the place of the book at `path`, in one step.

    Whoever has the book open sees the restored one: it is written into the file that they have
    open, as one transaction. Before that, the book is saved as a backup, with every edit that
    came until then. Numbers go on where the replaced book stopped, so that nothing that is on
    screen somewhere ever means another record. A book that is damaged is moved aside. BookError,
    and nothing is changed, where something does not allow it; Halted, and nothing is changed, where
    the work is given up. `begun` is told each step when it begins; saving may begin anew where
    others write meanwhile.

    Nothing else in this process has the book open: to look at the file itself, and close it, would
    take away the locks that SQLite holds for the process, and others would write past them.
    """
    halt = halt or Halt()
    begun(Step.CHECK)
    customers = check(file, halt)
    if path.exists() and path.samefile(file):
        raise BookError(_("{path} is the book itself.").format(path=file))
    if path.exists() and (reason := why_not_writable(path)) is not None:
        raise BookError(reason)
    unfinished = path.with_name(f"{path.name}.restore-{os.getpid()}{UNFINISHED}")
    try:
        begun(Step.PREPARE)
        for each in left_over(path):
            remove_quietly(each)
        _prepare(file, unfinished, today, halt)
        try:
            if path.exists():
                if not is_database(path):
                    raise Damaged(_("{path} is no customer book.").format(path=path))
                _check_version(path)
                return Restored(customers, _replace(path, unfinished, halt, begun))
            was_damaged = False
        except Damaged:
            was_damaged = True
        return Restored(customers, _put_in_place(path, unfinished), was_damaged)
    except sqlite3.DatabaseError as error:
        message = _("{path} could not be restored, nothing was changed: {reason}.")
        raise BookError(message.format(path=path, reason=reason_of(error))) from error
    finally:
        remove_quietly(unfinished)


def _check_version(file: Path) -> None:
    with reading(file) as book:
        version = state_of(book).version
    if version > VERSION:
        message = _("{path} was made by a newer custtui. Update custtui first.")
        raise BookError(message.format(path=file))


def _prepare(file: Path, unfinished: Path, today: date, halt: Halt) -> None:
    """A copy of the backup, brought up to date where an older program made it."""
    with reading(file) as backup:
        try:
            unfinished.parent.mkdir(parents=True, exist_ok=True)
            make_file(unfinished, ALONE)
            copy_pages(backup, unfinished, halt)
        except (OSError, sqlite3.DatabaseError) as error:
            if is_damage(error):
                raise
            message = _("Nothing was changed: no copy can be made in {folder}: {reason}.")
            reason = reason_of(error)
            raise BookError(message.format(folder=unfinished.parent, reason=reason)) from error
    # The backup itself stays as it is: no other one is needed.
    open_book(unfinished, today, is_kept=True).close()


def _replace(path: Path, unfinished: Path, halt: Halt, begun: Callable[[Step], None]) -> Path:
    """Save the book and write the prepared copy into it; gives where it was saved."""
    for is_last in _TRIES:
        try:
            return _Try(path, halt, begun, is_last=is_last).replace(unfinished)
        except Changed:
            continue
    raise AssertionError("the last try goes on whatever others wrote")


class _Try:
    """One try to replace a book that others may write into until we hold the lock."""

    def __init__(
        self, path: Path, halt: Halt, begun: Callable[[Step], None], *, is_last: bool
    ) -> None:
        self._path = path
        self._halt = halt
        self._begun = begun
        self._is_last = is_last

    def replace(self, unfinished: Path) -> Path:
        """Save and replace; Changed where others wrote in between, and nothing is replaced."""
        with closing(sqlite3.connect(self._path, isolation_level=None)) as watch:
            seen = data_version(watch)
            saved = self._save()
            _raise_numbers(unfinished, saved, _ROOM_FOR_NUMBERS if self._is_last else 0)

            def may_go_on() -> None:
                nonlocal saved
                if data_version(watch) != seen:
                    if not self._is_last:
                        raise Changed
                    # Nobody can write any more, so this is the last of it.
                    saved = self._save()
                    self._begun(Step.PUT_IN)

            self._begun(Step.PUT_IN)
            replace_inside(self._path, unfinished, may_go_on, self._halt)
        return saved

    def _save(self) -> Path:
        self._begun(Step.SAVE)
        return back_up(self._path, RESTORE, halt=self._halt, may_go_elsewhere=True).path


def _raise_numbers(unfinished: Path, saved: Path, room: int) -> None:
    """New records get numbers that the replaced book never gave: none means two records."""
    with reading(saved) as book:
        given = state_of(book).numbers
    with closing(sqlite3.connect(unfinished)) as copy, copy:
        for table, number in given:
            has_row = copy.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?",
                (number + room, table),
            ).rowcount
            if not has_row:
                copy.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, number + room))


def _put_in_place(path: Path, unfinished: Path) -> Path | None:
    """Give the copy the name of the book; what has that name is moved aside, and told."""
    kept = path.with_name(f"{path.name}.damaged-{moment_text(now())}")
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else mode_in(path.parent)
    with closing(sqlite3.connect(unfinished)) as copy:
        copy.execute("PRAGMA journal_mode = WAL")
    give_mode(unfinished, mode)
    flush(unfinished)
    moved = [end for end in _SIDE_FILES if path.with_name(path.name + end).exists()]
    for end in moved:
        path.with_name(path.name + end).rename(kept.with_name(kept.name + end))
    unfinished.rename(path)
    flush(path.parent)
    return kept if "" in moved else None
