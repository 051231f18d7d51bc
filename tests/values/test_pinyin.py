import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.pinyin import SURNAMES, readings, syllables


def test_readings_give_every_syllable_of_each_character() -> None:
    found = readings("重行")
    assert {"zhong", "chong"} <= set(found[0])
    assert {"xing", "hang"} <= set(found[1])
    assert readings("吕")[0] == ("lv", "lu")
    assert readings("a1 ") == [(), (), ()]
    assert readings("") == []


def test_syllables_hold_the_surname_s_reading_and_the_others() -> None:
    assert {"shan", "dan", "chan"} <= syllables("单雄信")[0]
    assert syllables("A1-伟") == [frozenset("a"), frozenset("1"), frozenset(), frozenset({"wei"})]
    assert "yu" in syllables("尉迟恭")[0]


@pytest.mark.parametrize("surname", SURNAMES)
def test_every_surname_is_read_as_many_syllables_as_it_has_characters(surname: str) -> None:
    for reading in SURNAMES[surname]:
        assert len(reading) == len(surname)
        assert all(syllable.isascii() and syllable.isalpha() for syllable in reading)


@given(st.text(max_size=12))
def test_there_is_one_entry_a_character_of_any_text(text: str) -> None:
    assert len(readings(text)) == len(syllables(text)) == len(text)
