import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.text import LIMITS, clean, one_line, shown, width, within
from custtui.values.unclean import Unclean

#: Any code points at all, lone surrogates too, rich in those that are removed.
RAW = st.text(
    st.one_of(
        st.characters(codec=None),
        st.characters(categories=["Cs"]),
        st.sampled_from("\x00\x1b\x7f\x9b\r\n\t \u200f\u202e\u2066\ufeff\u3000é\u0301张"),
    ),
    max_size=40,
)
FORBIDDEN = (
    set(map(chr, (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))))
    | set(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
    | {"\ufeff", "\ufffe", "\uffff"}
)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  张伟 ", "张伟"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("evil\u202eexe.txt", "evilexe.txt"),
        ("\ufeff客户\x00编号", "客户编号"),
        ("caf\u0065\u0301", "café"),
        ("bad\udcffbyte", "badbyte"),
        ("a\tb", "a\tb"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("=1+1", "=1+1"),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(RAW)
def test_clean_text_holds_nothing_that_acts_and_stays_as_it_is(raw: str) -> None:
    cleaned = clean(raw)
    assert not FORBIDDEN & set(cleaned)
    cleaned.encode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert clean(cleaned) == cleaned


@given(RAW)
def test_one_line_is_one_line_and_stays_as_it_is(raw: str) -> None:
    line = one_line(raw)
    assert not {"\n", "\t"} & set(line)
    assert one_line(line) == line == clean(line)


@given(RAW)
def test_shown_text_cannot_act_on_a_terminal(raw: str) -> None:
    text = shown(raw)
    assert not (FORBIDDEN | {"\n", "\t"}) & set(text)
    text.encode("utf-8")


def test_one_line_joins_lines_by_one_space() -> None:
    assert one_line(" 一 \n\n\t二\r\n三 ") == "一 二 三"


def test_shown_keeps_spaces_and_joins_lines() -> None:
    assert shown(" a\r\nb ") == " a b "


def test_a_text_within_its_limit_is_kept_and_a_longer_one_refused() -> None:
    assert within("客" * 500, LIMITS.one_line) == "客" * 500
    with pytest.raises(Unclean, match=r"501 characters; at most 500"):
        within("客" * 501, LIMITS.one_line)
    assert LIMITS.long_text == 20_000


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("abc", 3), ("客户", 4), ("Ａ", 2), ("e\u0301", 1), ("近12个月", 8), ("👍", 2)],
)
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize("unseen", ["\u200d", "\u200c\u200d", "\u200d \u200c", "\ufeff\u200d"])
def test_what_joins_nothing_is_nothing(unseen: str) -> None:
    assert clean(unseen) == ""
    assert clean(f"{unseen}张 伟{unseen}") == "张 伟"
    family = "\U0001f468\u200d\U0001f469"
    assert clean(family) == family
