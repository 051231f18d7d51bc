"""A migration to look into: the matrix, and below it those who move, by name."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from custtui.reading.customers import CustomerRow
from custtui.segments.drafting.migration import Cell, Migration
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.migration_matrix import MigrationMatrix, Named
from custtui.tui.widgets.movers import MOST_NAMED, heading, movers_table
from custtui.tui.widgets.record_list import RecordList

#: Reads the list rows of these customers, by id.
ReadRows = Callable[[Sequence[int]], Awaitable[Mapping[int, CustomerRow]]]


class MigrationView(Vertical):
    """The movers of the cell under the cursor; of all cells while neither list has the focus.

    `has_happened`: they moved, and not only would.
    """

    DEFAULT_CSS = """
    MigrationView { height: 1fr; }
    MigrationView MigrationMatrix { max-height: 65%; }
    MigrationView #moving { height: 1; }
    MigrationView #movers { height: 1fr; }
    """

    def __init__(self, read: ReadRows, *, has_happened: bool = False) -> None:
        super().__init__()
        self._has_happened = has_happened
        self._read = read
        self._migration: Migration | None = None
        self._names: Mapping[str, Named] = {}

    def compose(self) -> ComposeResult:
        yield MigrationMatrix()
        yield OneLine(id="moving")
        yield RecordList(id="movers")

    @property
    def matrix(self) -> MigrationMatrix:
        return self.query_one(MigrationMatrix)

    @property
    def movers(self) -> RecordList:
        return self.query_one("#movers", RecordList)

    def show(self, migration: Migration, names: Mapping[str, Named], *, tags: bool) -> None:
        """Show this one; the cursor stays on its cell where that is still there."""
        self._migration, self._names = migration, names
        self.matrix.show(migration, names, tags=tags)

    def look_closer(self) -> int | None:
        """Into the matrix, from a cell to the names; on a name, gives the customer's id."""
        if self.matrix.has_focus:
            self.movers.focus()
        elif self.movers.has_focus:
            row = self.movers.row
            return row.record_id if row is not None and row.record_id else None
        else:
            self.matrix.focus()
            self.matrix.go_to_largest()
        return None

    @on(LineList.CursorMoved, "MigrationMatrix")
    def _cell_changed(self) -> None:
        self._show_movers()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._show_movers()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self._show_movers()

    @work(exclusive=True, group="movers")
    async def _show_movers(self) -> None:
        migration, names = self._migration, self._names
        if migration is None:
            return
        cells = self._cells_shown(migration)
        moving = [(identity, cell) for cell in cells for identity in migration.movers[cell]]
        named = await self._read([identity for identity, _cell in moving[:MOST_NAMED]])
        columns, rows = movers_table(moving, named, names, has_happened=self._has_happened)
        self.movers.show(columns, rows, "")
        if not self.movers.has_focus:
            self.movers.cursor = 0
        self.query_one("#moving", OneLine).put(
            *heading(cells, len(moving), names, has_happened=self._has_happened)
        )

    def _cells_shown(self, migration: Migration) -> list[Cell]:
        """The one under the cursor if some move there, else all in the order of the matrix."""
        here = self.matrix.cell
        if self.has_focus_within and here is not None and here in migration.movers:
            return [here]
        order = {each.segment: place for place, each in enumerate(migration.after)}
        return sorted(
            migration.movers, key=lambda cell: tuple(order.get(key or "", -1) for key in cell)
        )
