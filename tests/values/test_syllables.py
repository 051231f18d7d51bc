"""Rows of letters fall into syllables in every way that they can."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from custtui.values import pinyin
from custtui.values.syllables import SYLLABLES, boundaries, sign, signs_beginning, ways

_LETTERS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map("".join) | st.text(
    "angxiezh", min_size=1, max_size=9
)


def _ways(letters: str) -> set[tuple[tuple[str, ...], str]]:
    """Every way, by trying each syllable at each place."""
    found: set[tuple[tuple[str, ...], str]] = set()
    if any(syllable.startswith(letters) for syllable in SYLLABLES):
        found.add(((), letters))
    for syllable in SYLLABLES:
        rest = letters.removeprefix(syllable)
        if letters.startswith(syllable) and rest:
            found |= {((syllable, *whole), last) for whole, last in _ways(rest)}
    return found


@given(_LETTERS)
def test_every_way_is_found_or_begun(letters: str) -> None:
    found, expected = ways(letters), _ways(letters)
    assert bool(found) == bool(expected)
    for whole, rest in expected:
        assert any((whole, rest) == way or _goes_on(whole, rest, *way) for way in found)
    for way in found:
        assert any((whole, rest) == way or _goes_on(whole, rest, *way) for whole, rest in expected)


def _goes_on(whole: tuple[str, ...], rest: str, begun: tuple[str, ...], letter: str) -> bool:
    """Whether a way is one that was cut off after some syllables and a letter."""
    return whole[: len(begun)] == begun and len(letter) == 1 and (
        (*whole, rest)[len(begun)].startswith(letter)
    )  # fmt: skip


@given(_LETTERS)
def test_boundaries_are_where_syllables_end(letters: str) -> None:
    ends: set[int] = set()
    for whole, _rest in _ways(letters):
        ends |= set(accumulate(map(len, whole)))
    assert boundaries(letters) == ends


def test_long_rows_are_quick_and_few() -> None:
    for letters in ("xian" * 125, "an" * 250, "z" * 500, "a" * 500):
        assert len(ways(letters)) <= 12


def test_signs() -> None:
    assert all(one < other for one, other in pairwise(SYLLABLES))
    signs = [sign(syllable) for syllable in SYLLABLES]
    assert len(set(signs)) == len(SYLLABLES)
    assert signs_beginning("zhan") == f"{sign('zhan')}{sign('zhang')}"
    assert signs_beginning("") == "".join(filter(None, signs))
    assert signs_beginning("zhx") == ""
    assert sign("zh") is None


def test_every_reading_of_a_character_is_known() -> None:
    unknown = {
        syllable
        for point in range(0x4E00, 0xA000)
        for found in pinyin.readings(chr(point))
        for syllable in found
        if sign(syllable) is None
    }
    # Interjections, without a vowel or with ê: no part of a name.
    assert unknown == {"m", "n", "ng", "hm", "hng", "ê"}
