"""A record that somebody deleted while its form was open: what was typed can bring it back."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from custtui.reading.connection import BookError
from custtui.reading.last_change import Deletion, last_deletion
from custtui.tui.waiting import waited_for
from custtui.values.language import _, plural

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp


class Gone(Exception):
    """The record that a form is about is deleted.

    `question` asks whether to take that back, which `bring_back` does: it gives what went wrong.
    """

    def __init__(self, question: str, bring_back: Callable[[], Awaitable[str | None]]) -> None:
        super().__init__(question)
        self.question = question
        self.bring_back = bring_back


def check_gone(app: "CusttuiApp", record: str, record_id: int) -> None:
    """Gone where that record was deleted; nothing where it is there, or the log knows nothing."""
    try:
        deletion = app.session.as_stored(last_deletion, record, record_id)
    except sqlite3.DatabaseError:
        return  # the file can't be read, which is why nothing was saved
    if deletion is None:
        return

    async def bring_back() -> str | None:
        try:
            await waited_for(app, app.session.take_back(deletion.edit_id))
        except BookError as error:
            return str(error)
        return None

    raise Gone(_question(deletion), bring_back)


def _question(deletion: Deletion) -> str:
    text = plural(
        "{account} deleted this meanwhile ({what}, {count} record). Take that back, and save what"
        " is typed here?",
        "{account} deleted this meanwhile ({what}, {count} records). Take that back, and save what"
        " is typed here?",
        deletion.records,
    )
    return text.format(
        account=deletion.account, what=_(deletion.what), count=f"{deletion.records:,}"
    )
