"""Every key that works here, from the command registry."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from custtui.tui.commands import EVERYWHERE, LIST, PAGE, Command, applying, bindings, key_name
from custtui.tui.screens.page import Page
from custtui.tui.theme import ACCENT, STRONG, TEXT
from custtui.tui.widgets.frame import HeaderLine, StatusStrip
from custtui.tui.widgets.lines import Line, Span
from custtui.tui.widgets.paper import Paper
from custtui.values.language import _

_KEYS_WIDTH = 18
_PALETTE = ("ctrl+p",)


class Help(Page):
    """F1 or `?`."""

    scope = PAGE
    BINDINGS = bindings(PAGE)
    CSS = "Help VerticalScroll { padding: 1 2; }"

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        with VerticalScroll():
            yield Paper()
        yield StatusStrip()
        yield self.footer()

    def on_mount(self) -> None:
        self.show_frame()
        self.query_one(VerticalScroll).focus()
        lines: list[Line] = []
        for heading, scope in (
            (_("On this screen"), self._about),
            (_("In a list"), LIST),
            (_("Everywhere"), EVERYWHERE),
        ):
            commands = applying((scope,))
            if commands:
                lines += [(Span(heading, STRONG),), *map(_command_line, commands), ()]
        hint = _("In a field the letters are text; F-keys and ctrl keys work there too.")
        self.query_one(Paper).put([*lines, (Span(hint, TEXT),)])

    def action_leave(self) -> None:
        self.dismiss()


def _command_line(command: Command) -> Line:
    # What has no key of its own is in the list of all commands.
    keys = "  ".join(map(key_name, command.keys or _PALETTE))
    padding = " " * max(1, _KEYS_WIDTH - cell_len(keys))
    return (Span(f"  {keys}{padding}", ACCENT), Span(_(command.label), TEXT))
