"""The history of a customer, or of one of its records: who, when, what, before and after."""

import sqlite3
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult

from custtui.reading.called import known
from custtui.reading.dimensions import dimensions
from custtui.reading.history import edit_text
from custtui.reading.history_words import record_label, summary
from custtui.reading.record_history import PastEdit, customer_history, record_history
from custtui.reading.settings import settings
from custtui.tui import taking_back
from custtui.tui.commands import HISTORY, Command, bindings
from custtui.tui.screens.list_page import ListPage
from custtui.tui.theme import QUIET, STRONG, TEXT
from custtui.tui.unmasking import masks_now
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.record_list import Column, Row
from custtui.values.language import _, plural
from custtui.values.masking import mask_text
from custtui.values.moments import in_zone

_EDIT = "edit"
_MOMENT, _ACCOUNT = 16, 10
#: So much of what an edit did fits any line.
_SHOWN = 400


@dataclass(frozen=True, slots=True)
class _Read:
    """What the screen shows, made in a thread: whose history, and a row for each edit."""

    name: str
    rows: tuple[Row, ...]
    #: The edits among them that were taken back: they can't be once more.
    taken_back: frozenset[int]


class History(ListPage):
    """The edits, the newest first; enter shows one whole.

    Those of all records of the customer, or of one `record`, by the name of its table and its id.
    """

    scope = HISTORY
    BINDINGS = bindings(HISTORY)
    CSS = "History #whose { height: 1; margin: 1 0 1 0; }"

    def __init__(self, customer_id: int, record: tuple[str, int] | None = None) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._record = record
        self._taken_back: frozenset[int] = frozenset()

    def applies(self, command: Command) -> bool:
        row = self.records.row
        if command.id == "take_back" and row is not None and row.record_id in self._taken_back:
            return False
        return super().applies(command)

    def body(self) -> ComposeResult:
        yield OneLine(id="whose")
        yield from super().body()

    def masking_changed(self) -> None:
        self.book_changed()

    @work(exclusive=True, group="history")
    async def read_records(self) -> None:
        masks = masks_now(self.session, self._customer_id)
        read = await self.read(_rows, self._customer_id, self._record, masks)
        self._taken_back = read.taken_back
        count = plural("{count} edit", "{count} edits", len(read.rows))
        about = record_label(*self._record) if self._record is not None else ""
        self.query_one("#whose", OneLine).put(
            Span(f" {read.name}  ", STRONG),
            Span(about, TEXT),
            right=(Span(count.format(count=f"{len(read.rows):,}") + " ", QUIET),),
        )
        columns = (
            Column(_("When"), _MOMENT), Column(_("Who"), _ACCOUNT), Column(_("What"), 0),
        )  # fmt: skip
        self.records.show(columns, read.rows, _("The log holds nothing of this."))

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_open_edit()

    def action_open_edit(self) -> None:
        """The edit whole, before and after, and the way back."""
        from custtui.tui.screens.past_edit import PastEditPage

        row = self.records.row
        if row is not None:
            self.app.push_screen(PastEditPage(row.record_id, self._customer_id, self._record))

    def action_take_back(self) -> None:
        row = self.records.row
        if row is not None:
            taking_back.offer(self.desk, row.record_id)


def past_edits(
    connection: sqlite3.Connection, customer_id: int, record: tuple[str, int] | None, masks: bool
) -> tuple[PastEdit, ...]:
    """The history that the screen is of."""
    if record is not None:
        return record_history(connection, *record, masks=masks)
    return customer_history(connection, customer_id, masks=masks)


def _rows(
    connection: sqlite3.Connection, customer_id: int, record: tuple[str, int] | None, masks: bool
) -> _Read:
    zone = settings(connection).time_zone
    shown = {dimension.key: dimension for dimension in dimensions(connection)}
    rows = []
    taken_back = set()
    for past in past_edits(connection, customer_id, record, masks):
        edit = past.edit
        if not past.stands:
            taken_back.add(edit.id)
        style = TEXT if past.stands else QUIET
        name = edit_text(edit.what, past.undone)
        if not past.stands:
            name = _("{what} (taken back)").format(what=name)
        did = summary(past, shown)[:_SHOWN]
        cells = (
            Span(f"{in_zone(edit.moment, zone):%Y-%m-%d %H:%M}", QUIET),
            Span(edit.account, QUIET),
            Span(f"{name} · {did}" if did else name, style),
        )
        rows.append(Row(_EDIT, edit.id, cells))
    try:
        name = known(connection, customer_id).name
        name = mask_text(name) if masks else name
    except KeyError:  # erased for good meanwhile
        name = ""
    return _Read(name, tuple(rows), frozenset(taken_back))
