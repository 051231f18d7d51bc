"""One edit of the log whole: what it did, before and after, and the way to take it back."""

import sqlite3
from collections.abc import Iterator

from textual import work

from custtui.reading.dimensions import dimensions
from custtui.reading.history import edit_text
from custtui.reading.history_words import record_lines, touched_text
from custtui.reading.record_history import PastEdit, reach, whole_edit
from custtui.reading.settings import settings
from custtui.tui import taking_back
from custtui.tui.commands import PAST_EDIT, Command, bindings
from custtui.tui.screens.history import past_edits
from custtui.tui.screens.lines_page import LinesPage
from custtui.tui.theme import LOUD, QUIET, STRONG, TEXT
from custtui.tui.unmasking import masks_now
from custtui.tui.widgets.lines import Line, Span, wrapped
from custtui.values.language import _, plural
from custtui.values.moments import in_zone

_MOST_RECORDS = 100
_INDENT = 4


class PastEditPage(LinesPage):
    """What one edit did to the customer, or the record, whose history is looked at.

    Without a customer, to any of those whom it touched.
    """

    scope = PAST_EDIT
    BINDINGS = bindings(PAST_EDIT)

    def __init__(
        self,
        edit_id: int,
        customer_id: int | None = None,
        record: tuple[str, int] | None = None,
    ) -> None:
        super().__init__()
        self._edit_id = edit_id
        self._customer_id = customer_id
        self._record = record
        #: Whether it can be taken back: it is in the log, and was not yet.
        self._stands = False

    def applies(self, command: Command) -> bool:
        return super().applies(command) and (command.id != "take_back" or self._stands)

    def book_changed(self) -> None:
        if self.is_mounted:
            self.show_lines()

    @work(exclusive=True, group="past_edit")
    async def show_lines(self) -> None:
        masks = masks_now(self.session, self._customer_id)
        args = (self._customer_id, self._record, self._edit_id, masks, self.room - _INDENT)
        lines, self._stands = await self.read(_lines, *args)
        self.put(lines)
        self.show_keys()

    def action_take_back(self) -> None:
        taking_back.offer(self.desk, self._edit_id)


def _lines(
    connection: sqlite3.Connection,
    customer_id: int | None,
    record: tuple[str, int] | None,
    edit_id: int,
    masks: bool,
    room: int,
) -> tuple[list[Line], bool]:
    """What is to be read, and whether the edit is in force."""
    if customer_id is None:
        past = whole_edit(connection, edit_id, _MOST_RECORDS, masks=masks)
    else:
        every = past_edits(connection, customer_id, record, masks)
        past = next((each for each in every if each.edit.id == edit_id), None)
    if past is None:
        return [(Span(_("The log holds nothing of this."), QUIET),)], False
    known = {dimension.key: dimension for dimension in dimensions(connection)}
    lines = [*_head(connection, past, room), ()]
    for change in past.records[:_MOST_RECORDS]:
        for text in record_lines(change, known):
            lines += wrapped(text, room, TEXT)
    whole = sum(reach(connection, edit_id).values()) if customer_id is None else len(past.records)
    more = whole - min(len(past.records), _MOST_RECORDS)
    if more > 0:
        told = plural("and {count} more record", "and {count} more records", more)
        lines.append((Span(told.format(count=f"{more:,}"), QUIET),))
    return lines, past.stands


def _head(connection: sqlite3.Connection, past: PastEdit, room: int) -> Iterator[Line]:
    edit = past.edit
    moment = in_zone(edit.moment, settings(connection).time_zone)
    yield (Span(edit_text(edit.what, past.undone), STRONG), Span(f"  #{edit.id}", QUIET))
    yield (Span(f"{moment:%Y-%m-%d %H:%M}  {edit.account}", QUIET),)
    touched = _("It touched {records}.").format(records=touched_text(reach(connection, edit.id)))
    yield from wrapped(touched, room, QUIET)
    if not past.stands:
        yield (Span(_("It was taken back."), LOUD),)
