"""Dimensions and segments by the names that people write for them."""

from collections.abc import Iterable

from custtui.reading.dimensions import ShownDimension
from custtui.values.folding import folded


def dimension_named(dimensions: Iterable[ShownDimension], text: str) -> ShownDimension | None:
    """The dimension that has this key, or this name in either language; None where none has."""
    known = tuple(dimensions)
    wanted = spelled(text)
    exact = next((d for d in known if d.key == text), None)
    return exact or next(
        (d for d in known if wanted in map(spelled, (d.key, d.name.zh, d.name.en))), None
    )


def segment_named(dimension: ShownDimension, text: str) -> str | None:
    """The key of the segment that has this key, or this name in either language.

    None where none has, and for the values of a field that no rule lists: they are their own names.
    """
    if dimension.knows(text) and dimension.kind != "field":
        return text
    wanted = spelled(text)
    for key in filter(None, (*dimension.segments, dimension.rest)):
        name = dimension.segment(key).name
        if wanted in map(spelled, (key, name.zh, name.en)):
            return key
    return None


def spelled(text: str) -> str:
    """The text as names are compared: one width, small letters, no spaces at its ends."""
    return folded(text).strip()
