"""Pins in words, for screens, commands and explanations."""

from custtui.reading.dimensions import ShownDimension
from custtui.reading.pins import Pin, State
from custtui.values.language import _

NOTHING = "—"


def by_hand(pin: Pin) -> str:
    """Who fixed it, for how long and why: `王敏, 2026-11-22 to 2026-12-31: strategic customer`."""
    if pin.last_day is None:
        message = _("{author}, since {first}: {reason}")
        return message.format(author=pin.author, first=pin.fixed_on, reason=pin.reason)
    message = _("{author}, {first} to {last}: {reason}")
    return message.format(
        author=pin.author, first=pin.fixed_on, last=pin.last_day, reason=pin.reason
    )


def why_and_who(pin: Pin) -> str:
    """The same, short, and what matters most first: `strategic customer (王敏, to 2026-12-31)`."""
    if pin.last_day is None:
        return _("{reason} ({author})").format(reason=pin.reason, author=pin.author)
    message = _("{reason} ({author}, to {last})")
    return message.format(reason=pin.reason, author=pin.author, last=pin.last_day)


def pinned_text(segment: str, pin: Pin, *, is_tag: bool) -> str:
    """The whole pin in one clause; `segment` is the name of what is fixed."""
    if not is_tag:
        message = _("Pinned to {segment} ({by_hand})")
    elif pin.holds:
        message = _("{segment} added by hand ({by_hand})")
    else:
        message = _("{segment} taken away by hand ({by_hand})")
    return message.format(segment=segment, by_hand=by_hand(pin))


def hand_text(dimension: ShownDimension | None, pin: Pin) -> str:
    """What the hand says, short: the segment's name, a tag with `+` or `−` before it."""
    if dimension is None:
        return pin.segment
    name = str(dimension.segment(pin.segment).name)
    if not dimension.tags:
        return name
    return f"+{name}" if pin.holds else f"−{name}"


def names_of(dimension: ShownDimension | None, standing: str) -> str:
    """The names of the segments that a stored standing holds; a dash for none."""
    if dimension is None:
        return standing or NOTHING
    keys = standing.split() if dimension.tags else [standing]
    return ", ".join(str(dimension.segment(key).name) for key in keys if key) or NOTHING


def state_text(state: State) -> str:
    """Why a pin is on the list of disagreements."""
    match state:
        case State.AGREES:
            return _("as the rules say")
        case State.DIFFERS:
            return _("other than the rules")
        case State.EXPIRED:
            return _("its last day is over")
        case State.ORPHANED:
            return _("pins a segment that is not there any more")
