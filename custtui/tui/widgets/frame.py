"""What every screen has round it: a header line, a status strip, and a footer of keys."""

from typing import Protocol, runtime_checkable

from textual.strip import Strip
from textual.widgets import Input

from custtui.tui.commands import EVERYWHERE, Command, applying, key_name, reaches_past_text
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT, WRONG
from custtui.tui.widgets.drawn import DrawnLines
from custtui.tui.widgets.lines import Line, Span, fit, length, shortened, strip_of, wrapped
from custtui.values.language import _


class OneLine(DrawnLines):
    """One line of text that never wraps and is never parsed."""

    DEFAULT_CSS = "OneLine { height: 1; width: 100%; background: $background; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: tuple[Span, ...] = ()
        self._right: tuple[Span, ...] = ()

    def put(self, *left: Span, right: tuple[Span, ...] = ()) -> None:
        """Show these spans from the left, and those at the right end."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def spans(self) -> tuple[Line, Line]:
        """What stands at the left, and what at the right end."""
        return self._left, self._right

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        left, right = self.spans()
        taken = length(right)
        left = shortened(left, max(0, width - taken - (1 if taken else 0)))
        gap = Span(" " * max(0, width - length(left) - taken))
        return strip_of((*left, gap, *right), width)


class FewLines(DrawnLines):
    """Text that is never parsed, on as many lines as it takes, up to four."""

    DEFAULT_CSS = "FewLines { height: 1; width: 100%; background: $background; }"
    _MOST = 4

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Span("")

    def put(self, text: Span) -> None:
        """Show this text."""
        self._text = text
        self._settle()

    def on_resize(self) -> None:
        self._settle()

    def render_line(self, y: int) -> Strip:
        lines = self._lines()
        return strip_of(lines[y] if y < len(lines) else (), self.size.width)

    def _lines(self) -> list[Line]:
        width = max(1, self.size.width)
        lines = wrapped(self._text.text, width, self._text.style)
        if len(lines) > self._MOST:
            cut = Span(fit(lines[self._MOST - 1][0].text + " …", width), self._text.style)
            lines[self._MOST - 1 :] = [(cut,)]
        return lines

    def _settle(self) -> None:
        self.styles.height = len(self._lines())
        self.refresh()


class HeaderLine(OneLine):
    """File, day, account and counts."""


class StatusStrip(OneLine):
    """What happened last; it stays until something else happens.

    One line; a longer sentence gets as many as it takes, up to three, where the window is not low.
    """

    _MOST, _LOW = 3, 16

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ((),)

    def say(self, text: str, *, wrong: bool = False, hint: str = "") -> None:
        """Show one sentence, and at the right end what can be done about it."""
        self.set_class(not text, "-silent")
        style = WRONG if wrong else TEXT
        self.put(Span(" " + text, style), right=(Span(hint + " ", QUIET),) if hint else ())
        self.settle()

    def on_resize(self) -> None:
        self.settle()

    def render_line(self, y: int) -> Strip:
        if len(self._lines) == 1 and y == 0:
            return super().render_line(y)
        return strip_of(self._lines[y] if y < len(self._lines) else (), self.size.width)

    def settle(self) -> None:
        """Take as many lines as it needs in the window as it is."""
        lines = self._laid_out()
        if lines != self._lines:
            self._lines = lines
            self.styles.height = len(lines)
            self.refresh()

    def _laid_out(self) -> tuple[Line, ...]:
        """The lines of a sentence that needs several; one that is laid out as any other line."""
        width, (left, right) = self.size.width, self.spans()
        taken = length(right)
        if length(left) + taken < width or width < 2 or self.app.size.height < self._LOW:
            return ((),)
        lines = [(Span(" "), *line) for line in wrapped(left[0].text[1:], width - 2, left[0].style)]
        if len(lines) > self._MOST:
            cut = Span(fit(lines[self._MOST - 1][1].text + " …", width - 2), left[0].style)
            lines[self._MOST - 1 :] = [(Span(" "), cut)]
        room = width - length(lines[-1]) - taken
        if taken and room < 1 and len(lines) < self._MOST:
            lines.append(())
            room = width - taken
        if taken and room >= 0:
            lines[-1] = (*lines[-1], Span(" " * room), *right)
        return tuple(lines)


@runtime_checkable
class Choosy(Protocol):
    """A screen on which not every command of its scope does something all the time."""

    def applies(self, command: Command) -> bool:
        """Whether it does something now."""


class KeyFooter(OneLine):
    """The six keys that matter on this screen, from the command registry: those that work now."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self._scopes = scopes

    def show_for(self, *scopes: str) -> None:
        """Show the keys of these scopes from now on."""
        self._scopes = scopes
        self.look_again()

    def look_again(self) -> None:
        """Show the keys that work by now."""
        self.put(*self._keys())

    def on_mount(self) -> None:
        self.look_again()

    def spans(self) -> tuple[Line, Line]:
        self._left = self._keys()
        return super().spans()

    def _keys(self) -> Line:
        spans: list[Span] = []
        typing = isinstance(self.app.focused, Input)
        for command in self._commands():
            key = next(filter(reaches_past_text, command.keys), None) if typing else command.keys[0]
            if key is None:
                continue
            spans += [Span(f" {key_name(key)} ", ACCENT), Span(f"{_(command.label)}  ", QUIET)]
        return tuple(spans)

    def _commands(self) -> list[Command]:
        page = self.screen
        found = [c for c in applying((*self._scopes, EVERYWHERE)) if c.footer]
        if isinstance(page, Choosy):
            found = [command for command in found if page.applies(command)]
        return sorted(found, key=lambda command: command.footer)


def title(text: str, width: int) -> Span:
    """A heading in `width` cells."""
    return Span(fit(text, width), STRONG)
