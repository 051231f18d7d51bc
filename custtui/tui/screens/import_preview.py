"""What a file would bring, before it is taken in: its columns, their fields, the counts."""

import asyncio
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult

from custtui.exchange.errors import ExchangeError
from custtui.exchange.imported import Imported
from custtui.exchange.preview import Preview, look_at
from custtui.reading.own_fields import own_fields
from custtui.tui.commands import IMPORT_PREVIEW, WORKING, applying, bindings
from custtui.tui.import_told import (
    column_table,
    expected_spans,
    field_options,
    lacking_text,
    rows_line,
    switch_spans,
    told_lines,
)
from custtui.tui.importing import Order, begin_import, import_under_way, rehearse
from custtui.tui.running import Running
from custtui.tui.screens.importing import kind_of, kind_options
from custtui.tui.screens.page import Page
from custtui.tui.screens.pick import Option, Pick
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT, WRONG
from custtui.tui.widgets.frame import KeyFooter, OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span, wrapped
from custtui.tui.widgets.paper import Paper
from custtui.tui.widgets.progress_line import ProgressLine
from custtui.tui.widgets.record_list import RecordList
from custtui.values.language import _, current
from custtui.values.registry import PURCHASE

_SECONDS_BETWEEN_LOOKS = 0.1


class ImportPreview(Page):
    """The second step: enter takes the file in. `create` is how that switch stands at first."""

    scope = IMPORT_PREVIEW
    BINDINGS = bindings(IMPORT_PREVIEW, WORKING)
    CSS_PATH = "import_preview.tcss"

    def __init__(self, preview: Preview, *, create: bool) -> None:
        super().__init__()
        self._preview = preview
        self._creates = create
        #: Fields by the header of the column that they were given to here.
        self._mapping: dict[str, str] = {}
        self._order = self._first_order(preview)
        self._rehearsal: Running[Imported] | None = None
        self._import: Running[Imported] | None = None

    def _first_order(self, preview: Preview) -> Order:
        create = self._creates and not preview.kind.is_customer
        return Order(preview.path, preview.kind.plural, sheet=preview.sheet, create=create)

    def body(self) -> ComposeResult:
        yield OneLine(id="file")
        yield OneLine(id="rows")
        yield RecordList(id="columns")
        yield ProgressLine(id="counts")
        yield Paper(id="told")
        yield OneLine(id="switches")

    def footer(self) -> ComposeResult:
        yield from super().footer()
        yield KeyFooter(WORKING)

    def on_mount(self) -> None:
        self.query_one(RecordList).focus()
        self.set_interval(_SECONDS_BETWEEN_LOOKS, self._watch)
        self._show_footer()
        self.show_frame()
        self._rehearse()

    def on_unmount(self) -> None:
        if self._rehearsal is not None:
            self._rehearsal.stop()

    def show_frame(self) -> None:
        super().show_frame()
        preview = self._preview
        self.query_one("#file", OneLine).put(
            Span(" " + _("Import") + "  ", QUIET),
            Span(preview.path.name, STRONG),
            Span(f"  {preview.sheet}" if len(preview.sheets) > 1 else "", QUIET),
            Span("  → ", QUIET),
            Span(preview.kind.label(current()), ACCENT),
        )
        self._show_columns()
        self.query_one("#switches", OneLine).put(*switch_spans(self._order))

    def _show_columns(self) -> None:
        columns, rows = column_table(self._preview, self._expected)
        self.query_one(RecordList).show(columns, rows, _("The file has no rows."))
        told = rows_line(self._preview, self._expected)
        self.query_one("#rows", OneLine).put(Span(f" {told}", QUIET))

    @property
    def _expected(self) -> Imported | None:
        """What the dry run found, once it is done."""
        outcome = self._rehearsal.outcome if self._rehearsal else None
        return outcome if isinstance(outcome, Imported) else None

    def _show_footer(self) -> None:
        plain, working = self.query(KeyFooter)
        plain.display, working.display = self._import is None, self._import is not None

    @work(exclusive=True, group="rehearse")
    async def _rehearse(self) -> None:
        """Count what would come of it, without writing anything; a newer wish ends an older one."""
        if self._rehearsal is not None:
            self._rehearsal.stop()
        self._rehearsal = None
        self._put_told("")
        lacking = lacking_text(self._preview, self._order)
        if lacking:
            self._put_told(lacking, wrong=True)
            return
        running: Running[Imported] = Running()
        self._rehearsal = running
        await rehearse(self.session, self._order, running)
        self.stop_when_left()
        if self._rehearsal is not running or self._import is not None:
            return
        if isinstance(running.outcome, Imported):
            self.query_one("#counts", ProgressLine).put(*expected_spans(running.outcome))
            most = max(3, self.size.height // 6)
            told = told_lines(running.outcome, max(20, self.size.width - 2))
            self.query_one("#told", Paper).put([(Span(" "), *line) for line in told[:most]])
            self._show_columns()
        else:
            self._put_told(str(running.outcome), wrong=True)

    def _put_told(self, text: str, *, wrong: bool = False) -> None:
        """One thing said where the counts stand."""
        self.query_one("#counts", ProgressLine).put()
        lines = wrapped(text, max(20, self.size.width - 2), WRONG if wrong else TEXT)
        self.query_one("#told", Paper).put([(Span(" "), *line) for line in lines] if text else [])

    def _watch(self) -> None:
        """Show how far the import is, else the dry run; and when the import is done, its result."""
        counts = self.query_one("#counts", ProgressLine)
        running = self._import
        if running is None:
            rehearsal = self._rehearsal
            if rehearsal is not None and rehearsal.outcome is None:
                counts.tell(_("Counting …"), rehearsal.done, rehearsal.total)
        elif running.outcome is None:
            counts.tell(_("Taking in …"), running.done, running.total)
        else:
            self._ended(running)

    def _ended(self, running: Running[Imported]) -> None:
        from custtui.tui.screens.import_result import ImportResult

        self._import = None
        if isinstance(running.outcome, Imported):
            if self.is_active:
                self.app.switch_screen(ImportResult(running.outcome, self._preview.path))
            return
        self._show_footer()
        self._put_told(str(running.outcome), wrong=True)

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_map_column()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While rows are taken in only esc acts, and stops that; else all but stopping."""
        commands = {command.id for command in applying((IMPORT_PREVIEW, WORKING))}
        return action not in commands or (action == "cancel") == self._is_taken_in

    @property
    def _is_taken_in(self) -> bool:
        return self._import is not None and self._import.outcome is None

    def action_start_import(self) -> None:
        """Enter: also while the dry run still counts."""
        lacking = lacking_text(self._preview, self._order)
        if lacking:
            self._put_told(lacking, wrong=True)
        elif import_under_way(self.desk) is not None:
            self._put_told(_("Another import is still under way."), wrong=True)
        else:
            if self._rehearsal is not None:
                self._rehearsal.stop()
            self._put_told("")
            self._import = begin_import(self.desk, self._order)
            self._show_footer()

    def action_switch_create(self) -> None:
        if not self._preview.kind.is_customer:
            self._wish(replace(self._order, create=not self._order.create))

    def action_switch_update(self) -> None:
        if self._preview.kind.is_customer:
            self._wish(replace(self._order, update=not self._order.update))

    def action_switch_duplicates(self) -> None:
        self._wish(replace(self._order, keep_duplicates=not self._order.keep_duplicates))

    def action_switch_openings(self) -> None:
        if self._preview.kind is PURCHASE:
            self._wish(replace(self._order, replace_opening=not self._order.replace_opening))

    def action_switch_fields(self) -> None:
        if self._preview.kind.is_customer:
            self._wish(replace(self._order, create_fields=not self._order.create_fields))

    def _wish(self, order: Order) -> None:
        self._order = order
        self.show_frame()
        self._rehearse()

    def action_choose_kind(self) -> None:
        self.app.push_screen(Pick(_("Kind of record"), kind_options()), self._take_kind)

    def _take_kind(self, picked: str | None) -> None:
        if picked is not None:
            self._mapping = {}
            self._look(picked, None)

    def action_choose_sheet(self) -> None:
        sheets = self._preview.sheets
        if len(sheets) < 2:
            self.desk.say(_("The file has only this one sheet."))
        else:
            options = [Option(name, name) for name in sheets]
            self.app.push_screen(Pick(_("Sheet"), options), self._take_sheet)

    def _take_sheet(self, picked: str | None) -> None:
        if picked is not None:
            self._mapping = {}
            self._look(self._preview.kind.plural, picked)

    def action_map_column(self) -> None:
        """Say which field the column under the cursor is."""
        row = self.query_one(RecordList).row
        if row is None or self._is_taken_in:
            return
        header = self._preview.columns[row.record_id].header
        if not header:
            self.desk.say(_("A column without a header can't be named; give it one in the file."))
            return
        pick = Pick(_("The column {header} is").format(header=header), field_options(self._preview))
        self.app.push_screen(pick, lambda picked: self._take_field(header, picked))

    def _take_field(self, header: str, picked: str | None) -> None:
        if picked is None:
            return
        self._mapping = {
            other: key for other, key in self._mapping.items() if header != other and key != picked
        }
        if picked:
            self._mapping[header] = picked
        self._look(self._preview.kind.plural, self._preview.sheet)

    @work(exclusive=True, group="look")
    async def _look(self, kind: str, sheet: str | None) -> None:
        """Look at the file anew: as another kind, another sheet, with columns named here."""
        mapping = tuple(f"{key}={header}" for header, key in self._mapping.items())
        same = kind == self._order.kind
        own = self.session.as_stored(own_fields)
        try:
            preview = await asyncio.to_thread(
                look_at, self._preview.path, kind_of(kind), mapping, sheet, own=own
            )
        except ExchangeError as error:
            self.stop_when_left()
            self._put_told(str(error), wrong=True)
            return
        self.stop_when_left()
        self._preview = preview
        order = self._order if same else self._first_order(preview)
        self._order = replace(order, mapping=mapping, sheet=preview.sheet)
        self.show_frame()
        self._rehearse()

    def action_cancel(self) -> None:
        """Stop taking rows in; nothing is changed."""
        if self._import is not None:
            self._import.stop()
