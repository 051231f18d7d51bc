"""`custtui undo`: the last edit of this account, taken back."""

from contextlib import closing

from custtui.cli import clock
from custtui.cli.opening import zone_of
from custtui.cli.options import Options
from custtui.cli.printing import say
from custtui.cli.refusals import Refusal
from custtui.reading.connection import connect
from custtui.reading.log import last_own_edit
from custtui.values.account import account_number
from custtui.values.language import _, plural

#: The edit that made the book; there is no book without it.
_FIRST_EDIT = 1


def run(options: Options) -> int:
    """Take it back; Refusal where there is none, BookError where newer work stands on it."""
    with closing(connect(options.path)) as connection:
        edit = last_own_edit(connection, account_number(), _FIRST_EDIT)
    if edit is None:
        raise Refusal(_("There is nothing to take back."))
    from custtui.store import open_book, take_back

    zone = zone_of(options.path)
    today = clock.today(zone)
    book = open_book(options.path, today)
    book.roll_forward(today)
    result = take_back(book, edit.id)
    customers = plural("{count} customer", "{count} customers", len(result.customers))
    say(
        _("Taken back: {what} of {moment}, {customers}.").format(
            what=_(edit.what),
            moment=f"{clock.in_zone(edit.moment, zone):%Y-%m-%d %H:%M}",
            customers=customers.format(count=f"{len(result.customers):,}"),
        )
    )
    return 0
