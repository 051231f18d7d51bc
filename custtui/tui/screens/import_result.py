"""What came of an import: the counts, the rows that were refused, and what else is to be told."""

from pathlib import Path

from textual.app import ComposeResult

from custtui.exchange.imported import Imported
from custtui.tui.commands import IMPORT_RESULT, bindings
from custtui.tui.import_told import result_lines
from custtui.tui.screens.page import Page
from custtui.tui.theme import STRONG
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.text_lines import TextLines
from custtui.values.language import _


class ImportResult(Page):
    """The last step; enter goes to the customers."""

    scope = IMPORT_RESULT
    BINDINGS = bindings(IMPORT_RESULT)
    CSS = "ImportResult #title { margin: 1 0 1 0; }"

    def __init__(self, imported: Imported, path: Path) -> None:
        super().__init__()
        self._imported = imported
        self._path = path

    def body(self) -> ComposeResult:
        yield OneLine(id="title")
        yield TextLines()

    def on_mount(self) -> None:
        self.show_frame()
        self.query_one(TextLines).focus()

    def show_frame(self) -> None:
        super().show_frame()
        self.query_one("#title", OneLine).put(Span(" " + _("Imported"), STRONG))
        self.query_one(TextLines).show(
            lambda width: result_lines(self._imported, self._path, width)
        )

    def action_finish(self) -> None:
        self.desk.action_go_customers()
