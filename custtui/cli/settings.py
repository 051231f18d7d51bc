"""`custtui settings`: what may be set of a book: listed, printed, changed, taken back."""

import sqlite3

from custtui.cli import clock
from custtui.cli.opening import opened, settings_of_a_new_book, zone_of
from custtui.cli.options import Options
from custtui.cli.printing import print_json, say, table
from custtui.cli.refusals import Refusal
from custtui.reading.settings import stored_settings
from custtui.values.language import _, current, mark
from custtui.values.settings import SETTINGS, BookSetting, setting_of
from custtui.values.unclean import Unclean

_INDENT = "  "


def run(options: Options) -> int:
    """List them, or print or change one; Refusal where the value can't be."""
    given = options.given
    if given.default or given.value is not None:
        _change(options, setting_of(given.key), "" if given.default else given.value)
        return 0
    with opened(options, needs_segments=False) as book:
        if given.key is not None:
            _print_one(book.connection, setting_of(given.key), as_json=given.json)
        else:
            _list(book.connection, as_json=given.json)
    return 0


def _list(connection: sqlite3.Connection, *, as_json: bool) -> None:
    stored = stored_settings(connection)
    if as_json:
        print_json([_plain(setting, stored) for setting in SETTINGS])
        return
    rows = [
        (
            setting.key,
            setting.shown(stored.get(setting.key, setting.default), current()),
            _("default") if _is_default(setting, stored) else "",
        )
        for setting in SETTINGS
    ]
    for setting, line in zip(SETTINGS, table(rows), strict=True):
        say(line)
        say(_INDENT + _(setting.about))


def _print_one(connection: sqlite3.Connection, setting: BookSetting, *, as_json: bool) -> None:
    stored = stored_settings(connection)
    if as_json:
        print_json(_plain(setting, stored))
    else:
        say(stored.get(setting.key, setting.default))


def _plain(setting: BookSetting, stored: dict[str, str]) -> dict[str, object]:
    return {
        "key": setting.key,
        "value": stored.get(setting.key, setting.default),
        "default": setting.default,
        "is_default": _is_default(setting, stored),
    }


def _is_default(setting: BookSetting, stored: dict[str, str]) -> bool:
    return stored.get(setting.key, setting.default) == setting.default


def _change(options: Options, setting: BookSetting, typed: str) -> None:
    """One edit; an empty value takes the setting back to its default."""
    try:
        value = setting.clean(typed) if typed.strip() else ""
    except Unclean as unclean:
        raise Refusal(unclean.message) from unclean
    from custtui.store import open_book
    from custtui.store.settings import change_setting

    today = clock.today(zone_of(options.path))
    book = open_book(options.path, today, settings_of_a_new_book())
    book.roll_forward(today)
    with book.edit(mark("change setting")) as edit:
        change_setting(edit, setting.key, value or None)
    told = setting.shown(value or setting.default, current())
    if not value:
        told = _("{value} (default)").format(value=told)
    say(_("{setting}: {value}").format(setting=setting.label(current()), value=told))
