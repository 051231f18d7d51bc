"""`custtui log CODE`: the edits of one customer and its records, with before and after."""

from custtui.cli.clock import in_zone
from custtui.cli.opening import Opened
from custtui.cli.printing import print_json, say
from custtui.cli.refusals import Refusal
from custtui.reading.called import called
from custtui.reading.dimensions import dimensions
from custtui.reading.history import edit_text
from custtui.reading.history_words import record_lines
from custtui.reading.record_history import PastEdit, RecordChange, customer_history
from custtui.values import showing
from custtui.values.language import _, plural
from custtui.values.text import one_line

_ENOUGH_RECORDS = 20


def print_history(book: Opened, code: str, count: int, *, as_json: bool) -> None:
    """The last so many edits of it, the newest first; Refusal where nobody has or had the code."""
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


def _plain(past: PastEdit) -> dict[str, object]:
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
