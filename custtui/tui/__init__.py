"""The app: commands, screens, widgets. The only floor that knows Textual."""

from custtui.reading.connection import is_finished
from custtui.tui.session import Session, Start


def run(start: Start) -> int:
    """Open the app on a book and stay until it is left; BookError when it can't be opened."""
    if not start.read_only and not is_finished(start.path):
        from custtui.store import open_book

        open_book(start.path, start.today(), start.settings)
    session = Session(start)
    from custtui.tui.app import CusttuiApp

    try:
        app = CusttuiApp(session)
        app.run()
    finally:
        session.close()
    return app.return_code or 0
