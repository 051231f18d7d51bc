"""`custtui log`: the latest edits, or those of one customer with before and after."""

from custtui.cli.clock import in_zone
from custtui.cli.opening import Opened, opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table, say
from custtui.cli.refusals import Refusal
from custtui.reading.called import called
from custtui.reading.dimensions import dimensions
from custtui.reading.history import PastEdit, latest_edits
from custtui.reading.history_words import edit_text, record_lines
from custtui.reading.record_history import PastEdit as PastEditOfOne
from custtui.reading.record_history import RecordChange, customer_history
from custtui.values import showing
from custtui.values.language import _, plural
from custtui.values.text import one_line

_ENOUGH_RECORDS = 20


def run(options: Options) -> int:
    """List the latest edits, the newest first, in the time of the book's zone."""
    given = options.given
    with opened(options, needs_segments=False) as book:
        if given.code is not None:
            _print_customer(book, given.code, given.count, as_json=given.json)
            return 0
        edits = latest_edits(book.connection, given.count)
        if given.json:
            print_json([_plain_edit(each) for each in edits])
        else:
            print_table((_row(each, book.time_zone) for each in edits), right=(0,))
    return 0


def _row(edit: PastEdit, zone: str | None) -> tuple[str, ...]:
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


def _plain_edit(edit: PastEdit) -> dict[str, object]:
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


def _print_customer(book: Opened, code: str, count: int, *, as_json: bool) -> None:
    found = called(book.connection, one_line(code))
    if not found:
        message = _("No customer has the code {code}, and none in the trash had it.")
        raise Refusal(message.format(code=one_line(code)))
    past = customer_history(book.connection, found[0].id, masks=book.masks)[:count]
    if as_json:
        print_json([_plain(each) for each in past])
        return
    known = {dimension.key: dimension for dimension in dimensions(book.connection)}
    for each in past:
        edit = each.edit
        moment = f"{in_zone(edit.moment, book.time_zone):%Y-%m-%d %H:%M}"
        name = edit_text(edit.what, each.undone)
        taken_back = "" if each.stands else "  " + _("(taken back)")
        say(f"{edit.id}  {moment}  {edit.account}  {name}{taken_back}")
        for record in each.records[:_ENOUGH_RECORDS]:
            for line in record_lines(record, known):
                say(f"    {line}")
        more = len(each.records) - _ENOUGH_RECORDS
        if more > 0:
            told = plural("and {count} more record", "and {count} more records", more)
            say(f"    {told.format(count=f'{more:,}')}")


def _plain(past: PastEditOfOne) -> dict[str, object]:
    edit = past.edit
    return {
        "edit": edit.id,
        "moment": edit.moment,
        "account": edit.account,
        "what": edit.what,
        "undoes": edit.undoes,
        "stands": past.stands,
        "records": [_plain_record(record) for record in past.records],
    }


def _plain_record(change: RecordChange) -> dict[str, object]:
    return {
        "kind": change.kind.key,
        "id": change.record_id,
        "act": change.act.value,
        "fields": {
            each.field.key: {
                "before": showing.plain(each.field, each.before),
                "after": showing.plain(each.field, each.after),
            }
            for each in change.differences
        },
    }
