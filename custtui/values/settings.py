"""The settings of a book that people may change: what each does, and what it may be."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from custtui.values.choosing import choice_key, choice_label
from custtui.values.language import _, mark
from custtui.values.moments import known_zone
from custtui.values.registry import Choice
from custtui.values.setting_defaults import DEFAULTS
from custtui.values.text import clean, one_line, shown, within
from custtui.values.unclean import Unclean

OFF_ON = (
    Choice("off", "Off", "关", ("no", "false", "0", "否", "关闭", "不")),
    Choice("on", "On", "开", ("yes", "true", "1", "是", "开启", "打开")),
)
_SYMBOLS = ("¥", "元", "€", "$", "£", "HK$", "NT$", "S$", "₩")
_LONGEST_SYMBOL = 8  #: characters
_LONGEST_PATH = 1_000


@dataclass(frozen=True, slots=True)
class BookSetting:
    """One setting, stored as text under its key.

    `about` says in a sentence what it does; `choices` are there where only these may be taken;
    `offers` gives usual values where any may be typed, all there are where it `is_closed`.
    `unset` names an empty value.
    """

    key: str
    english: str
    chinese: str
    about: str
    choices: tuple[Choice, ...] = ()
    offers: Callable[[], Sequence[str]] = tuple
    is_closed: bool = False
    unset: str = ""
    cleaner: Callable[[str], str] = one_line

    @property
    def default(self) -> str:
        """What counts where the book says nothing."""
        return DEFAULTS[self.key]

    def label(self, language: str) -> str:
        return self.chinese if language == "zh" else self.english

    def clean(self, typed: str) -> str:
        """What is stored of what was typed; Unclean, saying what is wanted, where it can't be."""
        return choice_key(self.choices, typed) if self.choices else self.cleaner(typed)

    def shown(self, value: str, language: str) -> str:
        """A stored value in words; safe on a terminal."""
        if not value and self.unset:
            return _(self.unset)
        return shown(choice_label(self.choices, value, language))


def _symbol(typed: str) -> str:
    return within(one_line(typed), _LONGEST_SYMBOL)


def _zone(typed: str) -> str:
    name = one_line(typed)
    if name and known_zone(name) is None:
        message = _("“{zone}” is no time zone that is known here; write one like Asia/Shanghai")
        raise Unclean(message.format(zone=shown(name)[:80]))
    return name


def _zones() -> Sequence[str]:
    from zoneinfo import available_timezones

    return sorted(available_timezones(), key=lambda name: ("/" not in name, name))


def _folder(typed: str) -> str:
    named = within(clean(typed), _LONGEST_PATH)
    if not named:
        return ""
    # Of an account that there is none of, ~NAME stays as it is, and is no whole path.
    folder = Path(os.path.expanduser(named))
    if not folder.is_absolute():
        message = _("“{folder}” is no whole path; write it from its first /")
        raise Unclean(message.format(folder=shown(named)[:80]))
    told = shown(str(folder))[:80]
    try:
        is_there = folder.is_dir()
    except OSError as error:  # it lies in somebody's own folder, or its name is too long
        message = _("{path} can't be reached: {reason}.")
        raise Unclean(message.format(path=told, reason=error.strerror)) from error
    if not is_there:
        raise Unclean(_("There is no folder {folder}").format(folder=told))
    return str(folder)


#: In the order in which they are listed.
SETTINGS = (
    BookSetting(
        "mask",
        "Masking",
        "遮盖",
        mark("Hides the middle of phones, e-mails and accounts until asked for."),
        choices=OFF_ON,
    ),
    BookSetting(
        "currency_symbol",
        "Currency symbol",
        "货币符号",
        mark("Stands behind amounts of money in rules; nothing is converted."),
        offers=lambda: _SYMBOLS,
        cleaner=_symbol,
    ),
    BookSetting(
        "time_zone",
        "Time zone",
        "时区",
        mark("Says when a new day begins; open screens follow when next opened."),
        offers=_zones,
        is_closed=True,
        unset=mark("that of the machine"),
        cleaner=_zone,
    ),
    BookSetting(
        "backup_folder",
        "Backup folder",
        "备份文件夹",
        mark("Where new backups go, perhaps on another disk; it has to be there."),
        unset=mark("the usual place"),
        cleaner=_folder,
    ),
)


def setting_of(key: str) -> BookSetting:
    """The setting of that key; KeyError where there is none."""
    for setting in SETTINGS:
        if setting.key == key:
            return setting
    raise KeyError(key)
