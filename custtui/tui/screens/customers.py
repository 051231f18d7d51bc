"""The customers: search, the list, and beside it the customer under the cursor."""

import asyncio
import sqlite3
import time
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from custtui.reading import customers as reading
from custtui.reading.customers import View
from custtui.reading.dimensions import dimensions
from custtui.reading.summary import has_customers
from custtui.tui import erasing, recording
from custtui.tui.commands import CUSTOMERS, FIRST_START, Command, bindings
from custtui.tui.file_faults import FAULTS
from custtui.tui.filtering import Filtering
from custtui.tui.marking import Marking, marked_told
from custtui.tui.theme import ACCENT, QUIET, STRONG
from custtui.tui.unmasking import as_shown, rows_as_shown, show_masked, standing_as_shown
from custtui.tui.widgets.card import Card
from custtui.tui.widgets.customer_list import CustomerList
from custtui.tui.widgets.first_start import FirstStart
from custtui.tui.widgets.frame import KeyFooter, OneLine
from custtui.tui.widgets.lines import Span, fit
from custtui.tui.widgets.still import StillInput

_CARD_FROM = 120
#: So many are shown before the others are put in order.
_PAGE = 200
#: Everybody who fits is only counted when the typing pauses.
_PAUSE_SECONDS = 0.15
#: What took a second is read anew after so many.
_REST = 4
#: Putting in order takes no longer: until then the list may stay as it was.
_PATIENCE_SECONDS = 0.3
#: The card follows when the cursor rests: while a key is held down it would only flicker.
_CARD_AFTER_SECONDS = 0.1


class SearchInput(StillInput):
    """The search line: arrows and page keys move in the list below it."""

    hands_on = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list('cursor_down')"),
        Binding("up", "list('cursor_up')"),
        Binding("pagedown", "list('page_down')"),
        Binding("pageup", "list('page_up')"),
        Binding("escape", "leave_search"),
    ]

    def action_list(self, action: str) -> None:
        """Down from the search line is into the list: letters are commands there."""
        customers = self.screen.query_one(CustomerList)
        getattr(customers, f"action_{action}")()
        customers.focus()

    def action_leave_search(self) -> None:
        """The first esc clears, the next one goes down to the list."""
        if self.value:
            self.value = ""
        else:
            self.screen.query_one(CustomerList).focus()


class Customers(Marking, Filtering):
    """F2."""

    scope = CUSTOMERS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(CUSTOMERS),
        Binding("escape", "clear_search", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        #: Set while the list shows what was asked for, be it the first page.
        self._is_shown = asyncio.Event()
        #: Whether the cursor stays on its customer in the view that is wanted and not shown yet.
        self._keeps_cursor = True
        #: Whether nobody is in the book; None before that is known.
        self._is_empty: bool | None = None
        #: When everybody was last put in order, and how long that took; in seconds.
        self._rested_from = self._took = 0.0

    def body(self) -> ComposeResult:
        with Horizontal(id="search"):
            yield OneLine(id="mark")
            yield SearchInput(compact=True, select_on_focus=False)
            yield OneLine(id="view")
        yield FirstStart()
        with Horizontal(id="body"):
            yield CustomerList(self._fetch, self.marks)
            card = Card()
            card.display = self.app.size.width >= _CARD_FROM
            yield card

    def on_mount(self) -> None:
        self.query_one("#mark", OneLine).put(Span(" / ", ACCENT))
        self._until_card = self.set_interval(_CARD_AFTER_SECONDS, self._show_card, pause=True)
        self.show_frame()
        # The first page is there before anything is painted; all others follow.
        self._put(self.session.now(reading.ids, self._view, _PAGE), self._view)
        self.call_after_refresh(self._show, keep_cursor=True)

    def applies(self, command: Command) -> bool:
        about_nobody = command.of_row and self._customer_id is None
        return super().applies(command) and not about_nobody

    def on_key(self, event: events.Key) -> None:
        """What can only be a search goes into the search line: digits, Chinese."""
        typed = event.character or ""
        is_search = typed.isdigit() or (typed.isprintable() and not typed.isascii())
        if is_search and self.query_one(CustomerList).has_focus:
            search = self.query_one(SearchInput)
            self.set_focus(search)
            search.value = typed
            search.cursor_position = len(typed)
            event.stop()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Card).display = event.size.width >= _CARD_FROM

    def book_changed(self) -> None:
        self.forget_what_is_gone()
        session, shown = self.session, self.query_one(CustomerList)
        # What is shown, which another view that is wanted may not have replaced yet.
        shown.read_again(session.dimensions, session.as_of, self.sorted_by(shown.view))
        self._show_card()
        self._show(keep_cursor=self._keeps_cursor)
        self.settle_marks()

    def _fetch(self, ids: Iterable[int], keys: Sequence[str]) -> dict[int, reading.CustomerRow]:
        shown = self.query_one(CustomerList)
        shown.is_unreadable = False
        try:
            return self._rows(ids, keys, shown.view.sort)
        except FAULTS as error:
            if not self.desk.fault_told(error):
                raise
            shown.is_unreadable = True
            return {}

    def _rows(
        self, ids: Iterable[int], keys: Sequence[str], sort: str
    ) -> dict[int, reading.CustomerRow]:
        try:
            rows = self.session.now(reading.rows, ids, keys, sort)
        except sqlite3.OperationalError:
            # Somebody took a dimension away a moment ago: the list follows at the next look.
            known = {d.key for d in self.session.now(dimensions)}
            rows = self.session.now(reading.rows, ids, [k for k in keys if k in known], sort)
        return rows_as_shown(self.session, rows)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._view = replace(self._view, text=event.value)
        # Whoever was found stays under the cursor when the search is cleared.
        self._show(keep_cursor=not event.value)

    @on(Input.Submitted)
    async def _submitted(self) -> None:
        await self.action_open_customer()

    def _show(self, *, keep_cursor: bool) -> None:
        self._keeps_cursor = keep_cursor
        if self.query_one(CustomerList).view != self._view:
            self._is_shown.clear()
            self.is_whole.clear()
            self.leave_marking()
        self._read(keep_cursor=keep_cursor)

    async def _when_read(self) -> int | None:
        await self._is_shown.wait()
        if self.query_one(CustomerList).goes_last:
            await self.is_whole.wait()
        return self._customer_id

    @property
    def is_everybody(self) -> bool:
        view = self._view
        return not view.text and view.dimension is None and view.own is None

    @work(exclusive=True, group="list")
    async def _read(self, *, keep_cursor: bool) -> None:
        try:
            await self._read_view(keep_cursor=keep_cursor)
        except FAULTS:
            # What waits for the view goes on with what is shown.
            self._is_shown.set()
            self.is_whole.set()
            raise

    async def _read_view(self, *, keep_cursor: bool) -> None:
        """Read the ids of the view; a later call makes this one's answer unwanted.

        A new view shows its first page at once and all of it when that is read; what is shown
        already is read anew, and not more than a part of the time however often it changes.
        """
        view, is_shown = self._view, self._is_shown.is_set()
        kept = self._customer_id if keep_cursor and not is_shown else None
        if not is_shown and (not keep_cursor or self._took > _PATIENCE_SECONDS):
            self._put(await self.read(reading.ids, view, _PAGE), view)
            await asyncio.sleep(_PAUSE_SECONDS if view.text else 0)
        elif is_shown:
            await asyncio.sleep(self._rested_from + _REST * self._took - time.monotonic())
        begun = time.monotonic()
        stood_on = self._customer_id
        ids, place = await self.read(_placed, view, kept or stood_on)
        self._rested_from = time.monotonic()
        self._took = self._rested_from - begun
        if self._customer_id != stood_on:
            place = None  # the cursor went on meanwhile
        self._put(ids, view, place=place, is_whole=True)

    def _put(
        self, ids: "array[int]", view: View, place: int | None = None, *, is_whole: bool = False
    ) -> None:
        """Show these customers of a view."""
        customers = self.query_one(CustomerList)
        customers.show(
            ids, view, self.session.dimensions, self.session.as_of, place=place,
            is_whole=is_whole or len(ids) < _PAGE, sorted_by=self.sorted_by(view),
        )  # fmt: skip
        if view == self._view:
            self._is_shown.set()
            self._keeps_cursor = True
            if customers.is_whole:
                self.is_whole.set()
        self._show_emptiness()
        self._show_view()

    def _show_emptiness(self) -> None:
        empty = not self.session.now(has_customers)
        if empty == self._is_empty:
            return
        self._is_empty = empty
        self.query_one(FirstStart).display = empty
        for selector in ("#search", "#body"):
            self.query_one(selector).display = not empty
        self.query_one(KeyFooter).show_for(FIRST_START if empty else CUSTOMERS)
        if empty:
            self.query_one(FirstStart).focus()
        elif isinstance(self.focused, FirstStart) or self.focused is None:
            self.query_one(SearchInput).focus()

    def show_frame(self) -> None:
        super().show_frame()
        self.query_one(FirstStart).refresh()
        self._show_view()

    def _show_view(self) -> None:
        line = self.query_one("#view", OneLine)
        spans = [Span(marked_told(len(self.marks)), STRONG)]
        shown, total = self.query_one(CustomerList), self.desk.customer_count
        if shown.is_whole and total is not None:
            spans.append(Span(f"  {shown.row_count:,} / {total:,} ", QUIET))
        # Filters are cut where there is no room for all: how many are marked never is.
        room = line.size.width - sum(cell_len(span.text) for span in spans)
        told = fit("  ".join(self.filters_told()) + "  ", max(0, room), right=True)
        line.put(right=(Span(told, ACCENT), *spans))

    def month_ends_known(self) -> None:
        self._show_card()

    def masking_changed(self) -> None:
        self._show_card()

    @on(CustomerList.CursorMoved)
    def _cursor_moved(self) -> None:
        self.show_keys()
        if self.query_one(Card).display:
            self._until_card.reset()
            self._until_card.resume()

    @on(CustomerList.Chosen)
    async def _chosen(self) -> None:
        await self.action_open_customer()

    @work(exclusive=True, group="card")
    async def _show_card(self) -> None:
        self._until_card.pause()
        card = self.query_one(Card)
        identity = self._customer_id
        if not card.display or identity is None:
            card.show(None)
            return
        from custtui.reading.customer import whole_customer
        from custtui.reading.standing import standing
        from custtui.tui.widgets.card_lines import Glance

        customer = await self.read(whole_customer, identity)
        stands = await self.read(standing, identity)
        if customer is not None and stands is not None:
            session = self.session
            months = session.month_line(identity)
            customer = as_shown(session, customer)
            stands = standing_as_shown(session, identity, stands)
            card.show(Glance(customer, stands, session.dimensions, session.as_of, months))

    @property
    def _customer_id(self) -> int | None:
        return self.query_one(CustomerList).customer_id

    def action_search(self) -> None:
        self.query_one(SearchInput).focus()

    def action_clear_search(self) -> None:
        """From the list esc shows everybody again; where it does, it does nothing.

        Whoever presses it once too often still stands in the list, where letters are commands.
        """
        self.query_one(SearchInput).value = ""

    async def action_open_customer(self) -> None:
        from custtui.tui.screens.customer import CustomerPage

        customer_id = await self._when_read()
        if customer_id is not None:
            self.app.push_screen(CustomerPage(customer_id))

    async def action_log_call(self) -> None:
        customer_id = await self._when_read()
        if customer_id is not None:
            recording.log_call(self.desk, customer_id)

    async def action_add_purchase(self) -> None:
        customer_id = await self._when_read()
        if customer_id is not None:
            recording.add_record(self.desk, "purchase", customer_id)

    async def action_show_masked(self) -> None:
        customer_id = await self._when_read()
        if customer_id is not None:
            show_masked(self.desk, customer_id)

    def action_new_customer(self) -> None:
        typed = self.query_one(SearchInput).value
        recording.new_customer(self.desk, typed)

    async def action_edit_customer(self) -> None:
        customer_id = await self._when_read()
        if customer_id is not None:
            recording.edit_record(self.desk, "customer", customer_id)

    async def action_erase_customer(self) -> None:
        customer_id = await self._when_read()
        if customer_id is not None:
            erasing.ask_to_erase(self.desk, customer_id, lambda: None)

    async def action_why(self) -> None:
        from custtui.tui.screens.why import Why

        customer_id = await self._when_read()
        if customer_id is not None:
            self.app.push_screen(Why(customer_id))

    def action_import_file(self) -> None:
        from custtui.tui.screens.importing import Import

        if recording.may_write(self.desk):
            self.app.push_screen(Import())

    def action_export_file(self) -> None:
        from custtui.tui.screens.exporting import Export

        self.app.push_screen(Export())


def _placed(
    connection: sqlite3.Connection, view: View, customer_id: int | None
) -> tuple["array[int]", int | None]:
    """The ids of the whole view, and the place of a customer in it."""
    ids = reading.ids(connection, view)
    if customer_id is None:
        return ids, None
    try:
        return ids, ids.index(customer_id)
    except ValueError:
        return ids, None
