"""`custtui locate`: where the book and its backups lie."""

from custtui.cli.options import Options
from custtui.cli.printing import complain, say
from custtui.reading.backups.places import folders
from custtui.reading.backups.standing import setting_of
from custtui.reading.connection import is_there
from custtui.values.language import _


def run(options: Options) -> int:
    """Print both paths on stdout, the book first; whether it is there yet is said on stderr."""
    say(str(options.path.absolute()))
    say(str(folders(options.path, setting_of(options.path))[0]))
    if not is_there(options.path):
        complain(_("There is no book yet. custtui makes it when it is first opened."))
    return 0
