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

ROWS_A_PAGE = 1_048_576  #: that a spreadsheet can hold, the head included
_SAMPLE_ROWS = 200  #: rows whose text says how wide a column must be
_NARROWEST, _WIDEST = 8, 46
_FILTER_BUTTON = 3


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its head, how its values look, and the value of a row (None is left empty)."""

    heading: str
    look: Look
    value: Callable[[Row], object]


class Sheet(Generic[Row]):
    """Rows written one after another; a full page is followed by another of its name, numbered.

    `head` are rows of labels and values that stand above the heads of the columns.
    """

    def __init__(
        self,
        workbook: "Workbook",
        cells: Cells,
        title: str,
        columns: Sequence[Column[Row]],
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
        self._sampled = 0
        self._writers = [
            (place, column.value, cells.writer(column.look)) for place, column in enumerate(columns)
        ]
        self._page, self._row = self._turn()

    def write(self, row: Row) -> None:
        """Write the next row."""
        if self._row >= self._rows_a_page:
            self._finish()
            self._page, self._row = self._turn()
        page, number = self._page, self._row
        for place, value_of, write in self._writers:
            value = value_of(row)
            if value is not None:
                write(page, number, place, value)
        if self._sampled < _SAMPLE_ROWS:
            self._sample(row)
        self._row += 1

    def write_all(self, rows: Iterable[Row]) -> None:
        """Write the rows and close the sheet."""
        for row in rows:
            self.write(row)
        self.close()

    def close(self) -> None:
        """Set what is known only now: the filter's last row, the widths of the columns."""
        self._finish()

    def _turn(self) -> tuple["Worksheet", int]:
        """A new page with its head, and the number of its first row."""
        number = len(self.pages) + 1
        name = self._title if number == 1 else f"{self._title} {number}"
        self.pages.append(name)
        page = self._workbook.add_worksheet(name)
        for place, labels in enumerate(self._head):
            for column, (look, value) in enumerate(labels):
                if column == 0:
                    page.write_string(place, 0, str(value), self._cells.label)
                else:
                    self._cells.writer(look)(page, place, column, value)
        head = self._head_row
        for column, each in enumerate(self._columns):
            self._cells.write_text(page, head, column, each.heading, self._cells.heading)
        page.freeze_panes(head + 1, self._frozen_columns)
        return page, head + 1

    @property
    def _head_row(self) -> int:
        return len(self._head) + 1 if self._head else 0

    def _finish(self) -> None:
        last = len(self._columns) - 1
        self._page.autofilter(self._head_row, 0, max(self._row - 1, self._head_row), last)
        # No warning triangles on codes and phones: they are meant to be text.
        self._page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for column, wide in enumerate(self._widths):
            self._page.set_column(column, column, min(max(wide, _NARROWEST), _WIDEST) + 1)

    def _sample(self, row: Row) -> None:
        self._sampled += 1
        for place, column in enumerate(self._columns):
            value = column.value(row)
            if value is not None and value != "":
                wide = shown_width(column.look, value)
                self._widths[place] = max(self._widths[place], wide)
