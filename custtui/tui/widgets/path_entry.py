"""A path to type: tab completes it, and the files that answer to it stand below."""

import asyncio
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from custtui.tui.theme import ACCENT, QUIET, TEXT, WRONG
from custtui.tui.typed_paths import Found, completed, matching, short, typed_path
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.tui.widgets.still import StillInput
from custtui.values.language import _

_KIBI = 1024
_SIZE_WIDTH = 10
_DAY_WIDTH = 12


class FoundLines(LineList):
    """The files and folders that answer to what is typed."""

    has_head = False

    def __init__(self) -> None:
        super().__init__()
        self.can_focus = False
        self._found: list[Found] = []
        self._whole_paths = False
        #: Somebody went to a row with the arrows: enter means that row.
        self.moved = False

    def show(self, found: list[Found], *, whole_paths: bool) -> None:
        """Show these; with `whole_paths` where they lie too."""
        self._found, self._whole_paths, self.moved = found, whole_paths, False
        self.cursor = 0
        self.rows_changed()

    @property
    def found(self) -> Found | None:
        """The row under the cursor."""
        return self._found[self.cursor] if self.cursor < len(self._found) else None

    @property
    def row_count(self) -> int:
        return len(self._found)

    def row_line(self, index: int, width: int) -> Line:
        found = self._found[index]
        name = short(found.path) if self._whole_paths else found.path.name
        if found.is_folder:
            return (Span(" "), Span(fit(name + "/", width - 2), ACCENT))
        day = f"{datetime.fromtimestamp(found.modified):%Y-%m-%d}"
        room = max(8, width - 2 - _SIZE_WIDTH - _DAY_WIDTH)
        return (
            Span(" "),
            Span(fit(name, room), TEXT),
            Span(fit(_size(found.size), _SIZE_WIDTH, right=True), QUIET),
            Span(fit(day, _DAY_WIDTH, right=True), QUIET),
        )

    def empty_line(self) -> str:
        return ""


class PathInput(StillInput):
    """The line of a `PathEntry`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list('cursor_down')"),
        Binding("up", "list('cursor_up')"),
        Binding("pagedown", "list('page_down')"),
        Binding("pageup", "list('page_up')"),
    ]

    def action_list(self, action: str) -> None:
        self._entry.move(action)

    @property
    def _entry(self) -> "PathEntry":
        entry = self.parent
        assert isinstance(entry, PathEntry)
        return entry


class PathEntry(Vertical):
    """A path, and below it the files that answer to it.

    `must_exist`: only a file that stands there can be taken; a folder is gone into.
    """

    DEFAULT_CSS = """
    PathEntry { height: 1fr; }
    PathEntry PathInput { background: $panel; margin: 0 1 0 1; }
    """

    class Taken(Message):
        """Somebody pressed enter on this path."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    def __init__(self, suffixes: Collection[str], typed: str = "", *, must_exist: bool) -> None:
        super().__init__()
        self._suffixes = suffixes
        self._first = typed
        self._must_exist = must_exist

    def compose(self) -> ComposeResult:
        yield PathInput(self._first, compact=True, select_on_focus=False)
        yield OneLine()
        yield FoundLines()

    def on_mount(self) -> None:
        self.look_again()

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.query_one(PathInput).value

    def put(self, typed: str) -> None:
        """Write this into the line, the caret behind it."""
        line = self.query_one(PathInput)
        line.value = typed
        line.cursor_position = len(typed)

    def focus_text(self) -> None:
        """Put the caret into the line."""
        self.query_one(PathInput).focus()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something of the path right below it; it is gone when more is typed."""
        self.query_one(OneLine).put(Span(f" {text}", WRONG if wrong else TEXT))

    def move(self, action: str) -> None:
        """Move the cursor of the list; the first step down stands on the first row."""
        lines = self.query_one(FoundLines)
        if lines.row_count:
            if lines.moved or action != "cursor_down":
                getattr(lines, f"action_{action}")()
            lines.moved = True
            lines.refresh()

    async def complete(self) -> None:
        """Grow what is typed as far as the names that begin with it agree."""
        found = await self._find()
        if self.app.is_running:
            self.put(completed(self.typed, found))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.look_again()
        self.say("")

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        await self.take()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        found = self.query_one(FoundLines).found
        if found is not None:
            self._take_found(found)

    @work(exclusive=True, group="found")
    async def look_again(self) -> None:
        """Read again which files there are."""
        typed = self.typed
        found = await self._find()
        # Whoever left the screen meanwhile has taken the list away.
        for lines in self.query(FoundLines):
            lines.show(found, whole_paths=not typed.strip())

    async def _find(self) -> list[Found]:
        return await asyncio.to_thread(matching, self.typed, self._suffixes)

    async def take(self) -> None:
        """Enter: the row that was gone to, else what is typed, else the only answer to it."""
        lines, path = self.query_one(FoundLines), typed_path(self.typed)
        if lines.moved and lines.found is not None:
            self._take_found(lines.found)
        elif path is not None and (path.is_file() if self._must_exist else not path.is_dir()):
            self.post_message(self.Taken(path))
        elif path is not None and path.is_dir():
            self._take_found(Found(path, True, 0, 0))
        else:
            files = [each for each in await self._find() if not each.is_folder]
            if not self.app.is_running:
                return
            if self._must_exist and path is not None and len(files) == 1:
                self._take_found(files[0])
            else:
                self.say(_refusal(path), wrong=True)

    def _take_found(self, found: Found) -> None:
        if found.is_folder:
            self.put(str(Path(short(found.path))) + "/")
        else:
            self.put(short(found.path))
            self.post_message(self.Taken(found.path))


def _refusal(path: Path | None) -> str:
    if path is None:
        return _("Type the path of a file, or pick one below with the arrows.")
    return _("There is no file {path}. Tab completes a name; the arrows pick one below.").format(
        path=short(path)
    )


def _size(size: int) -> str:
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < _KIBI or unit == "GiB":
            return f"{size} {unit}"
        size //= _KIBI
    return ""
