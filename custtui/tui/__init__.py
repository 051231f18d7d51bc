"""The app: commands, screens, widgets. The only floor that knows Textual."""

from custtui.tui.session import Session, Start


def run(start: Start) -> int:
    """Open the app on a book and stay until it is left; BookError when it can't be opened."""
    if not start.path.exists() and not start.read_only:
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
