"""`custtui due`: promises, contracts that end, birthdays."""

from collections.abc import Iterable
from datetime import date

from custtui.cli.opening import Opened, opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table, say, shortened
from custtui.reading.due import Due, DueKind, due
from custtui.values import spoken_days
from custtui.values.language import _, mark

_KINDS = {
    DueKind.PROMISE: mark("Promise"),
    DueKind.CONTRACT: mark("Contract ends"),
    DueKind.BIRTHDAY: mark("Birthday"),
}
_WIDEST = 60


def run(options: Options) -> int:
    """List what is due, the longest overdue first."""
    with opened(options, needs_segments=False) as book:
        found = due_shown(book, options.given.days)
        if options.given.json:
            print_json([as_json(each) for each in found])
        elif found:
            print_due(found, book.as_of)
        else:
            say(_("Nothing is due."))
    return 0


def due_shown(book: Opened, days: int) -> list[Due]:
    """What is due so many days ahead; masked where the book says so."""
    found = due(book.connection, book.as_of, days)
    if not book.masks:
        return found
    from custtui.values.masking import mask_text

    return [
        each._replace(name=mask_text(each.name), what=each.what and mask_text(each.what))
        for each in found
    ]


def as_json(each: Due) -> dict[str, object]:
    """One thing that is due; `days` is negative where it is overdue."""
    return {
        "day": each.day.isoformat(),
        "kind": str(each.kind),
        "code": each.code,
        "name": each.name,
        "what": each.what,
        "days": each.days,
    }


def print_due(found: Iterable[Due], as_of: date, indent: str = "") -> None:
    """A line each: how soon, the day, why, the customer, what."""
    rows = (
        (
            spoken_days.due(each.day, as_of),
            each.day.isoformat(),
            _(_KINDS[each.kind]),
            each.code,
            shortened(each.name, _WIDEST),
            shortened(each.what or "", _WIDEST),
        )
        for each in found
    )
    print_table(rows, indent=indent)
