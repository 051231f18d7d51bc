"""The app: commands, screens, widgets. The only floor that knows Textual."""

import gc
import os
import sys

from custtui.reading.connection import is_finished
from custtui.tui.session import Session
from custtui.tui.start import Start

_GIVE_WAY_SECONDS = 0.0005
#: What Textual logs by: every key that is pressed, every screen that is drawn.
_LOGGING = ("TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT")


def run(start: Start) -> int:
    """Open the app on a book and stay until it is left; BookError when it can't be opened."""
    if not start.read_only and not is_finished(start.path):
        from custtui.store import open_book

        open_book(start.path, start.today(), start.settings)
    # 24-bit colours make a repaint half as long again; over a slow line that is felt.
    if os.environ.get("COLORTERM") in ("truecolor", "24bit"):
        os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "256")
    # An esc is one after 50 ms: Textual's 100 are felt, and keys of more bytes come in one piece.
    os.environ.setdefault("ESCDELAY", "50")
    # Threads that read or load give way to a key ten times sooner than Python's own 5 ms.
    sys.setswitchinterval(_GIVE_WAY_SECONDS)
    # What the start makes stays: to look through it for garbage again and again takes a tenth.
    gc.disable()
    # What other programs are told to log by, this one would log keys and names by.
    for variable in _LOGGING:
        os.environ.pop(variable, None)
    session = Session(start)
    from custtui.tui.app import CusttuiApp
    from custtui.tui.ending import Ending

    try:
        app = CusttuiApp(session)
        app.ending = Ending()
        with app.ending.watching():
            app.run()
    finally:
        session.close()
    return app.return_code or 0
