"""The order by pinyin; `python -m tests.values.test_pinyin_order` writes the file it is of."""

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values import pinyin_order
from custtui.values.pinyin_order import order_key
from custtui.values.syllables import SYLLABLES

FILE = Path(pinyin_order.__file__).with_suffix(".txt")
#: Read otherwise in names and places than pypinyin reads them alone.
USUAL = {"长": ("chang", 2), "曾": ("zeng", 1), "都": ("du", 1)}


def written() -> str:
    """What the file holds: every character of the basic range that has a syllable."""
    from pypinyin import Style, lazy_pinyin

    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for character in ["〇", *map(chr, range(0x4E00, 0xA000))]:
        read = "".join(lazy_pinyin(character, style=Style.TONE3, errors="ignore"))
        tone = int(read[-1]) if read[-1:].isdigit() else 5
        syllable, tone = USUAL.get(character, (read.rstrip("1234"), tone))
        if syllable in SYLLABLES:
            found[syllable].append((tone, character))
    lines = (
        f"{syllable} {''.join(character for _tone, character in sorted(found[syllable]))}"
        for syllable in sorted(found, key=lambda each: each.replace("v", "u!"))
    )
    return "\n".join(lines) + "\n"


def test_the_file_is_what_pypinyin_reads() -> None:
    assert FILE.read_text("utf-8") == written()


@pytest.mark.parametrize(
    "names",
    [
        ["12号店", "ABB", "abc", "阿里", "北京", "单雄信", "王敏", "曾国藩", "张三"],
        # All of one surname stand together, though 张伟 and 章伟 sound the same but for the tone.
        ["张伟", "张旭", "章伟", "章旭"],
        # A surname is read as one in a person's name, not in a company's.
        ["单一科技有限公司", "单一科", "沈阳"],
        ["长沙机床厂", "陈静", "重庆机床厂", "厦门航空", "重工集团公司"],
        ["解", "解放军报社"][::-1],
        ["曾氏有限公司", "翟伟", "长孙无忌"],
        ["鲁班", "吕布", "栾树", "罗成"],
    ],
)
def test_names_stand_as_people_look_them_up(names: list[str]) -> None:
    turned_round = names[::-1]
    assert sorted(turned_round, key=order_key) == names


names = st.text("单曾张三解仇重庆 aA1于尉迟ß〇㐀", max_size=6)


@given(names, names)
def test_every_text_has_a_key_of_its_own_but_for_capitals(one: str, other: str) -> None:
    same = one.casefold() == other.casefold()
    assert (order_key(one) == order_key(other)) == same


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
