"""Rule sets that ship with the program, as TOML beside this file."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from custtui.segments.files.about import About
from custtui.segments.rules import Rules

STANDARD = "standard"
_WHOLE_SETS_FIRST = (
    STANDARD,
    "retail",
    "equipment",
    "abc_value",
    "rfm_12m",
    "rfm_24m",
    "scale_50_200",
)


def presets() -> tuple[str, ...]:
    """The names of all presets in the order in which they are offered, the standard set first."""
    return _WHOLE_SETS_FIRST


@cache
def preset(name: str) -> Rules:
    """The rules of that preset; FileNotFoundError when there is none of that name.

    Of one that is single dimensions, these alone.
    """
    return Rules.model_validate({"dimensions": _dimensions(name)})


def about_preset(name: str) -> About:
    """What a preset says of itself; FileNotFoundError when there is none of that name."""
    return About.model_validate(_data(name).get("about", {}))


def preset_content(name: str) -> bytes:
    """A preset as the file that it is; FileNotFoundError when there is none of that name."""
    if name not in _WHOLE_SETS_FIRST:
        raise FileNotFoundError(name)
    return files(__name__).joinpath(f"{name}.toml").read_bytes()


def _dimensions(name: str) -> list[dict[str, Any]]:
    """The dimensions as written: its own in the place of those that it builds on."""
    data = _data(name)
    based_on = data.get("about", {}).get("based_on")
    own = {dimension["key"]: dimension for dimension in data["dimensions"]}
    before = _dimensions(based_on) if based_on else []
    kept = [own.pop(dimension["key"], dimension) for dimension in before]
    return [*kept, *own.values()]


# To read one takes a hundredth of a second; the list of all presets asks for each several times.
@cache
def _data(name: str) -> Mapping[str, Any]:
    return tomllib.loads(preset_content(name).decode("utf-8"), parse_float=Decimal)
