"""A field whose caret stands still: over a slow line every blink is a repaint that says nothing."""

from textual.reactive import reactive
from textual.widgets import Input


class StillInput(Input):
    """A line of text."""

    cursor_blink = reactive(False, init=False)
