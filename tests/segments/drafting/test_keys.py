"""Keys suggested from names are always keys, and never taken ones."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.segments.drafting.keys import suggested_key


@pytest.mark.parametrize(
    ("names", "taken", "key"),
    [
        (["Key accounts", ""], [], "key_accounts"),
        (["", "渠道"], [], "qu_dao"),
        (["", "VIP客户 2"], [], "vip_ke_hu_2"),
        (["3 months"], [], "n3_months"),
        (["A"], ["a"], "a_2"),
        (["High"], ["high", "HIGH_2"], "high_3"),
        (["[b]", "…"], [], "b"),
        (["…", ""], [], "other"),
        (["x" * 99], ["x" * 37], "x" * 37 + "_2"),
    ],
)
def test_a_name_gives_a_key(names: list[str], taken: list[str], key: str) -> None:
    assert suggested_key(names, "other", taken) == key


@given(
    names=st.lists(st.text(), max_size=3), taken=st.lists(st.sampled_from(["other", "A", "a_2"]))
)
def test_whatever_the_name_it_is_a_key_that_is_free(names: list[str], taken: list[str]) -> None:
    key = suggested_key(names, "other", taken)
    assert re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,39}", key)
    assert key.casefold() not in {each.casefold() for each in taken}
