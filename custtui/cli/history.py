"""`custtui log`: the latest edits, or those of one customer with before and after."""

from custtui.cli.clock import in_zone
from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table
from custtui.reading.history import ListedEdit, edit_text, latest_edits
from custtui.values.language import plural


def run(options: Options) -> int:
    """List the latest edits, the newest first, in the time of the book's zone."""
    given = options.given
    with opened(options, needs_segments=False) as book:
        if given.code is not None:
            from custtui.cli.customer_history import print_history

            print_history(book, given.code, given.count, as_json=given.json)
            return 0
        edits = latest_edits(book.connection, given.count)
        if given.json:
            print_json([_plain_edit(each) for each in edits])
        else:
            print_table((_row(each, book.time_zone) for each in edits), right=(0,))
    return 0


def _row(edit: ListedEdit, zone: str | None) -> tuple[str, ...]:
    records = plural("{count} record", "{count} records", edit.records)
    moves = plural("{count} move", "{count} moves", edit.moves)
    return (
        str(edit.id),
        f"{in_zone(edit.moment, zone):%Y-%m-%d %H:%M}",
        edit.account,
        edit_text(edit.what, edit.undone),
        records.format(count=f"{edit.records:,}") if edit.records else "",
        moves.format(count=f"{edit.moves:,}") if edit.moves else "",
    )


def _plain_edit(edit: ListedEdit) -> dict[str, object]:
    return {
        "edit": edit.id,
        "moment": edit.moment,
        "account": edit.account,
        "what": edit.what,
        "undoes": edit.undoes,
        "cause": edit.cause,
        "records": edit.records,
        "moves": edit.moves,
    }
