import time

import pytest

from custtui.values import decimals
from custtui.values.unclean import Unclean

WHOLE = decimals.Places(0, str.strip)


@pytest.mark.parametrize(("written", "count"), [("1,000", 1000), ("3千", 3000), ("(2)", -2)])
def test_the_places_are_those_asked_for(written: str, count: int) -> None:
    assert decimals.read(written, WHOLE) == count


def test_more_places_than_asked_for_are_refused() -> None:
    with pytest.raises(Unclean, match="more than 0"):
        decimals.read("1.5", WHOLE)


@pytest.mark.parametrize("hostile", [" " * 30_000 + "x", "1" + " " * 30_000 + "x", "9" * 30_000])
def test_a_long_text_is_refused_at_once(hostile: str) -> None:
    start = time.perf_counter()
    with pytest.raises(Unclean):
        decimals.read(hostile, WHOLE)
    assert time.perf_counter() - start < 1


def test_a_refusal_shows_the_value_without_what_acts() -> None:
    with pytest.raises(Unclean, match=r"“\[31mred” is not a number"):
        decimals.read("\x1b[31mred", WHOLE)
