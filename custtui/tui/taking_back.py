"""Taking back any edit of the log, after one question that says how much it touches."""

import sqlite3
from typing import TYPE_CHECKING

from custtui.reading.history import edit_text
from custtui.reading.history_words import touched_text
from custtui.reading.log import logged_edit, standing_edits
from custtui.reading.record_history import reach
from custtui.reading.settings import settings
from custtui.tui.recording import may_write
from custtui.values.language import _
from custtui.values.moments import in_zone

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp


def offer(app: "CusttuiApp", edit_id: int) -> None:
    """Ask, and take it back; where newer work stands on it, or it was already, that is said."""
    question = app.session.as_stored(_question, edit_id)
    if question is None or not may_write(app):
        return
    if edit_id not in app.session.as_stored(standing_edits):
        app.say(_("This was taken back already."))
        return

    async def take_back() -> None:
        await app.take_back(edit_id, _("Taken back"))

    app.ask(question, _("Take back"), lambda: app.run_worker(take_back()))


def _question(connection: sqlite3.Connection, edit_id: int) -> str | None:
    edit = logged_edit(connection, edit_id)
    if edit is None:
        return None
    undone = logged_edit(connection, edit.undoes) if edit.undoes is not None else None
    return _("Take back “{what}” of {account}, {moment}? It touched {records}.").format(
        what=edit_text(edit.what, undone.what if undone else None),
        account=edit.account,
        moment=f"{in_zone(edit.moment, settings(connection).time_zone):%Y-%m-%d %H:%M}",
        records=touched_text(reach(connection, edit_id)),
    )
