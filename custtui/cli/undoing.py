"""`custtui undo`: the last edit of this account, or any by its number, taken back."""

from contextlib import closing

from custtui.cli import clock
from custtui.cli.opening import zone_of
from custtui.cli.options import Options
from custtui.cli.printing import say
from custtui.cli.refusals import Refusal
from custtui.reading.connection import connect
from custtui.reading.log import FIRST_EDIT, LoggedEdit, last_own_edit, logged_edit
from custtui.values.account import account_number
from custtui.values.language import _, plural


def run(options: Options) -> int:
    """Take it back; Refusal where there is none, BookError where newer work stands on it."""
    edit = _meant(options)
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
    say(_("custtui undo {number} does it again.").format(number=result.edit_id))
    return 0


def _meant(options: Options) -> LoggedEdit:
    """The edit of that number, or the last one of this account that stands."""
    number = options.given.edit
    with closing(connect(options.path)) as connection:
        if number is None:
            edit = last_own_edit(connection, account_number(), FIRST_EDIT)
        else:
            edit = logged_edit(connection, number)
    if edit is None and number is None:
        raise Refusal(_("There is nothing to take back."))
    if edit is None:
        message = _("There is no edit {number}. custtui log lists them.")
        raise Refusal(message.format(number=number))
    return edit
