"""One customer: who it is on top, then a page for each side of it."""

from collections.abc import Callable

from rich.cells import cell_len
from rich.style import Style
from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from custtui.reading.customer import whole_customer
from custtui.reading.pins import Pin
from custtui.reading.standing import moves, standing
from custtui.tui import erasing, pinning, recording
from custtui.tui.commands import CUSTOMER, Command, bindings
from custtui.tui.customer_pages import DIMENSION, PAGES, Told
from custtui.tui.pins_told import PIN
from custtui.tui.screens.page import Page
from custtui.tui.screens.pick import Option, Pick
from custtui.tui.theme import ACCENT, QUIET
from custtui.tui.unmasking import as_shown, show_masked, standing_as_shown
from custtui.tui.widgets.card_lines import Glance, card_lines, head_lines
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.paper import Paper
from custtui.tui.widgets.record_list import RecordList, Row
from custtui.values.language import _, current
from custtui.values.registry import RECORD_KINDS

_HERE = ACCENT + Style(underline=True, bold=True)


class CustomerPage(Page):
    """The customer whole; left and right turn the pages."""

    scope = CUSTOMER
    BINDINGS = bindings(CUSTOMER)
    CSS_PATH = "customer.tcss"

    def __init__(self, customer_id: int, page: int = 0) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._page = page
        self._told: Told | None = None

    def body(self) -> ComposeResult:
        yield Paper(id="head")
        yield OneLine(id="pages")
        with VerticalScroll(id="overview"):
            yield Paper(id="card")
        yield RecordList(id="records")

    def on_mount(self) -> None:
        self.show_frame()
        self.book_changed()

    def applies(self, command: Command) -> bool:
        row = self._row
        opens_nothing = command.id == "edit_record" and row is not None and not row.kind
        return super().applies(command) and not opens_nothing

    @on(LineList.CursorMoved)
    def _keys_of_row(self) -> None:
        self.show_keys()

    def book_changed(self) -> None:
        self._read()

    @work(exclusive=True, group="customer")
    async def _read(self) -> None:
        read, session = self.read, self.session
        customer = await read(whole_customer, self._customer_id)
        stands = await read(standing, self._customer_id)
        if customer is None or stands is None:
            self.gone(_("This customer was deleted."))
            return
        self.found()
        history = await read(moves, self._customer_id)
        as_of, months = session.as_of, session.month_line(self._customer_id)
        customer = as_shown(session, customer)
        stands = standing_as_shown(session, self._customer_id, stands)
        glance = Glance(customer, stands, session.dimensions, as_of, months)
        self._told = Told(glance, tuple(move for move in history if move.day <= as_of))
        self._show()

    def month_ends_known(self) -> None:
        self._read()

    def masking_changed(self) -> None:
        self._read()

    def action_show_masked(self) -> None:
        show_masked(self.desk, self._customer_id)

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    def _show(self) -> None:
        if self._told is None:
            return
        glance, width = self._told.glance, self.size.width - 2
        page = PAGES[self._page]
        self.query_one("#head", Paper).put(head_lines(glance, width))
        self.query_one("#overview").display = page.table is None
        records = self.query_one(RecordList)
        records.display = page.table is not None
        self._show_pages()
        if page.table is None:
            lines = card_lines(glance, width)
            self.query_one("#card", Paper).put(lines[len(head_lines(glance, width)) :])
            self.query_one("#overview").focus()
        else:
            columns, rows = page.table(self._told)
            records.show(columns, rows, _(page.empty) if page.empty else "")
            records.focus()
        self.show_keys()

    def _show_pages(self) -> None:
        """The names of the pages; on a narrow screen, those round the current one."""
        spans = [
            Span(f" {_(page.label)} ", _HERE if place == self._page else QUIET)
            for place, page in enumerate(PAGES)
        ]
        while sum(cell_len(span.text) for span in spans) > self.size.width - 4 and len(spans) > 1:
            spans.pop(0 if self._page > len(PAGES) // 2 else -1)
        self.query_one("#pages", OneLine).put(Span(" "), *spans)

    def action_next_page(self) -> None:
        self._turn((self._page + 1) % len(PAGES))

    def action_previous_page(self) -> None:
        self._turn((self._page - 1) % len(PAGES))

    def _turn(self, page: int) -> None:
        self._page = page
        self.query_one(RecordList).cursor = 0
        self._show()

    @property
    def _row(self) -> Row | None:
        return self.query_one(RecordList).row if PAGES[self._page].table is not None else None

    def action_log_call(self) -> None:
        recording.log_call(self.desk, self._customer_id)

    def action_add_purchase(self) -> None:
        recording.add_record(self.desk, "purchase", self._customer_id)

    def action_add_record(self) -> None:
        """The kind of this page; on pages that hold several kinds, pick one."""
        page = PAGES[self._page]
        if page.adds in ("contact", "purchase", "contract"):
            recording.add_record(self.desk, page.adds, self._customer_id)
            return
        options = [
            Option(kind.key, kind.label(current()), words=kind.english)
            for kind in RECORD_KINDS
            if kind.key != "customer"
        ]
        if recording.may_write(self.desk):
            self.app.push_screen(Pick(_("New record"), options), self._add)

    def _add(self, kind: str | None) -> None:
        if kind is not None:
            recording.add_record(self.desk, kind, self._customer_id)

    def action_open_record(self) -> None:
        self.action_edit_record()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_edit_record()

    def action_edit_record(self) -> None:
        row = self._row
        if row is None:
            recording.edit_record(self.desk, "customer", self._customer_id)
        elif row.kind == DIMENSION:
            self._explain(self.session.dimensions[row.record_id].key)
        elif row.kind == PIN:
            self._on_pin(row, lambda pin: pinning.change_pin(self.desk, pin))
        elif row.kind:
            recording.edit_record(self.desk, row.kind, row.record_id)

    def action_delete_record(self) -> None:
        row = self._row
        if row is None:
            recording.delete_customer(self.desk, self._customer_id)
        elif row.kind == PIN:
            self._on_pin(row, lambda pin: pinning.release_pin(self.desk, pin))
        elif row.kind and row.kind != DIMENSION:
            recording.delete_record(self.desk, row.kind, row.record_id)

    async def action_pin_segment(self) -> None:
        """Pin in the dimension under the cursor; on other pages, pick one first."""
        row = self._row
        if row is not None and row.kind == DIMENSION:
            dimension = self.session.dimensions[row.record_id].key
            await pinning.pick_segment(self.desk, self._customer_id, dimension)
        elif row is not None and row.kind == PIN:
            self._on_pin(row, lambda pin: pinning.change_pin(self.desk, pin))
        else:
            pinning.pick_dimension(self.desk, self._customer_id)

    def _on_pin(self, row: Row, doing: Callable[[Pin], None]) -> None:
        pins = self._told.glance.standing.pins if self._told is not None else ()
        for pin in pins:
            if pin.id == row.record_id:
                doing(pin)

    def action_done(self) -> None:
        """Keep the promise under the cursor, or the earliest one that is open."""
        row = self._row
        if row is not None and row.kind == "follow_up":
            recording.mark_done(self.desk, row.record_id)
            return
        if self._told is not None:
            promise = recording.first_promise(self._told.glance.customer)
            if promise is None:
                self.desk.say(_("No promise is open."))
            else:
                recording.mark_done(self.desk, promise)

    def action_why(self) -> None:
        row = self._row
        if row is not None and row.kind == DIMENSION:
            self._explain(self.session.dimensions[row.record_id].key)
        else:
            self._explain(None)

    def _explain(self, dimension: str | None) -> None:
        from custtui.tui.screens.why import Why

        self.app.push_screen(Why(self._customer_id, dimension))

    def action_history(self) -> None:
        """All edits of this customer and its records."""
        self._show_history(None)

    def action_record_history(self) -> None:
        """Those of the record under the cursor; on the overview, of the customer itself."""
        row = self._row
        if row is None:
            self._show_history(("customer", self._customer_id))
        elif row.kind and row.kind != DIMENSION:
            self._show_history((row.kind, row.record_id))

    def _show_history(self, record: tuple[str, int] | None) -> None:
        from custtui.tui.screens.history import History

        self.app.push_screen(History(self._customer_id, record))

    def action_erase_customer(self) -> None:
        erasing.ask_to_erase(self.desk, self._customer_id, self.dismiss)
