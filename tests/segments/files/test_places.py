"""The scanner knows every key that `tomllib` reads, and the line on which it stands."""

import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from custtui.segments.checks.finding import Place
from custtui.segments.files.places import line_at, lines_of
from custtui.segments.presets import preset_content, presets

NESTED = '''\
# a comment with = and [brackets]
top = "a # no comment, and an escaped \\" quote"

[about]
name.zh = """
two
lines with [ and " and ""
"""
"quoted key" = 'literal \\'
name.en = 'x'

[[dimensions]]
key = "a"
list = [1, "x,y", # a comment, with a comma
  { a = 1, b = { c = [ [1, 2],
    [3] ] } },
]

[dimensions.other]
key = 2026-01-31

[[dimensions.segments]]
key = 1.5
[[dimensions.segments]]
when = { all = [
    { what = "x", is = "=" },
    { any = [
        { what = "y" },
    ] },
] }

[[dimensions]]
key = """"quoted""""
[[dimensions.segments]]
key = true
'''


def ways(value: Any, way: Place = ()) -> set[Place]:
    """Every key and item that the parsed text holds, by the way to it."""
    found = {way} if way else set()
    if isinstance(value, list):
        value = dict(enumerate(value))
    if isinstance(value, dict):
        for key, each in value.items():
            found |= ways(each, (*way, key))
    return found


def test_nested_tables_lists_and_texts() -> None:
    lines = lines_of(NESTED)
    assert set(lines) == ways(tomllib.loads(NESTED))
    text = NESTED.splitlines()
    for place, content in (
        (("top",), "top = "),
        (("about", "name", "zh"), "name.zh"),
        (("about", "quoted key"), '"quoted key"'),
        (("about", "name", "en"), "name.en"),
        (("dimensions", 0, "list", 2, "b", "c", 1), "[3]"),
        (("dimensions", 0, "other", "key"), "key = 2026"),
        (("dimensions", 0, "segments", 0, "key"), "key = 1.5"),
        (("dimensions", 0, "segments", 1, "when", "all", 1, "any", 0, "what"), 'what = "y"'),
        (("dimensions", 1, "key"), "quoted"),
        (("dimensions", 1, "segments", 0), "[[dimensions.segments]]"),
        (("dimensions", 1, "segments", 0, "key"), "key = true"),
    ):
        assert content in text[lines[place] - 1], place
    assert lines["dimensions", 1, "segments", 0] == len(text) - 1


def test_windows_line_ends_count_once() -> None:
    assert lines_of(NESTED.replace("\n", "\r\n")) == lines_of(NESTED)


def test_what_is_missing_is_at_what_stands_round_it() -> None:
    lines = lines_of(NESTED)
    assert line_at(lines, ("dimensions", 1, "name", "zh")) == lines["dimensions", 1]
    assert line_at(lines, ("nowhere",)) is None


@pytest.mark.parametrize("name", presets())
def test_every_preset(name: str) -> None:
    text = preset_content(name).decode()
    assert set(lines_of(text)) == ways(tomllib.loads(text))


keys = st.text("abc-_ .\"'\\#=é客", max_size=4)
values = st.recursive(
    st.integers(-5, 5) | st.booleans() | st.text("a\"'\\#[]{}=,\n 客", max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(keys, values, max_size=4))
def test_it_knows_the_keys_that_tomllib_reads(content: dict[str, Any]) -> None:
    text = tomlkit.dumps(content)
    assert set(lines_of(text)) == ways(tomllib.loads(text))
