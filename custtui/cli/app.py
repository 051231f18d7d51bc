"""`custtui` without a command: the app, or what can be said without a terminal."""

from functools import partial
from pathlib import Path

from custtui.cli import clock
from custtui.cli.opening import settings_of_a_new_book, zone_of
from custtui.cli.options import Options
from custtui.cli.terminal import has_terminal, refuse_odd_terminal


def run(options: Options) -> int:
    """Open the screens on the book; a book that is not there yet is made."""
    if not has_terminal():
        from custtui.cli.without_terminal import tell

        return tell(options)
    return open_screens(options, options.path)


def open_screens(options: Options, path: Path, *, is_demo: bool = False) -> int:
    """The app on the book at `path`, until it is left; Refusal where it can't be drawn."""
    refuse_odd_terminal()
    from custtui.tui import run
    from custtui.tui.start import Start

    start = Start(
        path=path,
        today=partial(clock.today, zone_of(path)),
        as_of=options.as_of,
        read_only=options.read_only,
        is_demo=is_demo,
        settings=settings_of_a_new_book(),
    )
    return run(start)
