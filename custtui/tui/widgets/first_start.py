"""An empty book says three things, and nothing else; to a reader, that it is empty."""

from textual.strip import Strip
from textual.widget import Widget

from custtui.tui.commands import FIRST_START, bindings, key_name, listed
from custtui.tui.screens.page import Page
from custtui.tui.theme import ACCENT, TEXT
from custtui.tui.widgets.lines import Span, strip_of
from custtui.values.language import _


class FirstStart(Widget, can_focus=True):
    """What a newcomer can press."""

    BINDINGS = bindings(FIRST_START)
    DEFAULT_CSS = "FirstStart { height: 1fr; background: $background; }"
    #: In the order in which they help.
    _ORDER = ("import_file", "new_customer", "sample_data")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        may_write = not self._page.session.read_only
        offers = sorted(
            listed((FIRST_START,), may_write=may_write), key=lambda c: self._ORDER.index(c.id)
        )
        place, rest = divmod(y - max(1, self.size.height // 2 - 3), 2)
        left = " " * max(2, width // 2 - 18)
        if not may_write:  # whoever may not fill the book is told why there is nothing
            if (place, rest) == (0, 0):
                return strip_of((Span(left), Span(_("This book is empty."), TEXT)), width)
            place -= 1
        if rest or not 0 <= place < len(offers):
            return strip_of((), width)
        command = offers[place]
        return strip_of(
            (
                Span(left),
                Span(f"{key_name(command.keys[0])}   ", ACCENT),
                Span(_(command.label), TEXT),
            ),
            width,
        )

    @property
    def _page(self) -> Page:
        assert isinstance(self.screen, Page)
        return self.screen

    def action_import_file(self) -> None:
        from custtui.tui import recording
        from custtui.tui.screens.importing import Import

        if recording.may_write(self._page.desk):
            self.app.push_screen(Import())

    def action_new_customer(self) -> None:
        from custtui.tui import recording

        recording.new_customer(self._page.desk, "")

    def action_sample_data(self) -> None:
        from custtui.tui.demo import look_round

        self.run_worker(look_round(self._page.desk), exclusive=True)
