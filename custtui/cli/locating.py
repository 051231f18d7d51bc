"""`custtui locate`: where the book lies."""

from custtui.cli.options import Options
from custtui.cli.printing import complain, say
from custtui.values.language import _


def run(options: Options) -> int:
    """Print the path on stdout; whether a book is there yet is said on stderr."""
    say(str(options.path.absolute()))
    if not options.path.exists():
        complain(_("There is no book yet. custtui makes it when it is first opened."))
    return 0
