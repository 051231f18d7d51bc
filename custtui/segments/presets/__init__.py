"""Rule sets that ship with the program, as TOML beside this file."""

import tomllib
from decimal import Decimal
from importlib.resources import files

from custtui.segments.rules import Rules

STANDARD = "standard"


def preset(name: str) -> Rules:
    """The rules of that preset; FileNotFoundError when there is none of that name."""
    text = files(__name__).joinpath(f"{name}.toml").read_text("utf-8")
    return Rules.model_validate(tomllib.loads(text, parse_float=Decimal))


def presets() -> tuple[str, ...]:
    """The names of all presets, the standard set first."""
    names = {
        path.name.removesuffix(".toml")
        for path in files(__name__).iterdir()
        if path.name.endswith(".toml")
    }
    return (STANDARD, *sorted(names - {STANDARD}))
