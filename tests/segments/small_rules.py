"""Rules to try, written as short as they are in TOML."""

from typing import Any

from custtui.segments.rules import Comparison


def comparison(what: str, compare: str, value: object = None, **parts: Any) -> Comparison:
    """A comparison with a value, or with another measure (`than`)."""
    content = {"what": what, "is": compare, **parts}
    if value is not None:
        content["value"] = value
    return Comparison.model_validate(content)
