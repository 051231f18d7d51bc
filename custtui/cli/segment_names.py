"""Segments of a customer for JSON and for people."""

from collections.abc import Iterable, Mapping

from custtui.reading.dimensions import ShownDimension

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
