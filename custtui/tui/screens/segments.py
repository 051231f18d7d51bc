"""The standards table: every dimension with its segments, their rules, members and strategies."""

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from custtui.segments.rules import Rules
from custtui.segments.standards import Standard, standards
from custtui.segments.thresholds import adjustable
from custtui.tui.commands import SEGMENTS, bindings
from custtui.tui.screens.customers import Customers
from custtui.tui.screens.page import Page
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT
from custtui.tui.widgets.card import labelled
from custtui.tui.widgets.frame import HeaderLine, StatusStrip
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, wrapped
from custtui.tui.widgets.paper import Paper
from custtui.tui.widgets.standards_table import StandardsTable, badge_spans
from custtui.values.language import _

_BESIDE_FROM = 120
_LINES_BELOW = 3


class Segments(Page):
    """F4."""

    scope = SEGMENTS
    BINDINGS = bindings(SEGMENTS)
    CSS_PATH = "segments.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._rules: Rules | None = None

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        with Horizontal(id="standards"):
            yield StandardsTable()
            with VerticalScroll(id="beside", can_focus=False):
                yield Paper(id="strategy-beside")
        yield Paper(id="below")
        yield StatusStrip()
        yield self.footer()

    def on_mount(self) -> None:
        self.show_frame()
        self.query_one(StandardsTable).focus()
        self.book_changed()

    def on_resize(self, event: events.Resize) -> None:
        is_wide = event.size.width >= _BESIDE_FROM
        self.query_one("#beside").display = is_wide
        self.query_one("#below").display = not is_wide
        self.call_after_refresh(self._show_strategy)

    def book_changed(self) -> None:
        self._read()

    @work(exclusive=True, group="standards")
    async def _read(self) -> None:
        self._rules, rows = await self.read(standards)
        self.query_one(StandardsTable).show(rows)

    @on(LineList.CursorMoved)
    def _show_strategy(self) -> None:
        row = self.query_one(StandardsTable).standard
        if row is None:
            return
        width = self.query_one("#strategy-beside").size.width or 42
        self.query_one("#strategy-beside", Paper).put(_beside(row, width))
        below = self.query_one("#below", Paper)
        below.put(_below(row, max(20, self.size.width - 2)))

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_edit_rule()

    def action_edit_rule(self) -> None:
        """Open the numbers of the rule under the cursor."""
        from custtui.tui.screens.rule_editor import RuleEditor

        row = self.query_one(StandardsTable).standard
        if row is None or self._rules is None:
            return
        if not adjustable(self._rules, row.dimension):
            message = _("{dimension} has no number to change: its segments are values or choices.")
            self.desk.say(message.format(dimension=row.dimension_name))
            return
        self.app.push_screen(RuleEditor(self._rules, row.dimension, row.segment))

    def action_show_members(self) -> None:
        """Back to the customers, only those of the segment under the cursor."""
        row = self.query_one(StandardsTable).standard
        if row is None or not row.segment:
            return
        for screen in self.app.screen_stack:
            if isinstance(screen, Customers):
                screen.show_members(row.dimension, row.segment)
        self.desk.action_go_customers()

    def action_show_pins(self) -> None:
        from custtui.tui.screens.pins import Pins

        self.app.push_screen(Pins())

    def action_compare_days(self) -> None:
        """Where customers stood on another day, in the dimension under the cursor."""
        from custtui.tui.screens.compare import Compare

        row = self.query_one(StandardsTable).standard
        self.app.push_screen(Compare(row.dimension if row is not None else None))

    def action_export_file(self) -> None:
        from custtui.tui.screens.exporting import Export

        self.app.push_screen(Export())

    def action_leave(self) -> None:
        self.dismiss()


def _beside(row: Standard, width: int) -> list[Line]:
    """All that the table says of the segment under the cursor, in a narrow pane."""
    badge = badge_spans(row.badge, row.colour) if row.badge else ()
    name = wrapped(row.name, max(4, width - 6), STRONG)
    lines: list[Line] = [(*badge, *name[0]), *name[1:], (Span(row.dimension_name, QUIET),)]
    for label, text in (
        (_("Indicator"), row.indicator),
        (_("Standard"), row.standard),
        (_("Features"), row.description),
        (_("Strategy"), row.strategy),
    ):
        if text:
            lines += [(), *labelled(label, text, width, TEXT)]
    for note in row.notes:
        lines += [(), *wrapped(note, width, ACCENT)]
    return lines


def _below(row: Standard, width: int) -> list[Line]:
    """Standard and strategy in full where they fit, and what is to be known where room is left."""
    strategy = labelled(_("Strategy"), row.strategy or "—", width, TEXT)
    standard = labelled(_("Standard"), row.standard or "—", width, TEXT)
    lines = [*standard[: max(1, _LINES_BELOW - len(strategy))], *strategy]
    for note in row.notes:
        lines += wrapped(note, width, ACCENT)
    return lines[:_LINES_BELOW]
