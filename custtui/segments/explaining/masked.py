"""An explanation for whoever did not ask to see what is private.

What a rule looks at may be a note, a tag, a field of the department's own; a pin has a reason that
somebody typed. These are masked wherever they stand; figures, days and the texts of rules stay.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from custtui.reading.pins import Pin
from custtui.segments.explaining.explanation import Check, Explanation, Fact, Held, Moved, Turn
from custtui.segments.measures import Measure
from custtui.values.masking import mask_text

#: What names a thing of ours, and says nothing of the customer.
_OURS = frozenset(("dimension", "metric", "kind", "cause", "looks_at"))


def masked_explanation(explanation: Explanation) -> Explanation:
    """The explanation with what is private in values and reasons masked in all its texts."""
    private = {text: mask_text(text) for text in _written(explanation)}
    private = {text: masked for text, masked in private.items() if text != masked}
    longest_first = sorted(private, key=len, reverse=True)

    def mask(text: str) -> str:
        for each in longest_first:
            text = text.replace(each, private[each])
        return text

    masked: Explanation = _changed(explanation, mask)
    return masked


def _written(part: Any) -> Iterator[str]:
    """Every text in it that people wrote: values of fields, reasons, segments that are values."""
    match part:
        case tuple():
            for each in part:
                yield from _written(each)
        case str():
            yield part
        case Fact(value=value, exact=exact):
            yield value
            yield from _written(exact)
        case Check(actual=actual):
            yield actual or ""
        case Pin(reason=reason):
            yield reason
        case Held(key=key, name=name, moved=moved):
            yield from (key, name)
            yield from _written(moved)
        case Moved(before_name=before, after_name=after) | Turn(before=before, after=after):
            yield from (before or "", after or "")
        case _ if _has_parts(part):
            for field in fields(part):
                value = getattr(part, field.name)
                if not isinstance(value, str):
                    yield from _written(_parts_of(value))


def _parts_of(value: Any) -> Any:
    """Of several only those that have parts themselves: plain texts are told in our words."""
    return tuple(filter(_has_parts, value)) if isinstance(value, tuple) else value


def _changed(part: Any, mask: Callable[[str], str]) -> Any:
    match part:
        case str():
            return mask(part)
        case tuple():
            return tuple(_changed(each, mask) for each in part)
        case _ if not _has_parts(part):
            return part
    ours = _OURS | {"key"} if isinstance(part, Fact) else _OURS
    names = [field.name for field in fields(part) if field.name not in ours]
    return replace(part, **{name: _changed(getattr(part, name), mask) for name in names})


def _has_parts(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type | Measure)
