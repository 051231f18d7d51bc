"""`custtui demo`: the app on a fresh copy of the sample data."""

from pathlib import Path
from tempfile import TemporaryDirectory

from custtui.cli import clock
from custtui.cli.app import open_screens
from custtui.cli.opening import settings_of_a_new_book
from custtui.cli.options import Options
from custtui.cli.terminal import has_terminal
from custtui.exchange.sample import make_sample


def run(options: Options) -> int:
    """Make the sample in a temporary folder, which is gone when the app is left."""
    with TemporaryDirectory(prefix="custtui-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "demo.db"
        settings = settings_of_a_new_book()
        make_sample(path, clock.today(settings["time_zone"]), settings)
        if has_terminal():
            return open_screens(options, path, is_demo=True)
        from custtui.cli.without_terminal import tell

        return tell(options._replace(path=path))
