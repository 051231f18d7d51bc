"""Back to the shell for a while: the terminal is as it was before, and drawn anew at the return."""

import os

from custtui.tui.keys_in_order import KeysInOrder
from custtui.values.language import _


class Suspending(KeysInOrder):
    """An app that can be suspended from the palette, as ctrl+z is undo; or by a signal."""

    def follow_suspensions(self) -> None:
        """From here on the screen is drawn anew after each suspension."""
        self.app_resume_signal.subscribe(self, lambda _app: self.draw_anew())

    def draw_anew(self) -> None:
        """Draw the whole screen, whatever the terminal may show."""
        self.refresh(layout=True)
        self.screen.refresh(layout=True)

    def why_not_suspended(self) -> str | None:
        """Why it can't be suspended here, or None."""
        if _has_shell():
            return None
        return _("There is no shell here to go back to.")


def _has_shell() -> bool:
    """Whether somebody in this session can bring a stopped process back, as a shell does."""
    try:
        return os.getsid(os.getppid()) == os.getsid(0)
    except OSError:
        return False
