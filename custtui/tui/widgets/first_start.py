"""An empty book says three things, and nothing else."""

from textual.strip import Strip
from textual.widget import Widget

from custtui.tui.commands import FIRST_START, applying, bindings, key_name
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
        offers = sorted(applying((FIRST_START,)), key=lambda c: self._ORDER.index(c.id))
        place, rest = divmod(y - max(1, self.size.height // 2 - 3), 2)
        if rest or not 0 <= place < len(offers):
            return strip_of((), width)
        command = offers[place]
        left = " " * max(2, width // 2 - 18)
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
