"""The book: the one file, and the one way to write into it."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from custtui.model import Dimension, Setting
from custtui.reading.connection import BookError, check_form, connect, is_finished, is_there
from custtui.reading.damage import day_stood_for
from custtui.reading.file_errors import reason_of
from custtui.reading.open_files import Moved
from custtui.reading.path_faults import path_fault
from custtui.reading.permission import why_not_writable
from custtui.reading.settings import is_far, judged_day
from custtui.segments.presets import STANDARD, preset
from custtui.segments.stored import to_json
from custtui.store.cleaning_out import clean_out
from custtui.store.edit import Edit, Edited
from custtui.store.engine import refuse_if_moved, writing_engine
from custtui.store.file_modes import make_file, mode_in
from custtui.store.migrate import migrate
from custtui.store.staging import Staging, temporary_folder
from custtui.values.language import _, mark


class Clash(BookError):
    """A change that does not fit what else is in the book: a code taken, a customer gone."""


class Book:
    """An open book. Make one with `open_book`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = writing_engine(path)

    def stay_open(self) -> None:
        """Keep the file open between edits, which makes them quicker; `close` ends it."""
        self._engine = writing_engine(self.path, stays_open=True)

    def close(self) -> None:
        """Let the file go. What was committed is in the file; an edit would open it again."""
        self._engine.dispose()

    @contextmanager
    def edit(
        self,
        what: str,
        cause: str = "edit",
        undoes: int | None = None,
        staging: Staging | None = None,
    ) -> Iterator[Edit]:
        """One transaction: the changes made in the block, their log, the judging, the moves.

        On leaving the block all of it is committed and `edit.result` says what came of it; an
        error inside takes all of it back. `cause` is what moves name: edit, import, rule, pin,
        clock or repair. With `staging`, what was staged can be put in. BookError when the file
        can't be written.
        """
        bind = staging.bound if staging else self._engine
        try:
            with Session(bind, expire_on_commit=False) as session, session.begin():
                edit = Edit(session, what, cause, undoes)
                check_form(edit.connection, self.path)
                refuse_if_moved(session.connection())
                yield edit
                edit.close()
                refuse_if_moved(session.connection())
        except Moved:
            self.close()  # the next edit opens what is at the path by then
            raise
        except (DatabaseError, sqlite3.DatabaseError) as error:
            # What goes through SQLAlchemy comes wrapped by it; set-based SQL comes as it is.
            reason = (error.orig or error) if isinstance(error, DatabaseError) else error
            if isinstance(reason, sqlite3.IntegrityError):
                raise Clash(_clash(reason)) from error
            if fault := path_fault(self.path):
                raise BookError(fault) from error
            raise BookError(_not_written(self.path, reason)) from error

    @contextmanager
    def staging(self) -> Iterator[Staging]:
        """A private place to gather in what one later edit will write; gone at the end.

        BookError where the file can't be opened for writing.
        """
        engine = writing_engine(self.path)
        try:
            with engine.connect() as bound:
                yield Staging(bound)
        except DatabaseError as error:
            raise BookError(_not_written(self.path, error.orig or error)) from error
        except sqlite3.DatabaseError as error:
            # Only what is staged is written so far, and not where the book lies.
            full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            where = temporary_folder() if full else self.path
            raise BookError(_not_written(where, error)) from error

    def roll_forward(self, today: date, *, far: bool = False) -> Edited | None:
        """Judge the file as of `today` where it stands for an earlier day; never backwards.

        A jump of over a year may be a wrong clock: it is only made where `far` says so. None
        where it was not made.
        """
        with closing(connect(self.path)) as connection:
            if is_far(judged_day(connection), today) and not far:
                return None
        with self.edit(mark("new day"), "clock") as edit:
            edit.roll_to(today)
        return edit.result


def _not_written(path: Path, reason: BaseException) -> str:
    # The reason first: where a line is too short for all of it, it is what must be read.
    message = _("Nothing was changed: {reason} ({path}).")
    return message.format(path=path, reason=reason_of(reason))


def _clash(error: sqlite3.IntegrityError) -> str:
    if "customer.code" in str(error):
        return _("This code belongs to another customer.")
    if "FOREIGN KEY" in str(error):
        return _("The customer is gone, or other records hang on this one.")
    return _("This does not fit what else is in the book: {reason}.").format(reason=error)


def open_book(
    path: Path,
    today: date,
    settings: Mapping[str, str] | None = None,
    *,
    is_kept: bool = False,
    may_make: bool = True,
) -> Book:
    """The book at `path`, brought up to date; a new one, judged on `today`, where none is.

    `settings` are those of a new book: `currency`, `currency_symbol`, `time_zone`. `is_kept` says
    that what an older book holds is kept elsewhere: it is brought up to date without a backup.
    Where one has to be there already, and may not be made, `may_make` is False.
    """
    if fault := path_fault(path, may_be_missing=may_make):
        raise BookError(fault)
    unfinished = not is_finished(path)
    if may_make and not is_there(path):
        _make_file(path)
    elif (reason := why_not_writable(path)) is not None:
        raise BookError(reason)
    if not unfinished:
        connect(path).close()
    try:
        migrate(path, is_kept=is_kept)
    except sqlite3.DatabaseError as error:
        raise BookError(_not_written(path, error)) from error
    if not unfinished:
        clean_out(path, patience_milliseconds=0)
    book = Book(path)
    if unfinished:
        _finish(book, today, settings or {})
    return book


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # somebody else makes the same book at this moment
            make_file(path, mode_in(path.parent))
    except OSError as error:
        raise BookError(
            _("A book can't be made at {path}: {reason}.").format(path=path, reason=error.strerror)
        ) from error


def _finish(book: Book, today: date, settings: Mapping[str, str]) -> None:
    """What a book lacks after its tables are made: its first content, the judging, or both."""
    with closing(connect(book.path, finished=False)) as connection:
        is_filled = connection.execute("SELECT 1 FROM dimension").fetchone() is not None
        row = connection.execute("SELECT day FROM judged").fetchone()
        stood_for = day_stood_for(connection, row[0]) if row else None
    what, cause = (mark("new day"), "clock") if is_filled else (mark("new book"), "rule")
    with book.edit(what, cause) as edit:
        if not edit.is_filled():
            _fill(edit, settings)
        edit.judge_anew()
        # A jump of over a year may be a wrong clock: whoever opens the book is asked for it.
        if stood_for is None or not is_far(stood_for, today):
            edit.roll_to(today)


def _fill(edit: Edit, settings: Mapping[str, str]) -> None:
    """The settings and the rules of the standard set."""
    defaults = {"currency": "CNY", "currency_symbol": "¥", "time_zone": "Asia/Shanghai"}
    for key, value in (defaults | dict(settings)).items():
        edit.session.add(Setting(key=key, value=value))
    for position, dimension in enumerate(preset(STANDARD).dimensions):
        edit.add(Dimension(key=dimension.key, position=position, rule=to_json(dimension)))
