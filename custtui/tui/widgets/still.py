"""A field whose caret stands still, and whose typing can be taken back.

Over a slow line every blink is a repaint that says nothing. Textual's own `Input` knows no undo, so
ctrl+z in a field would reach past it, to the last edit of the book.
"""

from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import Input

from custtui.tui.commands import EVERYWHERE, keys_of

_MOST_STEPS = 200
#: What was typed, and where the caret stood.
_Typed = tuple[str, int]


class StillInput(Input):
    """A line of text. What undo and redo mean is a matter of the text while it has the caret."""

    cursor_blink = reactive(False, init=False)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys_of("undo", EVERYWHERE), "undo_typing"),
        Binding(keys_of("redo", EVERYWHERE), "redo_typing"),
    ]
    #: Whether the keys reach past the field where nothing was typed since the last edit.
    hands_on: ClassVar[bool] = False

    _before: tuple[_Typed, ...] = ()
    _after: tuple[_Typed, ...] = ()
    _last_grown = 0
    _is_going = False

    def on_mount(self) -> None:
        self.forget_typing()

    def forget_typing(self) -> None:
        """What was typed so far is not taken back any more."""
        self._before, self._after, self._last_grown = (), (), 0

    @property
    def has_undo(self) -> bool:
        """Whether undo or redo are about this text while it has the caret, and not about edits."""
        return not self.hands_on or bool(self._before or self._after)

    def watch_value(self, before: str, after: str) -> None:
        """Keep the text as it was; letters typed, or deleted, one after another are one step."""
        if before == after or self._is_going:
            return
        grown = len(after) - len(before)
        goes_on = abs(grown) == 1 and grown == self._last_grown and not after.endswith(" ")
        if not (goes_on and self._before):
            self._before = (*self._before[1 - _MOST_STEPS :], (before, self.cursor_position))
        self._after, self._last_grown = (), grown

    def action_undo_typing(self) -> None:
        self._before, self._after = self._go(self._before, self._after)

    def action_redo_typing(self) -> None:
        self._after, self._before = self._go(self._after, self._before)

    def _go(
        self, source: tuple[_Typed, ...], target: tuple[_Typed, ...]
    ) -> tuple[tuple[_Typed, ...], tuple[_Typed, ...]]:
        """Go to the last text of `source`; the one that stands now goes to `target`."""
        if not source:
            if self.hands_on:
                raise SkipAction
            return source, target
        now, (text, caret) = (self.value, self.cursor_position), source[-1]
        self._is_going = True
        self.value = text
        self._is_going = False
        self.cursor_position = min(caret, len(text))
        self._last_grown = 0
        return source[:-1], (*target, now)
