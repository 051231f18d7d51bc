"""What was deleted, and the way back."""

import sqlite3

from textual import on, work

from custtui.reading.log import trash
from custtui.reading.settings import settings
from custtui.tui.commands import EVERYWHERE, TRASH, bindings, key_of
from custtui.tui.recording import may_write
from custtui.tui.screens.list_page import ListPage
from custtui.tui.theme import QUIET, STRONG, TEXT
from custtui.tui.unmasking import masks_now
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.record_list import Column, Row
from custtui.values.language import _
from custtui.values.masking import mask_text
from custtui.values.moments import in_zone


class Trash(ListPage):
    """The edits that deleted something; enter takes one back."""

    scope = TRASH
    BINDINGS = bindings(TRASH)

    @work(exclusive=True, group="trash")
    async def read_records(self) -> None:
        rows = await self.read(_rows, masks_now(self.session, None))
        columns = (
            Column(_("When"), 16),
            Column(_("Who"), 10),
            Column(_("Records"), 9, right=True),
            Column(_("What"), 18),
            Column(_("Of"), 0),
        )
        self.records.show(columns, rows, _("The trash is empty."))

    @on(LineList.Chosen)
    def action_restore(self) -> None:
        row = self.records.row
        if row is not None and may_write(self.desk):
            hint = _("delete again {key}").format(key=key_of("redo", EVERYWHERE))
            self.desk.run_worker(self.desk.take_back(row.record_id, _("Restored"), hint=hint))

    def action_look_inside(self) -> None:
        """What comes back with it."""
        from custtui.tui.screens.past_edit import PastEditPage

        row = self.records.row
        if row is not None:
            self.app.push_screen(PastEditPage(row.record_id))


def _rows(connection: sqlite3.Connection, masks: bool) -> list[Row]:
    zone = settings(connection).time_zone
    return [
        Row(
            "edit",
            each.edit.id,
            (
                Span(f"{in_zone(each.edit.moment, zone):%Y-%m-%d %H:%M}", QUIET),
                Span(each.edit.account, QUIET),
                Span(f"{each.records:,}", TEXT),
                Span(_(each.edit.what), TEXT),
                Span(mask_text(each.name) if masks else each.name, STRONG),
            ),
        )
        for each in trash(connection)
    ]
