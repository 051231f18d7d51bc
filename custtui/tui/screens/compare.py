"""Two days compared: the migration matrix of a dimension, and who moved."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from textual import work
from textual.app import ComposeResult

from custtui.reading import customers as reading
from custtui.reading.connection import BookError
from custtui.segments.over_time.time_travel import NotWanted, TwoDays, compare_days
from custtui.segments.rules import is_tags
from custtui.tui.commands import COMPARE, bindings
from custtui.tui.screens.as_of import AsOf
from custtui.tui.screens.page import Page
from custtui.tui.screens.pick import Option, Pick
from custtui.tui.theme import ACCENT, LOUD, QUIET, STRONG
from custtui.tui.unmasking import rows_as_shown
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.migration_matrix import names_of
from custtui.tui.widgets.migration_view import MigrationView
from custtui.values.days import months_before
from custtui.values.language import _, plural
from custtui.values.spoken_days import spoken_day

_MONTHS_BACK = 3  #: where the comparison begins until another day is asked for


class Compare(Page):
    """Where the customers stood on two days; `dimension` is the one to begin with.

    The later day is the one that the screens show, until another is asked for.
    """

    scope = COMPARE
    BINDINGS = bindings(COMPARE)
    CSS = """
    Compare #days { height: 1; margin: 1 0 0 0; }
    Compare MigrationView { margin: 1 0 0 0; }
    """

    def __init__(self, dimension: str | None = None) -> None:
        super().__init__()
        self._key = dimension
        self._before: date | None = None
        self._after: date | None = None
        self._compared: TwoDays | None = None
        self._comparing = asyncio.Lock()
        #: Counts what was asked for, so that a late answer can tell that it is unwanted.
        self._wanted = 0

    def body(self) -> ComposeResult:
        yield OneLine(id="days")
        yield MigrationView(self._read_customers, has_happened=True)

    def on_mount(self) -> None:
        self.show_frame()
        self.query_one(MigrationView).matrix.focus()
        self._compare()

    def on_unmount(self) -> None:
        self._wanted += 1

    def book_changed(self) -> None:
        self._compare()

    @property
    def _days(self) -> tuple[date, date]:
        after = self._after or self.session.as_of
        return self._before or months_before(after, _MONTHS_BACK), after

    @work(group="compare")
    async def _compare(self) -> None:
        """Judge both days in a thread; until it is done, what was there stays."""
        self._wanted += 1
        wanted, (before, after) = self._wanted, self._days
        self._show_days(_("comparing …"))
        async with self._comparing:
            if wanted != self._wanted:
                return
            try:
                compared = await asyncio.to_thread(
                    compare_days,
                    self.session.path,
                    before,
                    after,
                    read_only=self.session.read_only,
                    is_wanted=lambda: wanted == self._wanted,
                )
            except NotWanted:
                return
            except BookError as error:
                self.desk.say(str(error), wrong=True)
                return
        self.stop_when_left()
        is_first, self._compared = self._compared is None, compared
        self._show()
        if is_first:
            self.query_one(MigrationView).matrix.go_to_largest()

    def _show(self) -> None:
        compared = self._compared
        if compared is None:
            return
        if self._key is None or self._key not in compared.migrations:
            self._key = next(iter(compared.migrations))
        migration = compared.migrations[self._key]
        self.query_one(MigrationView).show(
            migration,
            names_of(compared.rules, migration),
            tags=is_tags(compared.rules.dimension(self._key)),
        )
        moved = plural("{count} customer moved", "{count} customers moved", migration.moved)
        self._show_days(moved.format(count=f"{migration.moved:,}"))

    def _show_days(self, told: str) -> None:
        before, after = self._days
        dimension = self.session.dimension(self._key or "")
        self.query_one("#days", OneLine).put(
            Span(f" {dimension.name if dimension is not None else ''}  ", STRONG),
            Span(spoken_day(before), ACCENT),
            Span(" → ", QUIET),
            Span(spoken_day(after), ACCENT),
            right=(Span(told + " ", LOUD),),
        )

    async def _read_customers(self, ids: Sequence[int]) -> Mapping[int, reading.CustomerRow]:
        return rows_as_shown(self.session, await self.read(reading.rows, ids, []))

    def action_choose_dimension(self) -> None:
        options = [Option(each.key, str(each.name)) for each in self.session.dimensions]
        self.app.push_screen(Pick(_("Dimension"), options), self._choose)

    def _choose(self, key: str | None) -> None:
        if key is not None:
            self._key = key
            self._show()
            self.query_one(MigrationView).matrix.go_to_largest()

    def action_earlier_day(self) -> None:
        def compare(day: date | None) -> None:
            if day is not None:
                self._before = day
                self._compare()

        self._ask(_("Compare: the earlier day"), compare)

    def action_later_day(self) -> None:
        def compare(day: date | None) -> None:
            if day is not None:
                self._before, self._after = self._days[0], day
                self._compare()

        self._ask(_("Compare: the later day"), compare)

    def _ask(self, heading: str, answer: Callable[[date | None], None]) -> None:
        self.app.push_screen(AsOf(heading, self.session.start.today()), answer)

    def action_next_column(self) -> None:
        self.query_one(MigrationView).matrix.next_column()

    def action_previous_column(self) -> None:
        self.query_one(MigrationView).matrix.previous_column()

    def action_look_closer(self) -> None:
        """From a cell to the names, from a name to the customer."""
        from custtui.tui.screens.customer import CustomerPage

        customer_id = self.query_one(MigrationView).look_closer()
        if customer_id is not None:
            self.app.push_screen(CustomerPage(customer_id))

    def action_leave(self) -> None:
        """From the names back to the matrix, from there back to the segments."""
        view = self.query_one(MigrationView)
        if view.movers.has_focus:
            view.matrix.focus()
        else:
            self.dismiss()
