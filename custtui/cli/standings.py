"""Where a customer stands, in words: what is pinned, and what the rules say."""

from datetime import date

from custtui.cli.segment_names import named_segments, plain_segments
from custtui.reading.dimensions import ShownDimension
from custtui.reading.pin_words import NOTHING, names_of, pinned_text
from custtui.reading.pins import in_force
from custtui.reading.standing import Standing
from custtui.values.language import _


def told_segments(dimension: ShownDimension, stands: Standing, as_of: date) -> str:
    """The names of the segments; where something is pinned, that and what the rules say."""
    names = named_segments(dimension, plain_segments((dimension,), stands.segments))
    pins = in_force(stands.pins, dimension, as_of)
    if not pins:
        return names
    told = ", ".join(
        pinned_text(str(dimension.segment(pin.segment).name), pin, is_tag=dimension.tags)
        for pin in pins
    )
    computed = names_of(dimension, stands.computed.get(dimension.key, ""))
    if not dimension.tags:
        return _("{pins}; by the rules: {computed}").format(pins=told, computed=computed)
    message = _("{segments}. {pins}; by the rules: {computed}")
    return message.format(segments=names or NOTHING, pins=told, computed=computed)
