"""What every screen has round it: a header line, a status strip, and a footer of keys."""

from rich.text import Text
from textual.app import RenderResult
from textual.widget import Widget
from textual.widgets import Input

from custtui.tui.commands import EVERYWHERE, applying, key_name, reaches_past_text
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT, WRONG
from custtui.tui.widgets.lines import Span, fit
from custtui.values.language import _
from custtui.values.text import shown


class OneLine(Widget):
    """One line of text that never wraps and is never parsed."""

    DEFAULT_CSS = "OneLine { height: 1; width: 100%; background: $background; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: tuple[Span, ...] = ()
        self._right: tuple[Span, ...] = ()

    def put(self, *left: Span, right: tuple[Span, ...] = ()) -> None:
        """Show these spans from the left, and those at the right end."""
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> RenderResult:
        text = _text(self._left)
        right = _text(self._right)
        width = self.size.width
        room = max(0, width - right.cell_len - (1 if right.cell_len else 0))
        text.truncate(room, overflow="ellipsis")
        gap = width - text.cell_len - right.cell_len
        return text.append(" " * max(0, gap), TEXT).append_text(right)


def _text(spans: tuple[Span, ...]) -> Text:
    text = Text(no_wrap=True, end="")
    for span in spans:
        text.append(shown(span.text), span.style)
    return text


class HeaderLine(OneLine):
    """File, day, account and counts."""


class StatusStrip(OneLine):
    """What happened last; it stays until something else happens."""

    def say(self, text: str, *, wrong: bool = False, hint: str = "") -> None:
        """Show one sentence, and at the right end what can be done about it."""
        style = WRONG if wrong else TEXT
        self.put(Span(" " + text, style), right=(Span(hint + " ", QUIET),) if hint else ())


class KeyFooter(OneLine):
    """The six keys that matter on this screen, from the command registry."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self._scopes = scopes

    def show_for(self, *scopes: str) -> None:
        """Show the keys of these scopes from now on."""
        self._scopes = scopes
        self.refresh()

    def render(self) -> RenderResult:
        text = Text(no_wrap=True, end="")
        shown_commands = sorted(
            (c for c in applying((*self._scopes, EVERYWHERE)) if c.footer), key=lambda c: c.footer
        )
        typing = isinstance(self.app.focused, Input)
        for command in shown_commands:
            key = next(filter(reaches_past_text, command.keys), None) if typing else command.keys[0]
            if key is None:
                continue
            text.append(f" {key_name(key)} ", ACCENT)
            text.append(f"{_(command.label)}  ", QUIET)
        text.truncate(self.size.width, overflow="ellipsis")
        return text


def title(text: str, width: int) -> Span:
    """A heading in `width` cells."""
    return Span(fit(text, width), STRONG)
