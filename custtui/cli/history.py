"""`custtui log`: the latest edits."""

from custtui.cli.clock import in_zone
from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import print_table
from custtui.reading.history import PastEdit, latest_edits
from custtui.values.language import _, plural


def run(options: Options) -> int:
    """List the latest edits, the newest first, in the time of the book's zone."""
    with opened(options, needs_segments=False) as book:
        edits = latest_edits(book.connection, options.given.last)
        print_table(_row(each, book.time_zone) for each in edits)
    return 0


def _row(edit: PastEdit, zone: str | None) -> tuple[str, ...]:
    what = _(edit.what)
    if edit.undone is not None:
        what = _("{what}: {undone}").format(what=what, undone=_(edit.undone))
    records = plural("{count} record", "{count} records", edit.records)
    moves = plural("{count} move", "{count} moves", edit.moves)
    return (
        f"{in_zone(edit.moment, zone):%Y-%m-%d %H:%M}",
        edit.account,
        what,
        records.format(count=f"{edit.records:,}") if edit.records else "",
        moves.format(count=f"{edit.moves:,}") if edit.moves else "",
    )
