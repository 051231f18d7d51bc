"""The file of the open book, looked at twice a second: gone, replaced, overwritten, too new.

What is wrong is said once and writing is refused while it is so; screens keep what they show, and
a form keeps what is typed into it. Another file at the path is gone over to.
"""

import asyncio
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from custtui.reading.connection import BookError, connect, unreadable
from custtui.reading.lineage import lineage
from custtui.reading.open_files import Standing, told
from custtui.reading.path_faults import path_fault
from custtui.reading.shared import Closed
from custtui.tui.session import Session
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp


class _Look(NamedTuple):
    """When the file itself was last written, in nanoseconds, and its size in bytes."""

    written: int
    size: int


class FileWatch:
    """What was last seen of the file, and what is wrong with it; one for an app."""

    def __init__(self) -> None:
        #: What is wrong now, as it was told; empty while all is well.
        self.problem = ""
        #: What is wrong inside of the file, while its path is right.
        self._damage = ""
        self._seen: tuple[Session, _Look | None] | None = None

    def look(self, app: "CusttuiApp") -> bool:
        """Whether the screens may follow the file; says what is wrong, and when it is over."""
        before, self.problem = self.problem, self._problem(app)
        if self.problem and self.problem != before:
            app.say(self.problem, wrong=True)
        if before and not self.problem:
            app.say(_("The file is as it should be again."))
            app.begin()
        return not self.problem

    def _problem(self, app: "CusttuiApp") -> str:
        session = app.session
        try:
            match session.files.standing():
                case Standing.GONE:
                    return _gone(session)
                case Standing.REPLACED:
                    return self._go_over(app)
                # To open it would make SQLite delete what it keeps beside it.
                case _ if session.path.stat().st_size == 0:
                    return _emptied(session)
                case Standing.PARTED:
                    return self._open_again(app)
                case Standing.SAME:
                    return self._inside(app)
        except OSError:
            return _gone(session)  # just now
        except (BookError, sqlite3.DatabaseError, Closed) as error:
            return app.fault_told(error) or str(error)

    def _inside(self, app: "CusttuiApp") -> str:
        session = app.session
        session.refuse_newer()
        look = _look(session)
        if self._seen is None or self._seen[0] is not session:
            self._damage = ""
        elif look != self._seen[1]:
            # A checkpoint writes there as well: what it is, is looked at in a thread.
            app.run_worker(self._examine(session, self._seen[1], look), exit_on_error=False)
        self._seen = (session, look)
        return self._damage

    async def _examine(self, session: "Session", before: _Look | None, now: _Look | None) -> None:
        is_shorter = before is not None and now is not None and now.size < before.size
        damage = await asyncio.to_thread(_damage, session, is_shorter or bool(self._damage))
        if self._seen is not None and self._seen[0] is session:
            self._damage = session.damage = damage
            if not damage:
                session.lineage = session.as_stored(lineage)

    def _go_over(self, app: "CusttuiApp") -> str:
        """Open the file that is at the path now, in place of the one that was there."""
        session = app.session
        # Its pages would be laid over those of the new file, by whoever opens that.
        left = session.files.left_beside()
        if left and not session.empty_log():
            return told(Standing.REPLACED, session.path)
        for path in left:
            with suppress(OSError):
                path.unlink()
        app.go_over(Session(session.start))
        app.run_worker(app.settle())
        app.begin()
        if app.session.lineage == session.lineage:
            message = _("{name} was replaced: another state of this book is shown now.")
        else:
            app.draft = None
            app.leave_questions()
            message = _("{name} was replaced: another book is shown now.")
        app.say(message.format(name=session.path.name), wrong=True)
        return ""

    def _open_again(self, app: "CusttuiApp") -> str:
        """Let the file go and open it anew: what only we could still see comes into it so."""
        session = app.session
        with suppress(Closed):
            session.empty_log()
        # All of it first: two logs beside one file would be one too many.
        session.close()
        app.go_over(Session(session.start))
        app.run_worker(app.settle())
        message = _("What SQLite keeps beside {name} was deleted. The book was opened again.")
        app.say(message.format(name=session.path.name), wrong=True)
        return ""


def _gone(session: "Session") -> str:
    if session.path.is_symlink() or not _is_missing(session):
        return path_fault(session.path)
    message = _("{name} is gone: moved or deleted. Nothing can be saved until it is back.")
    return message.format(name=session.path.name)


def _emptied(session: "Session") -> str:
    session.damage = _("{name} was emptied while it was open. Close custtui, restore a backup.")
    session.damage = session.damage.format(name=session.path.name)
    return session.damage


def _is_missing(session: "Session") -> bool:
    try:
        session.path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _look(session: "Session") -> _Look | None:
    try:
        found = session.path.stat()
    except OSError:
        return None
    return _Look(found.st_mtime_ns, found.st_size)


def _damage(session: "Session", is_thorough: bool) -> str:
    """What is wrong inside of the file, read anew from the disk; empty where nothing is."""
    try:
        connection = connect(session.path, read_only=True)
    except BookError as error:
        return str(error)
    try:
        # What came through SQLite, as a restored backup does, is seen by the session as well.
        if lineage(connection) != session.as_stored(lineage):
            message = _("{name} was overwritten while it was open. Close custtui, run its doctor.")
            return message.format(name=session.path.name)
        if is_thorough:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                message = _("{name} was damaged while it was open. Close custtui, run its doctor.")
                return message.format(name=session.path.name)
    except sqlite3.DatabaseError as error:
        return str(unreadable(session.path, error))
    finally:
        connection.close()
    return ""
