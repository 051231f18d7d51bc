"""`custtui pin`: fix a customer's segment by hand, or let the rules have it again."""

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from custtui.cli import clock
from custtui.cli.opening import zone_of
from custtui.cli.options import Options
from custtui.cli.printing import say
from custtui.cli.refusals import Refusal
from custtui.reading.connection import connect
from custtui.reading.customer import customer_id, stored_record
from custtui.reading.dimensions import ShownDimension, dimensions
from custtui.reading.naming import dimension_named, segment_named
from custtui.values.account import account_name
from custtui.values.language import _, plural
from custtui.values.promises import parse_promise
from custtui.values.registry import CUSTOMER
from custtui.values.text import one_line
from custtui.values.unclean import Unclean

if TYPE_CHECKING:
    from custtui.store import Edited


def run(options: Options) -> int:
    """Pin or release; Refusal or BookError, in words, for what can't be."""
    from custtui.store import open_book, pins

    given = options.given
    today = clock.today(zone_of(options.path))
    last_day = _last_day(given.until, today)
    book = open_book(options.path, today)
    book.roll_forward(today)
    with closing(connect(options.path)) as connection:
        code = one_line(given.code)
        identity = customer_id(connection, code)
        customer = stored_record(connection, CUSTOMER, identity) if identity else None
        known = dimensions(connection)
    if identity is None or customer is None:
        message = _("No customer has the code {code}. custtui find {code} looks for it elsewhere.")
        raise Refusal(message.format(code=code))
    dimension = dimension_named(known, given.dimension)
    key = dimension.key if dimension else given.dimension
    segment = _segment(dimension, given.segment)
    if given.release:
        with book.edit(pins.RELEASED, pins.CAUSE) as edit:
            pins.release(edit, identity, key, segment)
        said = _("Released: {name}, {dimension}.")
    else:
        with book.edit(pins.PINNED, pins.CAUSE) as edit:
            author = given.author or account_name()
            holds = not given.without
            wanted = pins.Wanted(key, segment or "", given.reason, author, last_day, holds)
            pins.fix(edit, identity, wanted)
        said = _("Pinned: {name}, {dimension}.")
    assert edit.result is not None
    name = str(customer.values["name"])
    say(said.format(name=name, dimension=dimension.name if dimension else key))
    _print_moves(known, identity, edit.result)
    return 0


def _segment(dimension: ShownDimension | None, text: str | None) -> str | None:
    """The key of what was named, by key or name; else the text itself, for the store to judge."""
    if text is None or dimension is None:
        return text
    return segment_named(dimension, text) or one_line(text)


def _last_day(text: str | None, today: date) -> date | None:
    if text is None:
        return None
    try:
        return parse_promise(text, today)
    except Unclean as unclean:
        raise Refusal(unclean.message) from unclean


def _print_moves(known: tuple[ShownDimension, ...], customer: int, edited: "Edited") -> None:
    """Where the customer went, each dimension on a line, and how many others went with it."""
    named = {dimension.key: dimension for dimension in known}
    own = [move for move in edited.moves if move.customer_id == customer]
    for move in own:
        dimension = named[move.dimension]
        before = str(dimension.segment(move.before).name) if move.before else "·"
        after = str(dimension.segment(move.after).name) if move.after else "·"
        say(f"  {dimension.name} {before} → {after}")
    others = {move.customer_id for move in edited.moves} - {customer}
    if others:
        message = plural("{count} other customer moved", "{count} other customers moved",
                         len(others))  # fmt: skip
        say("  " + message.format(count=f"{len(others):,}"))
