"""What goes wrong with the file while the app runs: told in one sentence, and the app goes on."""

import sqlite3
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec

from rich.text import Text
from textual.dom import DOMNode
from textual.worker import WorkerFailed

from custtui.reading.connection import BookError, unreadable
from custtui.reading.file_errors import fault_of
from custtui.reading.shared import Closed
from custtui.tui.closing import Closing
from custtui.values.language import _
from custtui.values.text import shown

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp
    from custtui.tui.session import Session

#: What reading and writing raise where the file fails.
FAULTS = (BookError, Closed, sqlite3.DatabaseError)
P = ParamSpec("P")


class FaultsTold(Closing):
    """An app on a file that may fail under it.

    A key that needs what can't be read says so; a reading in the background ends. Only where
    Textual has to give up a widget does the app end, with the sentence instead of a traceback.
    """

    session: "Session"

    def fault_told(self, error: BaseException) -> str:
        """The sentence for a failure of the file; empty where it is none, but a mistake of ours."""
        # Who has the file open knows where it lies, and the strip has one line.
        return self._fault(error).replace(str(self.session.path), self.session.path.name)

    def _fault(self, error: BaseException) -> str:
        match error:
            case BookError():
                return str(error)
            case Closed():
                return _("The book is being opened again. Try that in a moment.")
            case sqlite3.DatabaseError():
                return self._told_of(error)
        return ""

    def _told_of(self, error: sqlite3.DatabaseError) -> str:
        session = self.session
        try:
            session.refuse_newer()
            session.files.refuse_if_moved()
        except BookError as reason:
            return str(reason)
        except (Closed, sqlite3.DatabaseError):
            pass  # it fails like that which is to be told
        if session.damage or fault_of(error) is not None:
            return session.damage or str(unreadable(session.path, error))
        return ""

    @abstractmethod
    def fault_said(self, text: str) -> None:
        """Put it on the status strip."""

    @contextmanager
    def faults_said(self) -> Iterator[None]:
        """Inside, what goes wrong with the file is said, and the app goes on."""
        try:
            yield
        except FAULTS as error:
            if not (sentence := self.fault_told(error)):
                raise
            self.fault_said(sentence)

    async def run_action(
        self,
        action: Any,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        with self.faults_said():
            return await super().run_action(action, default_namespace, namespaces)
        return True

    def _handle_exception(self, error: Exception) -> None:
        is_worker = isinstance(error, WorkerFailed)
        sentence = self.fault_told(error.error if isinstance(error, WorkerFailed) else error)
        if not sentence:
            super()._handle_exception(error)
        elif is_worker:
            self.fault_said(sentence)
        else:
            self.exit(return_code=1, message=Text(f"custtui: {shown(sentence)}"))


def into_this_book(
    app: "CusttuiApp", save: Callable[P, Awaitable[str | None]]
) -> Callable[P, Awaitable[str | None]]:
    """Save only into a state of the book that is open now: in another one ids name others."""
    book = app.session.lineage

    async def save_into_it(*args: P.args, **kwargs: P.kwargs) -> str | None:
        if app.session.lineage != book:
            message = _("{name} is another book now: not saved. Copy this, or put the other back.")
            return message.format(name=app.session.path.name)
        return await save(*args, **kwargs)

    return save_into_it
