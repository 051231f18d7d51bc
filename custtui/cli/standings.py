"""Segments of a customer for people and for JSON, from the texts that the file holds."""

from collections.abc import Iterable, Mapping

from custtui.reading.dimensions import ShownDimension


def plain_segments(
    dimensions: Iterable[ShownDimension], segments: Mapping[str, str]
) -> dict[str, object]:
    """By dimension the segment's key, of a tag dimension a list of keys."""
    return {
        d.key: segments[d.key].split() if d.tags else segments[d.key]
        for d in dimensions
        if d.key in segments
    }


def named_segments(dimension: ShownDimension, segments: Mapping[str, str]) -> str:
    """The name of the segment in that dimension; of a tag dimension all names."""
    written = segments.get(dimension.key, "")
    keys = written.split() if dimension.tags else [written]
    return ", ".join(str(dimension.segment(key).name) for key in keys if key)
