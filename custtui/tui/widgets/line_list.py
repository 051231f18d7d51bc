"""A list on Textual's line API: any number of rows, only those on screen are ever drawn."""

from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from custtui.tui.commands import LIST, bindings
from custtui.tui.theme import CURSOR, CURSOR_ASIDE, QUIET
from custtui.tui.widgets.lines import Line, Span, strip_of


class LineList(ScrollView, can_focus=True):
    """A head line that stays, rows below it, and a cursor. Subclasses give the lines."""

    BINDINGS = bindings(LIST)
    DEFAULT_CSS = """
    LineList { height: 1fr; background: $background; scrollbar-size-vertical: 1;
               overflow-x: hidden; }
    """

    cursor: reactive[int] = reactive(0, repaint=False)

    class CursorMoved(Message):
        """The cursor stands on another row, or on the same row of new content."""

        def __init__(self, line_list: "LineList") -> None:
            super().__init__()
            self.line_list = line_list

        @property
        def control(self) -> "LineList":
            return self.line_list

    class Chosen(Message):
        """Somebody clicked on the row under the cursor."""

        def __init__(self, line_list: "LineList") -> None:
            super().__init__()
            self.line_list = line_list

        @property
        def control(self) -> "LineList":
            return self.line_list

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def head_line(self, width: int) -> Line:
        """The head, `width` cells wide; an empty one takes no line."""
        return ()

    def row_line(self, index: int, width: int) -> Line:
        """The row at `index`, `width` cells wide."""
        raise NotImplementedError

    def empty_line(self) -> str:
        """What stands in place of rows when there are none."""
        return ""

    def rows_changed(self) -> None:
        """Draw anew after the rows have changed; the cursor stays on a row that is there."""
        self.virtual_size = Size(self.size.width, self.row_count + self._head)
        self.cursor = max(0, min(self.cursor, self.row_count - 1))
        self._show_cursor()
        self.refresh()
        self.post_message(self.CursorMoved(self))

    @property
    def _head(self) -> int:
        return 1 if self.head_line(self.size.width) else 0

    @property
    def _page(self) -> int:
        return max(1, self.size.height - self._head)

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, self.row_count + self._head)
        self._show_cursor()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        head = self._head
        if head and y == 0:
            return strip_of(self.head_line(width), width, QUIET)
        index = round(self.scroll_y) + y - head
        if index >= self.row_count:
            text = self.empty_line() if y == head and not self.row_count else ""
            return strip_of((Span(" " + text, QUIET),), width)
        return strip_of(self.row_line(index, width), width, self._ground(index))

    def _ground(self, index: int) -> Style | None:
        if index != self.cursor:
            return None
        return CURSOR if self.has_focus else CURSOR_ASIDE

    def watch_cursor(self, before: int, after: int) -> None:
        if before == after:
            return
        self._show_cursor()
        for index in (before, after):
            y = index - round(self.scroll_y) + self._head
            if self._head <= y < self.size.height:
                self.refresh(Region(0, y, self.size.width, 1))
        self.post_message(self.CursorMoved(self))

    def _show_cursor(self) -> None:
        top = round(self.scroll_y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + self._page:
            self.scroll_to(y=self.cursor - self._page + 1, animate=False)

    def _move(self, to: int) -> None:
        if self.row_count:
            self.cursor = max(0, min(to, self.row_count - 1))

    def on_click(self, event: object) -> None:
        y = getattr(event, "y", 0)
        index = round(self.scroll_y) + y - self._head
        if y >= self._head and index < self.row_count:
            if index == self.cursor:
                self.post_message(self.Chosen(self))
            self._move(index)

    def action_cursor_down(self) -> None:
        self._move(self.cursor + 1)

    def action_cursor_up(self) -> None:
        self._move(self.cursor - 1)

    def action_page_down(self) -> None:
        self._move(self.cursor + self._page)

    def action_page_up(self) -> None:
        self._move(self.cursor - self._page)

    def action_first(self) -> None:
        self._move(0)

    def action_last(self) -> None:
        self._move(self.row_count - 1)
