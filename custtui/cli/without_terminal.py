"""The app started without a terminal: the book's counts and what is due, as plain text."""

from custtui.cli.due import due_shown, print_due
from custtui.cli.listing import print_counts
from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import say
from custtui.reading.connection import is_there
from custtui.reading.summary import summary
from custtui.values.language import _, plural

_DAYS_AHEAD = 7


def tell(options: Options) -> int:
    """Say so, then what the screens would show first; writes nothing."""
    say(_("There is no terminal here, so custtui can't open its screens. The book in short:"))
    say()
    say(str(options.path))
    if not is_there(options.path):
        say(_("There is no book yet. custtui makes it when it is first opened in a terminal."))
        return 0
    with opened(options) as book:
        customers = summary(book.connection, book.as_of).customers
        counted = plural("{count} customer", "{count} customers", customers)
        say(f"{book.as_of.isoformat()} · {counted.format(count=f'{customers:,}')}")
        say()
        print_counts(book)
        say()
        found = due_shown(book, _DAYS_AHEAD)
        if found:
            say(_("Due:"))
            print_due(found, book.as_of, indent="  ")
        else:
            say(_("Nothing is due."))
    return 0
