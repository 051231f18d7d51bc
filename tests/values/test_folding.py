"""Folding: what is stored and what is typed fall together."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.folding import folded, is_han, marks, runs

_TEXTS = st.text() | st.text(st.sampled_from("aZ9 é中〇𠮷－（)🙂İßかﬁ㈱\u0301\u200b\ud800·'\t"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zhāng  Sān", ["zhang", "san"]),
        ("ＡＢＣ公司", ["abc", "公司"]),
        ("华东（上海）科技", ["华东", "上海", "科技"]),
        ("A.O.史密斯", ["a", "o", "史密斯"]),
        ("jing.chen@qq.com", ["jing", "chen", "qq", "com"]),
        ("Straße", ["strasse"]),
        ("ﬁle ㈱", ["file", "株"]),
        ("張〇𠮷", ["張〇𠮷"]),
        ("🙂a", ["🙂a"]),
        ("a\u200bb\x00c\ud800d", ["abcd"]),
        ("[/]", []),
    ],
)
def test_runs(text: str, expected: list[str]) -> None:
    assert runs(text) == expected


def test_marks() -> None:
    assert marks("[/] a（b）·") == "()/[]·"
    assert marks("张三") == marks("ab1") == marks("") == ""


@given(_TEXTS)
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert runs(folded(text)) == runs(text)
    assert marks(folded(text)) == marks(text)


@given(_TEXTS)
def test_folded_text_can_be_stored_and_has_no_signs_of_syllables(text: str) -> None:
    found = folded(text)
    found.encode()
    for character in found:
        assert unicodedata.category(character) not in ("Mn", "Cc", "Cf", "Cs")
        # Of most scripts the small letters; of Cherokee the capital ones are the folded ones.
        assert character.casefold() == character
        assert not 0xAC00 <= ord(character) <= 0xD7A3


@given(_TEXTS, _TEXTS)
def test_each_character_is_a_letter_a_mark_or_a_space(text: str, other: str) -> None:
    letters = "".join(runs(text))
    assert sorted({*letters, *marks(text)}) == sorted({*folded(text)} - {" "})
    assert runs(f"{text} {other}") == runs(text) + runs(other)
    for run in runs(text):
        assert len({is_han(character) for character in run}) == 1
