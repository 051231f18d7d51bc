"""固定: what is fixed by hand, with what the rules alone say beside it."""

from collections.abc import Callable, Sequence

from custtui.exchange.sheets import headings
from custtui.exchange.sheets.cells import Look
from custtui.exchange.sheets.headings import Heading
from custtui.exchange.sheets.names import SegmentNames
from custtui.exchange.sheets.sheet import Column, each
from custtui.reading.pin_words import state_text
from custtui.reading.pins import Pinned
from custtui.segments.rules import Dimension, is_tags
from custtui.values.language import _


def columns(names: SegmentNames, language: str) -> list[Column[Sequence[Pinned]]]:
    """Whose pin it is, what it fixes, what the rules say, why, who answers for it, its days."""
    known = {dimension.key: dimension for dimension in names.rules.dimensions}

    def column(
        heading: Heading, value: Callable[[Pinned], object], look: Look = Look.TEXT
    ) -> Column[Sequence[Pinned]]:
        return Column(heading.label(language), look, each(value))

    def dimension(pinned: Pinned) -> str:
        found = known.get(pinned.pin.dimension)
        return names.dimension(found) if found else pinned.pin.dimension

    def segment(pinned: Pinned) -> str:
        key = pinned.pin.segment
        return names.segment(pinned.pin.dimension, key) if pinned.pin.dimension in known else key

    def computed(pinned: Pinned) -> str | None:
        found = known.get(pinned.pin.dimension)
        if found is None:
            return None
        keys = tuple(pinned.computed.split()) if is_tags(found) else pinned.computed
        return names.standing(found.key, keys)

    return [
        column(headings.CUSTOMER_CODE, lambda pinned: pinned.code, Look.CODE),
        column(headings.CUSTOMER_NAME, lambda pinned: pinned.name),
        column(headings.DIMENSION, dimension),
        column(headings.PINNED_SEGMENT, segment),
        column(headings.PINNED_HOW, lambda pinned: _how(known.get(pinned.pin.dimension), pinned)),
        column(headings.BY_THE_RULES, computed),
        column(headings.PIN_STATE, lambda pinned: state_text(pinned.state)),
        column(headings.PIN_REASON, lambda pinned: pinned.pin.reason),
        column(headings.PIN_AUTHOR, lambda pinned: pinned.pin.author),
        column(headings.FIXED_ON, lambda pinned: pinned.pin.fixed_on, Look.DAY),
        column(headings.PIN_LAST_DAY, lambda pinned: pinned.pin.last_day, Look.DAY),
    ]


def _how(dimension: Dimension | None, pinned: Pinned) -> str:
    if dimension is None or not is_tags(dimension):
        return _("instead of the rules")
    return _("tag added") if pinned.pin.holds else _("tag taken away")
