"""A screen around one list of records."""

from abc import abstractmethod

from textual import on
from textual.app import ComposeResult

from custtui.tui.commands import Command
from custtui.tui.screens.page import Page
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.record_list import RecordList


class ListPage(Page):
    """The list has the keys from the start, and is read again whenever the book changes."""

    def body(self) -> ComposeResult:
        yield RecordList()

    def on_mount(self) -> None:
        self.show_frame()
        self.records.focus()
        self.read_records()

    @property
    def records(self) -> RecordList:
        """The list."""
        return self.query_one(RecordList)

    def applies(self, command: Command) -> bool:
        about_nothing = command.of_row and self.records.row is None
        return super().applies(command) and not about_nothing

    @on(LineList.CursorMoved)
    def _keys_of_row(self) -> None:
        self.show_keys()

    @abstractmethod
    def read_records(self) -> object:
        """Read what the list shows and put it there, beside the keys."""

    def book_changed(self) -> None:
        if self.is_mounted:
            self.read_records()
