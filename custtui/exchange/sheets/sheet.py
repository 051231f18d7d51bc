"""A sheet of rows under a head: frozen, filtered, wide enough, on as many pages as it needs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from custtui.exchange.sheets.cells import Cells, Look, shown_width
from custtui.values.text import width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Row = TypeVar("Row")
Rows = TypeVar("Rows")

ROWS_A_PAGE = 1_048_576  #: that a spreadsheet can hold, the head included
_NARROWEST, _WIDEST = 8, 46
_FILTER_BUTTON = 3


@dataclass(frozen=True, slots=True)
class Column(Generic[Rows]):
    """One column: its head, how its values look, and its values in some rows (None: left empty).

    `masked` are its values in a masked workbook, where its field says more than its texts do.
    """

    heading: str
    look: Look
    values: Callable[[Rows], Iterable[object]]
    masked: Callable[[Rows], Iterable[object]] | None = None


def each(value: Callable[[Row], object]) -> Callable[[Sequence[Row]], Iterable[object]]:
    """A column's values in rows that stand one after another, from its value in one."""
    return lambda rows: map(value, rows)


class Sheet(Generic[Rows]):
    """Some rows written after others; a full page is followed by another of its name, numbered.

    `head` are rows of labels and values that stand above the heads of the columns.
    """

    def __init__(
        self,
        workbook: "Workbook",
        cells: Cells,
        title: str,
        columns: Sequence[Column[Rows]],
        *,
        frozen_columns: int = 0,
        head: Sequence[Sequence[tuple[Look, object]]] = (),
        rows_a_page: int = ROWS_A_PAGE,
    ) -> None:
        self.pages: list[str] = []
        self._workbook = workbook
        self._cells = cells
        self._title = title
        self._columns = columns
        self._frozen_columns = frozen_columns
        self._head = head
        self._rows_a_page = rows_a_page
        self._widths = [width(column.heading) + _FILTER_BUTTON for column in columns]
        self._is_measured = False
        self._turn()

    def write_all(self, rows: Iterable[Rows]) -> None:
        """Write the rows, some at a time, and close the sheet.

        The first of them say how wide the columns must be.
        """
        for some in rows:
            self._write(some)
        self._finish()

    def _write(self, rows: Rows) -> None:
        """Write some rows: their cells are made column by column, which is quicker than by row."""
        columns = {}
        for place, column in enumerate(self._columns):
            values = list(column.values(rows))
            if not self._is_measured:
                self._measure(place, values)
            cells = self._cells.of(column.look, values)
            if any(cells):  # many a field is used by nobody
                columns[place] = cells
        self._is_measured = True
        for row in zip(*columns.values(), strict=True):
            if self._row >= self._rows_a_page:
                self._finish()
                self._turn()
            number, writers = self._row, self._writers
            for place, cell in zip(columns, row, strict=True):
                if cell is not None:
                    writers[place](number, place, *cell)
            self._row += 1

    def _turn(self) -> None:
        """Go on upon a new page with its head."""
        number = len(self.pages) + 1
        name = self._title if number == 1 else f"{self._title} {number}"
        self.pages.append(name)
        page: Worksheet = self._workbook.add_worksheet(name)
        for place, labels in enumerate(self._head):
            for column, (look, value) in enumerate(labels):
                if column == 0:
                    page.write_string(place, 0, str(value), self._cells.label)
                else:
                    (cell,) = self._cells.of(look, [value])
                    assert cell is not None, "a head has no empty values"
                    self._cells.writer(look, page)(place, column, *cell)
        head = self._head_row
        for column, each in enumerate(self._columns):
            heading, _guard = self._cells.text(each.heading)
            page.write_string(head, column, heading, self._cells.heading)
        page.freeze_panes(head + 1, self._frozen_columns)
        self._page, self._row = page, head + 1
        self._writers = [self._cells.writer(each.look, page) for each in self._columns]

    @property
    def _head_row(self) -> int:
        return len(self._head) + 1 if self._head else 0

    def _finish(self) -> None:
        """Set what is known only now: the filter's last row, the widths of the columns."""
        last = len(self._columns) - 1
        self._page.autofilter(self._head_row, 0, max(self._row - 1, self._head_row), last)
        # No warning triangles on codes and phones: they are meant to be text.
        self._page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for column, wide in enumerate(self._widths):
            self._page.set_column(column, column, min(max(wide, _NARROWEST), _WIDEST) + 1)

    def _measure(self, place: int, values: Iterable[object]) -> None:
        """Make the column wide enough for the first values."""
        look = self._columns[place].look
        wide = (shown_width(look, value) for value in values if value is not None and value != "")
        self._widths[place] = max(self._widths[place], *wide, 0)
