"""What somebody would write first: `python -m tests.benchmarks.plain_table CSV`.

A Textual app of a search line and a DataTable with all rows of the file. It searches once no key
has come for a moment, not for each of a burst: kinder to it than the plainest way.
"""

import csv
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Input

_SECONDS_AFTER_KEYS = 0.05


class PlainTable(App[None]):
    """All rows in a table; what is typed leaves those that have it in a cell."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path) -> None:
        super().__init__()
        with path.open(encoding="utf-8", newline="") as file:
            self._head, *self._rows = csv.reader(file)

    def compose(self) -> ComposeResult:
        yield Input()
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False  # so that it can be seen to rest
        table = self.query_one(DataTable)
        table.add_columns(*self._head)
        table.add_rows(self._rows)
        self._waiting = self.set_timer(0, lambda: None)

    def on_input_changed(self) -> None:
        self._waiting.stop()
        self._waiting = self.set_timer(_SECONDS_AFTER_KEYS, self._search)

    def _search(self) -> None:
        text = self.query_one(Input).value.lower()
        table = self.query_one(DataTable)
        table.clear()
        table.add_rows(row for row in self._rows if any(text in cell.lower() for cell in row))


if __name__ == "__main__":
    PlainTable(Path(sys.argv[1])).run()
