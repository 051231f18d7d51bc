"""The language of the program, and the catalog that it looks its texts up in."""

import gettext
from pathlib import Path

import pytest

from custtui.values import language
from custtui.values.catalog import Catalog
from tests.test_catalog import MO

#: Every message of the catalog as the library reads it; of one with two forms, by the first.
with MO.open("rb") as file:
    READ = {
        key[0] if isinstance(key, tuple) else key: text
        for key, text in vars(gettext.GNUTranslations(file))["_catalog"].items()
    }


def test_the_catalog_says_of_each_message_what_gettext_says() -> None:
    catalog = Catalog(MO.read_bytes())
    assert len(READ) > 1000
    assert {message: catalog.text(message) for message in READ} == READ


@pytest.mark.parametrize("unknown", ["", "\0", "no such text", "zzz", "今天", "today "])
def test_what_the_catalog_lacks_stays_as_it_is(unknown: str) -> None:
    assert unknown not in READ or unknown == ""
    if unknown:
        assert Catalog(MO.read_bytes()).text(unknown) == unknown


def test_what_is_no_catalog_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="catalog"):
        Catalog(bytes(20))


def test_english_has_two_forms_and_chinese_one() -> None:
    def days(count: int) -> str:
        return language.plural("{count} day ago", "{count} days ago", count).format(count=count)

    language.use("en")
    assert (days(1), days(2), language._("today")) == ("1 day ago", "2 days ago", "today")
    language.use("zh")
    assert (days(1), days(2), language._("today")) == ("1天前", "2天前", "今天")
    assert language.current() == "zh"


@pytest.mark.parametrize(
    ("environment", "setting", "found"),
    [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({"LANGUAGE": "zh", "LC_ALL": "C"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "en"),
    ],
)
def test_the_language_wanted(environment: dict[str, str], setting: str | None, found: str) -> None:
    assert language.wanted(environment, setting) == found
