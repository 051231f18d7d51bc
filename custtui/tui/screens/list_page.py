"""A screen around one list of records."""

from abc import abstractmethod

from textual.app import ComposeResult

from custtui.tui.screens.page import Page
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

    @abstractmethod
    def read_records(self) -> object:
        """Read what the list shows and put it there, beside the keys."""

    def book_changed(self) -> None:
        if self.is_mounted:
            self.read_records()
