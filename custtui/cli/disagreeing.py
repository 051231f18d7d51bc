"""`custtui pins`: where hand and rules disagree."""

from collections.abc import Iterable

from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table, say, shortened
from custtui.reading.dimensions import ShownDimension, dimensions
from custtui.reading.disagreements import Counts, Disagreements, Stated, disagreements
from custtui.reading.masked import masked_disagreements
from custtui.reading.pin_words import by_hand, hand_text, names_of, state_text
from custtui.reading.pins import Pin, Pinned, State
from custtui.values.language import _, plural

_INDENT = "  "
_WIDEST_NAME = 28


def run(options: Options) -> int:
    """List pins that differ from the rules or have no effect, and what an old sheet states."""
    with opened(options) as book:
        found = disagreements(book.connection)
        found = masked_disagreements(found) if book.masks else found
        known = {dimension.key: dimension for dimension in dimensions(book.connection)}
    if options.given.json:
        print_json({"as_of": book.as_of.isoformat(), **as_json(known, found)})
        return 0
    _print_pins(known, found.pins)
    _print_stated(known, found.stated)
    say(_counted(found.counts))
    return 0


def as_json(known: dict[str, ShownDimension], found: Disagreements) -> dict[str, object]:
    """The list with stable keys; segments by their keys, of a tag dimension a list of them."""
    counts = found.counts
    return {
        "pins": [
            {
                "code": each.code,
                "name": each.name,
                **pin_json(each.pin),
                "state": each.state.value,
                "effective": _plain(known, each.pin.dimension, each.effective),
                "computed": _plain(known, each.pin.dimension, each.computed),
            }
            for each in found.pins
        ],
        "stated": [
            {
                "code": each.code,
                "name": each.name,
                "dimension": each.dimension,
                "segment": each.segment,
                "text": each.text,
                "effective": _plain(known, each.dimension, each.effective),
                "computed": _plain(known, each.dimension, each.computed),
            }
            for each in found.stated
        ],
        "counts": {
            **{state.value: counts.pins[state] for state in State},
            "stated": counts.stated,
            "not_understood": counts.not_understood,
        },
    }


def pin_json(pin: Pin) -> dict[str, object]:
    """A pin as JSON has it; days ISO, null where it has no last day."""
    return {
        "dimension": pin.dimension,
        "segment": pin.segment,
        "holds": pin.holds,
        "reason": pin.reason,
        "author": pin.author,
        "fixed_on": pin.fixed_on.isoformat(),
        "last_day": pin.last_day.isoformat() if pin.last_day else None,
    }


def _plain(known: dict[str, ShownDimension], dimension: str, standing: str) -> object:
    if dimension not in known:
        return None
    return standing.split() if known[dimension].tags else standing


def _print_pins(known: dict[str, ShownDimension], pins: Iterable[Pinned]) -> None:
    """Those that differ with what the rules say, then those without effect with the reason why."""
    listed = tuple(pins)
    for wanted in (State.DIFFERS, State.ORPHANED, State.EXPIRED):
        rows = []
        for each in listed:
            if each.state is wanted:
                dimension = known.get(each.pin.dimension)
                computed = names_of(dimension, each.computed)
                rows.append(
                    (
                        each.code,
                        shortened(each.name, _WIDEST_NAME),
                        str(dimension.name) if dimension else each.pin.dimension,
                        hand_text(dimension, each.pin),
                        _("by the rules: {segment}").format(segment=computed)
                        if wanted is State.DIFFERS
                        else "",
                        by_hand(each.pin),
                    )
                )
        if rows:
            say(_("Pins: {state} ({count})").format(state=state_text(wanted), count=len(rows)))
            print_table(rows, indent=_INDENT)
            say()


def _print_stated(known: dict[str, ShownDimension], stated: Iterable[Stated]) -> None:
    rows = [
        (
            each.code,
            shortened(each.name, _WIDEST_NAME),
            str(known[each.dimension].name),
            str(known[each.dimension].segment(each.segment).name),
            _("here: {segment}").format(segment=names_of(known[each.dimension], each.effective)),
        )
        for each in stated
    ]
    if rows:
        say(_("The old sheet says otherwise ({count})").format(count=len(rows)))
        print_table(rows, indent=_INDENT)
        say()


def _counted(counts: Counts) -> str:
    in_force = counts.pins[State.AGREES] + counts.pins[State.DIFFERS]
    message = plural(
        "{count} pin in force, {agreeing} of them as the rules say by now.",
        "{count} pins in force, {agreeing} of them as the rules say by now.",
        in_force,
    )
    told = message.format(count=f"{in_force:,}", agreeing=f"{counts.pins[State.AGREES]:,}")
    if not counts.not_understood:
        return told
    unread = plural(
        "{count} statement of the old sheet names no segment of the rules.",
        "{count} statements of the old sheet name no segment of the rules.",
        counts.not_understood,
    )
    return f"{told} {unread.format(count=f'{counts.not_understood:,}')}"
