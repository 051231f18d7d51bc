"""What stands on a terminal after a program has ended: on the screen, and scrolled up before it."""

from copy import deepcopy

import pyte
from pyte.screens import Char, Cursor, History, StaticDefaultDict

#: What a terminal keeps of one screen: its rows, its cursor, what is scrolled away.
_Kept = tuple[dict[int, StaticDefaultDict[int, Char]], Cursor, History]
PROMPT = b"$ custtui\r\n"
_OTHER_SCREEN = 1049
_ROWS_KEPT = 5_000


class WithoutOtherScreen(pyte.HistoryScreen):
    """A terminal that draws programs where all else is drawn, as the console of Linux does."""

    @property
    def everything(self) -> str:
        """All that can be read, also by scrolling back."""
        rows = [*self.history.top, *(self.buffer[y] for y in range(self.lines))]
        return "\n".join(self._text(row) for row in [*rows, *self.history.bottom])

    def _text(self, row: StaticDefaultDict[int, Char]) -> str:
        return "".join(row[x].data for x in range(self.columns)).rstrip()


class WithOtherScreen(WithoutOtherScreen):
    """A terminal that has another screen for programs, as most do."""

    _before: _Kept | None = None

    def set_mode(self, *modes: int, **options: bool) -> None:
        if options.get("private") and _OTHER_SCREEN in modes and self._before is None:
            self._before = deepcopy((self.buffer, self.cursor, self.history))
            self.erase_in_display(2)
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes: int, **options: bool) -> None:
        super().reset_mode(*modes, **options)
        if options.get("private") and _OTHER_SCREEN in modes and self._before is not None:
            (self.buffer, self.cursor, self.history), self._before = self._before, None


def left_behind(
    kind: type[WithoutOtherScreen], output: bytes, columns: int = 80, rows: int = 24
) -> str:
    """All that can be read on such a terminal, once it was sent that."""
    screen = kind(columns, rows, history=_ROWS_KEPT)
    stream = pyte.ByteStream(screen)
    stream.feed(PROMPT)
    stream.feed(output)
    return screen.everything
