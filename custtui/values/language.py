"""The language of the program: English msgids, zh_CN complete, switchable while running."""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("zh", "en")
_LOCALES = Path(__file__).parent / "locale"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_catalog: gettext.NullTranslations = gettext.NullTranslations()
_current = "en"


def wanted(environment: Mapping[str, str] = os.environ, setting: str | None = None) -> str:
    """`zh` or `en`: the setting if there is one, else the first locale variable that is set."""
    named = setting or next((environment[v] for v in _VARIABLES if environment.get(v)), "")
    return "zh" if named.lower().startswith("zh") else "en"


def use(language: str) -> None:
    """Speak `zh` or `en` from now on."""
    global _catalog, _current
    _current = language
    codes = ["zh_CN"] if language == "zh" else ["en"]
    _catalog = gettext.translation("custtui", _LOCALES, languages=codes, fallback=True)


def current() -> str:
    """The language spoken now: `zh` or `en`."""
    return _current


def _(message: str) -> str:
    """`message` in the language spoken now."""
    return _catalog.gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The form of the message that goes with `count`, in the language spoken now."""
    return _catalog.ngettext(one, many, count)


def mark(message: str) -> str:
    """`message` itself: marks a constant for the catalog; it is looked up with `_` when shown."""
    return message
