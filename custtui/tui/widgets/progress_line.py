"""How far something is, in one line: a bar, a share, and what is counted."""

from custtui.tui.theme import ACCENT, QUIET, TEXT
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span
from custtui.values.language import _

_WIDTH = 30


class ProgressLine(OneLine):
    """Empty until something is told."""

    def tell(self, doing: str, done: int, total: int) -> None:
        """Show what is being done, and how much of it; no bar where the total is not known."""
        if total <= 0:
            self.put(Span(f" {doing}", TEXT))
            return
        done = min(done, total)
        filled = _WIDTH * done // total
        told = _("{percent} % of {total} rows").format(
            percent=100 * done // total, total=f"{total:,}"
        )
        self.put(
            Span(f" {doing}  ", TEXT),
            Span("━" * filled, ACCENT),
            Span("─" * (_WIDTH - filled), QUIET),
            Span(f"  {told}", TEXT),
        )
