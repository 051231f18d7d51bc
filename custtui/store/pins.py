"""Fixing a customer's segment by hand, and letting the rules have it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from custtui.model import Customer, Pin
from custtui.reading.connection import BookError
from custtui.reading.standing_on import last_touching
from custtui.segments.judging.judge import judged_on
from custtui.segments.rules import ByField, Dimension, is_tags, segments_of
from custtui.segments.sentences import listed
from custtui.segments.stored import load
from custtui.store.edit import Edit
from custtui.values.language import _, mark
from custtui.values.text import LIMITS, one_line, shown, within
from custtui.values.unclean import Unclean

#: What the log calls these edits, and the cause that their moves name.
PINNED, RELEASED = mark("pin segment"), mark("release pin")
CAUSE = "pin"
_KEYS_TOLD = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pin to make: keys of dimension and segment; `holds` False takes a tag away.

    `last_day` is the last day on which it counts, None for as long as it stands.
    """

    dimension: str
    segment: str
    reason: str
    author: str
    last_day: date | None = None
    holds: bool = True


class NewerPin(BookError):
    """Somebody pinned the same meanwhile; `pin_id` is theirs."""

    def __init__(self, message: str, pin_id: int) -> None:
        super().__init__(message)
        self.pin_id = pin_id


def fix(edit: Edit, customer_id: int, wanted: Wanted, known: Collection[int] | None = None) -> int:
    """Pin a customer; gives the pin's id. An earlier pin of the dimension, or tag, goes.

    In a dimension of a field, a value is taken only where some customer has it: whatever is typed
    would be a segment there, and a slip of the pen should not found one. BookError, in words, for
    what can't be pinned; KeyError when there is no such customer. Where the ids of the pins are
    `known` that are to be replaced, NewerPin for another one.
    """
    if edit.session.get(Customer, customer_id) is None:
        raise KeyError(f"customer {customer_id}")
    dimension = _dimension(edit, wanted.dimension)
    _check_segment(edit, dimension, wanted)
    reason = _text(wanted.reason, _("A pin needs a reason: say why the rules don't fit."))
    author = _text(wanted.author, _("A pin needs the name of who answers for it."))
    day = judged_on(edit.connection)
    if wanted.last_day is not None and day is not None and wanted.last_day < day:
        raise BookError(
            _("The last day {day} is over: the book stands for {judged}.").format(
                day=wanted.last_day, judged=day
            )
        )
    tag = wanted.segment if is_tags(dimension) else None
    for pin_id in _standing(edit, customer_id, dimension.key, tag):
        if known is not None and pin_id not in known:
            raise _newer(edit, dimension, pin_id)
        edit.delete("pin", pin_id)
    return edit.add_record(
        "pin",
        {
            "customer_id": customer_id,
            "dimension": dimension.key,
            "segment": wanted.segment,
            "holds": wanted.holds,
            "reason": reason,
            "author": author,
            "last_day": wanted.last_day,
        },
    )


def _newer(edit: Edit, dimension: Dimension, pin_id: int) -> NewerPin:
    pin = edit.session.get_one(Pin, pin_id)
    message = _(
        "{author} pinned {dimension} to {segment} meanwhile: {reason}. Save again to replace that."
    )
    names = {segment.key: str(segment.name) for segment in segments_of(dimension)}
    return NewerPin(
        message.format(
            author=pin.author,
            dimension=dimension.name,
            segment=names.get(pin.segment, pin.segment),
            reason=pin.reason,
        ),
        pin_id,
    )


def release(edit: Edit, customer_id: int, dimension: str, segment: str | None = None) -> None:
    """Take the customer's pins in the dimension away, or only that of one segment or tag.

    The dimension need not be there any more. BookError where no such pin is there.
    """
    found = _standing(edit, customer_id, dimension, segment)
    if not found:
        raise BookError(
            _("Nothing is pinned in {dimension} for this customer.").format(dimension=dimension)
        )
    for pin_id in found:
        edit.delete("pin", pin_id)


def refuse_second(edit: Edit) -> None:
    """BookError where what an undo put back stands beside a newer pin of the same dimension."""
    edit.session.flush()
    rows = edit.connection.execute(
        "SELECT p.dimension, max(other.id) FROM change x JOIN pin p ON p.id = x.record_id"
        " JOIN pin other ON other.customer_id = p.customer_id AND other.dimension = p.dimension"
        " AND other.id <> p.id WHERE x.edit_id = ? AND x.record = 'pin' GROUP BY 1",
        (edit.edit_id,),
    ).fetchall()
    if not rows:
        return
    rules = load(edit.connection)
    single = {dimension.key for dimension in rules.dimensions if not is_tags(dimension)}
    for key, other in rows:
        if key in single:
            raise BookError(_newer_pin(edit, other))


def _newer_pin(edit: Edit, pin_id: int) -> str:
    newer = last_touching(edit.connection, "pin", pin_id)
    if newer is None:
        return _("This can't be taken back: a newer pin stands in its place.")
    message = _("This can't be taken back: {what} ({account}) put a newer pin in its place.")
    return message.format(what=_(newer.what), account=newer.account)


def _dimension(edit: Edit, key: str) -> Dimension:
    rules = load(edit.connection)
    try:
        return rules.dimension(key)
    except KeyError:
        message = _("There is no dimension {dimension}. There are: {keys}.")
        keys = listed(dimension.key for dimension in rules.dimensions)
        raise BookError(message.format(dimension=shown(key), keys=keys)) from None


def _check_segment(edit: Edit, dimension: Dimension, wanted: Wanted) -> None:
    if not wanted.holds and not is_tags(dimension):
        raise BookError(
            _("{dimension} gives each customer one segment: only a tag can be taken away.").format(
                dimension=dimension.name
            )
        )
    keys = [segment.key for segment in segments_of(dimension)]
    if wanted.segment in keys:
        return
    named = {"dimension": dimension.name, "segment": shown(wanted.segment)[:80]}
    if isinstance(dimension, ByField):
        if not _is_value(edit, dimension, wanted.segment):
            message = _("No customer has {segment} in {dimension}: a pin takes a value in use.")
            raise BookError(message.format(**named))
    elif is_tags(dimension) and len(wanted.segment.split()) > 1:
        raise BookError(_("Tags are pinned one by one: {segment} are several.").format(**named))
    else:
        message = _("{dimension} has no segment {segment}. It has: {keys}.")
        raise BookError(message.format(keys=listed(keys[:_KEYS_TOLD]), **named))


def _is_value(edit: Edit, dimension: ByField, value: str) -> bool:
    """Whether a customer stands in that value, or would without its pin."""
    row = edit.connection.execute(
        f'SELECT 1 WHERE EXISTS (SELECT 1 FROM segment WHERE "{dimension.key}" = :value)'
        " OR EXISTS (SELECT 1 FROM computed WHERE dimension = :key AND segment = :value)",
        {"key": dimension.key, "value": value},
    ).fetchone()
    return row is not None


def _text(text: str, missing: str) -> str:
    """The text on one line, as it is kept; BookError where nothing of it is left."""
    try:
        cleaned = within(one_line(text), LIMITS.one_line)
    except Unclean as unclean:
        raise BookError(unclean.message) from unclean
    if not cleaned:
        raise BookError(missing)
    return cleaned


def _standing(edit: Edit, customer_id: int, dimension: str, segment: str | None) -> list[int]:
    edit.session.flush()
    rows = edit.connection.execute(
        "SELECT id FROM pin WHERE customer_id = :customer AND dimension = :dimension"
        " AND (:segment IS NULL OR segment = :segment)",
        {"customer": customer_id, "dimension": dimension, "segment": segment},
    )
    return [identity for (identity,) in rows.fetchall()]
