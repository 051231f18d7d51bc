"""Today's backup, made while people work, and following a book into which one was put back."""

import asyncio
import sqlite3
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.worker import WorkerError

from custtui.reading.backups.names import ASKED, DAILY, Backup, backups_in
from custtui.reading.backups.places import folders
from custtui.reading.backups.standing import is_due, set_folder, stale_days
from custtui.reading.connection import BookError
from custtui.reading.settings import settings
from custtui.tui.running import RESTORE, found_running
from custtui.values.file_sizes import format_bytes
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp
    from custtui.tui.session import Session

_GROUP = "backup"


def back_up_daily(app: "CusttuiApp") -> None:
    """Make today's backup where there is none yet, in a thread; what goes wrong is said."""
    session = app.session
    if not (session.read_only or session.start.is_demo):
        app.run_worker(_work(app, session), group=_GROUP, exclusive=True)


def back_up_now(app: "CusttuiApp") -> None:
    """Make a backup because somebody asks for it, and tell where it is."""
    app.say(_("A backup is being made…"))
    app.run_worker(_work(app, app.session, is_asked=True), group=_GROUP, exclusive=True)


async def _work(app: "CusttuiApp", session: "Session", *, is_asked: bool = False) -> None:
    made = problem = None
    try:
        if is_asked or await session.read(_is_due, session):
            made = await asyncio.to_thread(_back_up, session, ASKED if is_asked else DAILY)
    except BookError as error:
        problem = str(error)
    unsaved_days = await session.read(_unsaved_days, session)
    if app.session is session and session.is_open:
        app.unsaved_days = unsaved_days
        for page in app.pages():
            page.show_frame()
            page.backups_changed()
        if problem is not None:
            app.say(problem, wrong=True)
        elif is_asked and made is not None:
            size = format_bytes(made.size)
            app.say(_("Backed up, {size}: {path}").format(size=size, path=made.path))


def _is_due(connection: sqlite3.Connection, session: "Session") -> bool:
    zone = settings(connection).time_zone
    return is_due(connection, session.path, session.start.today(), zone)


def _unsaved_days(connection: sqlite3.Connection, session: "Session") -> int | None:
    found = backups_in(session.path, folders(session.path, set_folder(connection)))
    return stale_days(connection, found, datetime.now(UTC))


def _back_up(session: "Session", reason: str) -> Backup | None:
    from custtui.store.backups.apart import back_up_aside
    from custtui.store.backups.copying import Halt, Halted

    try:
        return back_up_aside(session.path, reason, Halt(lambda: not session.is_open))
    except Halted:
        return None  # the app is left; the next one makes it


def follow_restored(app: "CusttuiApp") -> None:
    """Show the book into which somebody else put a backup, and say so."""
    if found_running(app, RESTORE):
        return  # it was us, as we shall be told
    said = _("Somebody restored a backup of this book: it is shown as it is now.")
    app.run_worker(go_on(app, said))


async def go_on(app: "CusttuiApp", said: str) -> None:
    """Open the book anew into which a backup was put: nothing of before is in it.

    Marks, and what undo would take back, are of the book that was replaced. A draft of rules is
    kept: what it does not fit is refused when it is saved. What was put back stands for the day on
    which it was saved.
    """
    session, draft = app.session, app.draft
    app.open_book(replace(session.start, as_of=session.travelled_to))
    app.draft = draft
    app.say(said)
    with suppress(WorkerError):  # the app is left meanwhile
        await app.begin().wait()
        app.say(said)  # who moved since is told less
