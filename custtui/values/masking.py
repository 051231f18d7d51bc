"""Masking: what may be kept but is not shown whole."""

from custtui.values.registry import Field

_HIDDEN_FIELDS = frozenset(("sensitive_id",))
_HEAD, _TAIL = 3, 2


def is_sensitive(field: Field) -> bool:
    """Whether the field is shown only masked, and left out of exports unless asked for."""
    return field.key in _HIDDEN_FIELDS


def mask(text: str) -> str:
    """`text` with its middle hidden, `110*************34`; a short one is hidden whole."""
    if len(text) <= 2 * (_HEAD + _TAIL):
        return "*" * len(text)
    return text[:_HEAD] + "*" * (len(text) - _HEAD - _TAIL) + text[-_TAIL:]
