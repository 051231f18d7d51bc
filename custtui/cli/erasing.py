"""`custtui erase`: a customer taken out of the book for good."""

import sys
from contextlib import closing

from custtui.cli import clock
from custtui.cli.opening import zone_of
from custtui.cli.options import Options
from custtui.cli.printing import say
from custtui.cli.refusals import Refusal
from custtui.reading.called import Called, called
from custtui.reading.connection import connect
from custtui.reading.erased_words import left_lines
from custtui.reading.kept_copies import copies_holding, kept_copies
from custtui.values.language import _
from custtui.values.text import one_line


def run(options: Options) -> int:
    """Erase, after the code or the name was typed again; Refusal where it was not."""
    if options.given.finish:
        return _finish(options)
    customer = _meant(options)
    if not options.given.yes:
        _ask(customer)
    from custtui.store import open_book
    from custtui.store.erasing import erase

    today = clock.today(zone_of(options.path))
    book = open_book(options.path, today)
    book.roll_forward(today)
    erased = erase(book, customer.id)
    copies = copies_holding(kept_copies(options.path), customer.id)
    # Neither name nor code: what is printed may be kept.
    say(_("Erased for good: customer number {number}.").format(number=customer.id))
    for line in left_lines(erased.mentions, erased.drafts, copies, erased.unfinished):
        say(line)
    return 0


def _finish(options: Options) -> int:
    from custtui.store.cleaning_out import clean_out

    unfinished = clean_out(options.path)
    if unfinished:
        message = _("It could not be finished: {reason}. Try it again later.")
        raise Refusal(message.format(reason=unfinished))
    say(_("Nothing of who was erased is left in the file."))
    return 0


def _meant(options: Options) -> Called:
    code = one_line(options.given.code)
    with closing(connect(options.path)) as connection:
        found = called(connection, code)
    if options.given.id is not None:
        found = [each for each in found if each.id == options.given.id]
    if not found:
        message = _("No customer has the code {code}, and none in the trash had it.")
        raise Refusal(message.format(code=code))
    if len(found) > 1:
        message = _("Several in the trash had the code {code}: {customers}. Say which by --id.")
        customers = ", ".join(f"{each.id} {each.name}" for each in found)
        raise Refusal(message.format(code=code, customers=customers))
    return found[0]


def _ask(customer: Called) -> None:
    """Have the code or the name typed again: this has no undo."""
    if not sys.stdin.isatty():
        raise Refusal(_("This can't be taken back. Where nobody can be asked, say --yes."))
    where = _("{name}, {code}, in the trash") if customer.is_deleted else _("{name}, {code}")
    say(where.format(name=customer.name, code=customer.code))
    say(_("All records go, and every trace in history, trash and search. There is no undo."))
    say(_("Type the code or the name to erase this customer for good:"))
    typed = one_line(sys.stdin.readline())
    if typed not in (one_line(customer.code), one_line(customer.name)) or not typed:
        raise Refusal(_("Nothing was erased."))
