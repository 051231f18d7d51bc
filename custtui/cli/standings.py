"""Segments of a customer for JSON and for people."""

from collections.abc import Iterable, Mapping
from datetime import date

from custtui.reading.dimensions import ShownDimension
from custtui.reading.pin_words import NOTHING, names_of, pinned_text
from custtui.reading.pins import in_force
from custtui.reading.standing import Standing
from custtui.values.language import _

#: By dimension the segment's key, of a tag dimension a list of keys.
Segments = Mapping[str, str | list[str]]


def plain_segments(
    dimensions: Iterable[ShownDimension], stored: Mapping[str, str]
) -> dict[str, str | list[str]]:
    """The segments as JSON has them, from the texts that the file holds."""
    return {
        d.key: stored[d.key].split() if d.tags else stored[d.key]
        for d in dimensions
        if d.key in stored
    }


def named_segments(dimension: ShownDimension, segments: Segments) -> str:
    """The name of the segment in that dimension; of a tag dimension all names."""
    held = segments.get(dimension.key, [])
    keys = [held] if isinstance(held, str) else held
    return ", ".join(str(dimension.segment(key).name) for key in keys)


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
