"""Every key that works here, from the command registry."""

from rich.cells import cell_len

from custtui.tui.commands import EVERYWHERE, LIST, PAGE, Command, bindings, key_name, listed
from custtui.tui.screens.lines_page import LinesPage
from custtui.tui.theme import ACCENT, STRONG, TEXT
from custtui.tui.widgets.lines import Line, Span
from custtui.values.language import _

_KEYS_WIDTH = 18
_PALETTE = ("ctrl+p",)


class Help(LinesPage):
    """F1 or `?`."""

    scope = PAGE
    BINDINGS = bindings(PAGE)

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about

    def show_lines(self) -> None:
        lines: list[Line] = []
        for heading, scope in (
            (_("On this screen"), self._about),
            (_("In a list"), LIST),
            (_("Everywhere"), EVERYWHERE),
        ):
            commands = listed((scope,), may_write=not self.session.read_only)
            if commands:
                lines += [(Span(heading, STRONG),), *map(_command_line, commands), ()]
        hint = _("In a field the letters are text; F-keys and ctrl keys work there too.")
        self.put([*lines, (Span(hint, TEXT),)])


def _command_line(command: Command) -> Line:
    # What has no key of its own is in the list of all commands.
    keys = "  ".join(map(key_name, command.keys or _PALETTE))
    padding = " " * max(1, _KEYS_WIDTH - cell_len(keys))
    return (Span(f"  {keys}{padding}", ACCENT), Span(_(command.label), TEXT))
