"""Readings of Chinese names in pinyin, for searching and sorting; without tones, ü as v."""

import os
import re
from functools import lru_cache

_SURNAMES = """
单 shan, 单于 chan yu, 解 xie, 仇 qiu, 曾 zeng, 查 zha, 区 ou, 尉 wei, 尉迟 yu chi, 朴 piao,
盖 ge | gai, 任 ren, 华 hua, 万俟 mo qi, 长孙 zhang sun, 宁 ning, 燕 yan, 那 na, 乐 yue | le,
乐正 yue zheng, 缪 miao, 翟 zhai | di, 冼 xian, 洗 xian, 种 chong, 繁 po, 折 she, 黑 he | hei,
秘 bi, 逄 pang, 员 yun, 祭 zhai, 牟 mou | mu, 尹 yin, 召 shao, 覃 qin | tan, 薄 bo, 石 shi, 卜 bu,
曲 qu, 应 ying, 於 yu, 哈 ha, 教 jiao, 句 gou, 隗 wei | kui, 澹台 tan tai, 令狐 ling hu,
呼延 hu yan, 宓 mi | fu, 郇 xun | huan, 郗 xi | chi, 晁 chao, 谌 chen | shen, 郄 qie | xi, 阚 kan,
佴 nai, 乜 nie, 缴 jiao, 颉 xie, 钭 tou, 厍 she, 重 chong, 都 du, 相 xiang, 纪 ji, 柏 bai | bo,
藏 zang, 车 che, 过 guo, 葛 ge, 诸葛 zhu ge, 仉 zhang, 訾 zi, 撒 sa, 眭 sui, 鲜于 xian yu,
皇甫 huang fu, 宿 su, 盛 sheng, 夏侯 xia hou, 莘 shen | xin, 亓官 qi guan, 濮阳 pu yang,
宰父 zai fu, 赫连 he lian, 费 fei | bi, 冒 mao | mo, 瞿 qu
"""


def _parsed(table: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    surnames = {}
    for entry in table.split(","):
        surname, _space, written = entry.strip().partition(" ")
        surnames[surname] = tuple(tuple(reading.split()) for reading in written.split("|"))
    return surnames


#: Surnames that are read otherwise as a name than in other words, or are commonly misread: the
#: syllables of each reading, the usual one first.
SURNAMES = _parsed(_SURNAMES)

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def get_ready() -> None:
    """Load what readings are looked up in, which takes 0.2 s where nobody did before."""
    _of_character("张")


def readings(text: str) -> list[tuple[str, ...]]:
    """For each character of `text` all its syllables, the usual one first; none for no Han.

    Syllables in ü stand in both spellings that people type: `lv` and `lu`.
    """
    return [_of_character(character) for character in text]


def syllables(text: str) -> list[frozenset[str]]:
    """For each character of a name what may be typed for it: every syllable, a surname's too.

    A letter or a digit stands for itself, small; for anything else there is nothing to type.
    """
    found = [set(_typed(character)) for character in text]
    for reading in SURNAMES.get(surname(text), ()):
        for position, syllable in enumerate(reading):
            found[position].add(syllable)
    return [frozenset(each) for each in found]


def surname(name: str) -> str:
    """The surname of the table that `name` begins with, two characters before one; else none."""
    return next((name[:length] for length in (2, 1) if name[:length] in SURNAMES), "")


def _typed(character: str) -> tuple[str, ...]:
    if _HAN.match(character):
        return _of_character(character)
    return (character.casefold(),) if character.isalnum() else ()


@lru_cache(maxsize=32_768)
def _of_character(character: str) -> tuple[str, ...]:
    if not _HAN.match(character):
        return ()
    # One character at a time needs no phrases, which are four fifths of its 55 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import Style, pinyin

    found: dict[str, None] = {}
    for reading in pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore"):
        for syllable in reading:
            found[syllable] = None
    for syllable in list(found):
        if "v" in syllable:
            found[syllable.replace("v", "u")] = None
    return tuple(found)
