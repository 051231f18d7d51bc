"""The settings of a book that people may change: what each takes and refuses."""

import pytest

from custtui.values.setting_defaults import DEFAULTS
from custtui.values.settings import SETTINGS, setting_of
from custtui.values.unclean import Unclean


def test_every_setting_has_a_default_that_it_would_take_itself() -> None:
    assert [setting.key for setting in SETTINGS] == list(DEFAULTS)
    for setting in SETTINGS:
        assert setting.default == DEFAULTS[setting.key]
        assert setting.clean(setting.default) == setting.default
        assert setting.shown(setting.default, "en")
        assert setting.label("zh") != setting.label("en")


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("mask", "on", "on"),
        ("mask", "开", "on"),
        ("mask", "No", "off"),
        ("currency_symbol", " € ", "€"),
        ("currency_symbol", "\x1b[31m$", "[31m$"),
        ("time_zone", " Europe/Paris", "Europe/Paris"),
        ("backup_folder", " /usr/ ", "/usr"),
    ],
)
def test_what_is_typed_is_cleaned(key: str, typed: str, stored: str) -> None:
    assert setting_of(key).clean(typed) == stored


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("mask", "maybe", "Off, On"),
        ("currency_symbol", "Tugriks of mine", "at most 8"),
        ("time_zone", "Europe/Atlantis", "“Europe/Atlantis” is no time zone"),
        ("time_zone", "../../etc/passwd", "no time zone"),
        ("backup_folder", "backups", "“backups” is no whole path"),
        ("backup_folder", "/nowhere/at/all", "There is no folder /nowhere/at/all"),
        ("backup_folder", "~nobody-of-that-name/backups", "“~nobody-of-that-name/backups” is no"),
        ("backup_folder", "/" + "b" * 300, "bbb can't be reached: File name too long."),
    ],
)
def test_what_can_not_be_is_refused_with_the_way(key: str, typed: str, said: str) -> None:
    with pytest.raises(Unclean) as refused:
        setting_of(key).clean(typed)
    assert said in refused.value.message


def test_all_that_is_offered_is_taken() -> None:
    for setting in SETTINGS:
        for offered in setting.offers():
            assert setting.clean(offered) == offered
    assert "Asia/Shanghai" in setting_of("time_zone").offers()


def test_there_is_no_other() -> None:
    with pytest.raises(KeyError):
        setting_of("currency")
