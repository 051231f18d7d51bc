"""A list on Textual's line API: any number of rows, only those on screen are ever drawn."""

from abc import abstractmethod
from typing import ClassVar, Self

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from custtui.tui.commands import LIST, bindings
from custtui.tui.theme import CURSOR, CURSOR_ASIDE, EDGE, QUIET
from custtui.tui.widgets.drawn import DrawnLines
from custtui.tui.widgets.lines import Line, Span, strip_of

#: A line as it is drawn: its spans, what lies under it, and the mark at its edge.
_Drawn = tuple[Line, Style | None, Span | None]
_PLACE = Span("▐", EDGE)
#: Rows that a turn of the mouse wheel goes past.
_TURN = 3


class LineList(DrawnLines, can_focus=True):
    """A head line that stays, rows below it, and a cursor. Subclasses give the lines.

    It scrolls by itself: Textual's scroll bar is a third of each repaint, and lays out the whole
    screen anew whenever there are more or fewer rows.
    """

    BINDINGS = bindings(LIST)
    DEFAULT_CSS = "LineList { height: 1fr; background: $background; }"

    cursor: reactive[int] = reactive(0, repaint=False)
    #: Whether a head line stands above the rows.
    has_head: ClassVar[bool] = True

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

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        #: Its size: asked at every line, and Textual works it out anew each time.
        self._extent = Size(0, 0)
        #: The row below the head.
        self.top = 0
        #: What stands on screen or is to be painted next, by line.
        self._drawn: dict[int, _Drawn] = {}
        #: Whether what is on screen goes with the cursor; not where the wheel has left it behind.
        self._follows = True

    @property
    @abstractmethod
    def row_count(self) -> int:
        """How many rows there are."""

    def head_line(self, width: int) -> Line:
        """The head, `width` cells wide, where there is one."""
        return ()

    @abstractmethod
    def row_line(self, index: int, width: int) -> Line:
        """The row at `index`, `width` cells wide."""

    def empty_line(self) -> str:
        """What stands in place of rows when there are none."""
        return ""

    @property
    def shows_cursor(self) -> bool:
        """Whether the cursor is on screen."""
        return self.top <= self.cursor < self.top + self._page

    def rows_changed(self) -> None:
        """Draw anew after the rows have changed; the cursor stays on a row that is there."""
        self.cursor = max(0, min(self.cursor, self.row_count - 1))
        self._show_cursor()
        self.draw_changed()
        self.post_message(self.CursorMoved(self))

    def draw_changed(self) -> None:
        """Draw the lines that are others than those on screen: over a slow line each one counts."""
        for y in range(self._extent.height):
            line = self._line_at(y)
            if line != self._drawn.get(y):
                self.refresh(Region(0, y, self._extent.width, 1))
                self._drawn[y] = line

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        for y in [y for region in regions for y in region.line_range] or list(self._drawn):
            self._drawn.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @property
    def _width(self) -> int:
        """What the mark of the place leaves."""
        return self._extent.width - 1

    @property
    def _head(self) -> int:
        return int(self.has_head)

    @property
    def _page(self) -> int:
        return max(1, self._extent.height - self._head)

    def on_resize(self, event: events.Resize) -> None:
        self._extent = event.size
        self.refresh()
        self._show_cursor()

    def on_focus(self) -> None:
        self.draw_changed()

    def on_blur(self) -> None:
        self.draw_changed()

    def render_lines(self, crop: Region) -> list[Strip]:
        # The first frame is painted before anybody is told of the size.
        if not self._extent:
            self._extent = self.size
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        if y not in self._drawn:
            self._drawn[y] = self._line_at(y)
        line, ground, edge = self._drawn[y]
        return strip_of(line, self._extent.width, ground, edge)

    def _line_at(self, y: int) -> _Drawn:
        return *self._row_at(y), self._mark_at(y)

    def _mark_at(self, y: int) -> Span | None:
        """The mark at the edge that says which part of all rows is on screen."""
        rows, page, place = self.row_count, self._page, y - self._head
        if rows <= page or place < 0:
            return None
        long = max(1, page * page // rows)
        first = self.top * (page - long) // (rows - page)
        return _PLACE if first <= place < first + long else None

    def _row_at(self, y: int) -> tuple[Line, Style | None]:
        width = self._width
        head = self._head
        if head and y == 0:
            return self.head_line(width), QUIET
        index = self.top + y - head
        if index >= self.row_count:
            text = self.empty_line() if y == head and not self.row_count else ""
            return (Span(" " + text, QUIET),), None
        return self.row_line(index, width), self._ground(index)

    def _ground(self, index: int) -> Style | None:
        if index != self.cursor:
            return None
        return CURSOR if self.has_focus else CURSOR_ASIDE

    def watch_cursor(self, before: int, after: int) -> None:
        if before == after:
            return
        self._show_cursor()
        for index in (before, after):
            y = index - self.top + self._head
            if self._head <= y < self._extent.height:
                self.refresh(Region(0, y, self._extent.width, 1))
        self.post_message(self.CursorMoved(self))

    def _show_cursor(self) -> None:
        """Bring the cursor on screen.

        A step over the edge scrolls by half a page: each scrolling repaints the whole list, which
        a held key would do at every row.
        """
        top, page = self.top, self._page
        if not self._follows:
            pass
        elif self.cursor < top:
            is_step = self.cursor == top - 1
            top = self.cursor - (page // 2 if is_step else 0)
        elif self.cursor >= top + page:
            is_step = self.cursor == top + page
            top = self.cursor + 1 - (page // 2 if is_step else page)
        self._scroll(top)

    def _scroll(self, top: int) -> None:
        """Put that row below the head, or the nearest that leaves no room below the last one."""
        top = max(0, min(top, self.row_count - self._page))
        if top != self.top:
            self.top = top
            self.refresh()

    def on_mouse_scroll_down(self) -> None:
        self._scroll(self.top + _TURN)

    def on_mouse_scroll_up(self) -> None:
        self._scroll(self.top - _TURN)

    def _move(self, to: int) -> None:
        if self.row_count:
            self.cursor = max(0, min(to, self.row_count - 1))

    def head_clicked(self, x: int) -> None:
        """Somebody clicked on the head, so many cells from the left."""

    def on_click(self, event: object) -> None:
        y = getattr(event, "y", 0)
        if y < self._head:
            self.head_clicked(getattr(event, "x", 0))
        index = self.top + y - self._head
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
