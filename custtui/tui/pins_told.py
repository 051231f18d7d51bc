"""Pins as the card and the pages of a customer show them: a word, never a colour alone."""

from collections.abc import Collection, Mapping
from datetime import date

from custtui.reading.dimensions import ShownDimension
from custtui.reading.pin_words import hand_text, names_of, state_text, why_and_who
from custtui.reading.pins import Pin, State, in_force, state_of
from custtui.reading.standing import Standing
from custtui.tui.theme import ACCENT, QUIET, TEXT
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.record_list import Row
from custtui.values.language import _

PIN = "pin"  #: the kind of a row that is a pin


def pinned_in(stands: Standing, dimension: ShownDimension, day: date) -> tuple[Pin, ...]:
    """The customer's pins that have an effect in the dimension on that day."""
    return in_force(stands.pins, dimension, day)


def marked(dimension: ShownDimension, standing: str, pinned: Collection[str]) -> str:
    """The names of the segments of a standing, those that a pin gives with the word behind them."""
    keys = standing.split() if dimension.tags else [standing]
    message = _("{segment} pinned")
    names = ((key, str(dimension.segment(key).name)) for key in keys if key)
    return ", ".join(message.format(segment=n) if key in pinned else n for key, n in names)


def beside(dimension: ShownDimension, stands: Standing, day: date) -> str:
    """Where the customer stands; where that is pinned, what the rules say beside it."""
    held = stands.segments.get(dimension.key, "")
    pins = pinned_in(stands, dimension, day)
    told = marked(dimension, held, {pin.segment for pin in pins})
    computed = stands.computed.get(dimension.key, held)
    if not pins or computed == held:
        return told
    message = _("{segment} (by the rules: {computed})")
    return message.format(segment=told, computed=names_of(dimension, computed))


def pin_rows(dimension: ShownDimension, stands: Standing, day: date) -> list[Row]:
    """A row below the dimension's own for each pin of it, one without effect too."""
    computed = stands.computed.get(dimension.key, stands.segments.get(dimension.key, ""))
    return [
        _row(pin, dimension, state_of(pin, dimension, computed, day), computed)
        for pin in stands.pins
        if pin.dimension == dimension.key
    ]


def lost_rows(known: Mapping[str, ShownDimension], stands: Standing) -> list[Row]:
    """The pins in dimensions that are not there any more."""
    return [
        _row(pin, None, State.ORPHANED, "") for pin in stands.pins if pin.dimension not in known
    ]


def _row(pin: Pin, dimension: ShownDimension | None, state: State, computed: str) -> Row:
    if state in (State.EXPIRED, State.ORPHANED):
        said, style = hand_text(dimension, pin), QUIET
        message = _("no effect: {why}; {by_hand}")
        told = message.format(why=state_text(state), by_hand=why_and_who(pin))
    else:
        message = _("by the rules: {segment}")
        said, style = message.format(segment=names_of(dimension, computed)), ACCENT
        told = why_and_who(pin)
        if dimension is not None and dimension.tags:
            message = _("{segment}: {by_hand}")
            told = message.format(segment=hand_text(dimension, pin), by_hand=told)
    return Row(PIN, pin.id, (Span("", QUIET), Span(said, style), Span(told, TEXT)))
