"""Plain text in columns, and JSON that acts on no terminal."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.cli.printing import print_json, shortened, table
from custtui.cli.wrapping import wrapped
from custtui.values.text import width
from tests.cli.test_main import ACTING

texts = st.text(max_size=40)  # of all characters but lone surrogates


def test_columns_line_up_under_chinese() -> None:
    lines = table([["客户", "1", "x"], ["Name", "1,234", "y"], ["等级级", ""]], right=(1,))
    assert lines == ["客户        1  x", "Name    1,234  y", "等级级"]


@given(st.lists(st.lists(texts, max_size=4), max_size=5))
def test_a_table_keeps_a_line_a_row_and_acts_on_nothing(rows: list[list[str]]) -> None:
    lines = table(rows)
    assert len(lines) == len(rows)
    assert not ACTING.search("".join(lines))
    assert not any("\n" in line for line in lines)


@given(texts, st.integers(2, 30))
def test_shortened_is_never_wider_than_asked(text: str, cells: int) -> None:
    assert width(shortened(text, cells)) <= cells


@given(st.text("客户ab1，。 ", max_size=60), st.integers(8, 30))
def test_wrapping_loses_no_sign(text: str, cells: int) -> None:
    lines = wrapped(text, cells)
    assert "".join("".join(lines).split()) == "".join(text.split())
    # A long word, or a run of punctuation that may not begin a line, may stand out.
    assert all(width(line) <= cells or " " not in line.strip() for line in lines)


@given(st.dictionaries(texts, st.lists(texts, max_size=3), max_size=3), st.booleans())
def test_json_says_the_same_and_acts_on_nothing(value: object, compact: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written: list[str] = []
        patch.setattr("builtins.print", written.append)
        print_json(value, compact=compact)
    assert json.loads(written[0]) == value
    assert not ACTING.search(written[0].replace("\n", ""))
