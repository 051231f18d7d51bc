"""The language of the program: English msgids, zh_CN complete, switchable while running."""

import os
from collections.abc import Mapping

from custtui.values.catalog import Catalog

LANGUAGES = ("zh", "en")
_CHINESE = os.path.join(os.path.dirname(__file__), "locale/zh_CN/LC_MESSAGES/custtui.mo")
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_catalog: Catalog | None = None
_current = "en"


def wanted(environment: Mapping[str, str] = os.environ, setting: str | None = None) -> str:
    """`zh` or `en`: the setting if there is one, else the first locale variable that is set."""
    named = setting or next((environment[v] for v in _VARIABLES if environment.get(v)), "")
    return "zh" if named.lower().startswith("zh") else "en"


def use(language: str) -> None:
    """Speak `zh` or `en` from now on."""
    global _catalog, _current
    _current = language
    _catalog = None
    if language == "zh":
        with open(_CHINESE, "rb") as file:
            _catalog = Catalog(file.read())


def current() -> str:
    """The language spoken now: `zh` or `en`."""
    return _current


def _(message: str) -> str:
    """`message` in the language spoken now."""
    return message if _catalog is None else _catalog.text(message)


def plural(one: str, many: str, count: int) -> str:
    """The form of the message that goes with `count`, in the language spoken now."""
    if _catalog is None:
        return one if count == 1 else many
    return _catalog.text(one)


def mark(message: str) -> str:
    """`message` itself: marks a constant for the catalog; it is looked up with `_` when shown."""
    return message
