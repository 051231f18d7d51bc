"""Normal forms: those of Unicode, but for floods of marks, which would take the square of time."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.normal_form import NormalForm, is_nfc, normal

_FORMS: tuple[NormalForm, ...] = ("NFC", "NFKC", "NFKD")
_FLOODS = ("\u0301\u0327", "\u0f73", "\uff9e\u0327", "\u0344\u0323", "\u3099\u0327", "\u20e0\u0301")


@given(st.text(), st.sampled_from(_FORMS))
def test_ordinary_text_is_in_unicodes_form(text: str, form: NormalForm) -> None:
    assert normal(form, text) == unicodedata.normalize(form, text)
    assert is_nfc(text) == unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("letter", ["a", "泵", "ك", "か"])
@pytest.mark.parametrize("count", [1, 30])
def test_as_many_marks_as_a_language_may_have_stay(letter: str, count: int) -> None:
    text = (letter + "\u0323\u0301" * (count // 2) + "\u0327" * (count % 2)) * 20
    assert normal("NFC", text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("flood", _FLOODS)
@pytest.mark.parametrize("form", _FORMS)
def test_a_flood_of_marks_takes_no_time(flood: str, form: NormalForm) -> None:
    text = f"张{flood * 500_000}三{flood}"
    begun = time.process_time()
    found = normal(form, text)
    assert time.process_time() - begun < 2
    assert len(found) < 200
    assert found[0] == "张"
    assert found.count("三") == 1
    assert not is_nfc(text)
