"""Nothing of the book stays on a terminal that has no other screen to draw on.

Most terminals show a program its own screen and bring back what stood there before. Some do not:
the console of Linux, GNU screen as it comes, tmux where it is told so. There the last screen would
stay, and go into what can be scrolled back to.
"""

import os

from textual.drivers.linux_driver import LinuxDriver

_OTHERWISE_ROWS = 24


def wiped(rows: int) -> str:
    """What empties so many rows, one by one: cleared as a whole they would go into the scrollback.

    The cursor goes to the first one.
    """
    return "\x1b[m" + "".join(f"\x1b[{row};1H\x1b[2K" for row in range(rows, 0, -1)) + "\x1b[H"


class WipingDriver(LinuxDriver):
    """Textual's driver, which empties the screen before it gives it back."""

    def stop_application_mode(self) -> None:
        try:
            rows = os.get_terminal_size(self.fileno).lines
        except OSError:
            rows = _OTHERWISE_ROWS
        self.write(wiped(rows or _OTHERWISE_ROWS))
        super().stop_application_mode()
