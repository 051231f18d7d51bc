"""The syllables of pinyin, and how a row of letters falls into them: `xian` is xian, or xi an.

Each has a sign of one character, so that a token can hold one and a letter beside it. The signs
are Korean letters, which folded text never has (they come apart in `folding`).
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

_ALL = """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu ca
cai can cang cao ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua
chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den
deng di dia dian diao die din ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang
fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang
gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji
jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng
kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian
liang liao lie lin ling liu lo long lou lu luan lue lun luo lv lve ma mai man mang mao me mei
men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nia nian
niang niao nie nin ning niu nong nou nu nuan nue nun nuo nv nve o ou pa pai pan pang pao pei pen
peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan
que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen
seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun
shuo si song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong
tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wong wu xi xia xian xiang xiao xie xin
xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai
zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu
zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
#: All syllables that characters are read with, ü as v and as u, in order; those without a vowel
#: (嗯 ng) are no part of a name.
SYLLABLES = tuple(_ALL.split())
_LONGEST = max(map(len, SYLLABLES))
_FIRST_SIGN = 0xAC00
_SIGNS = {syllable: chr(_FIRST_SIGN + place) for place, syllable in enumerate(SYLLABLES)}
#: A longer row of letters that falls apart in more ways, or into more pieces, is cut there.
_MOST_WAYS = 12
_MOST_PIECES = 5


def sign(syllable: str) -> str | None:
    """The sign of a syllable; None for what is no syllable."""
    return _SIGNS.get(syllable)


@lru_cache(maxsize=512)
def signs_beginning(letters: str) -> str:
    """The signs of every syllable that begins with these small letters."""
    first = bisect_left(SYLLABLES, letters)
    end = bisect_left(SYLLABLES, letters + "~")
    return "".join(chr(_FIRST_SIGN + place) for place in range(first, end))


def ways(letters: str) -> list[tuple[tuple[str, ...], str]]:
    """How a row of small letters can be read: whole syllables, and the beginning of one more.

    Empty where it can't be. Of a long row only the first syllables are given, the beginning of
    the next as its one letter, and of many ways every one up to the same number of syllables.
    """
    for pieces in range(_MOST_PIECES, 0, -1):
        found = list(islice(_read(letters, 0, pieces, _ends(letters)), _MOST_WAYS + 1))
        if len(found) <= _MOST_WAYS:
            return found
    return found


def boundaries(letters: str) -> frozenset[int]:
    """The places in a row of letters where, in one way or another, a syllable ends."""
    reachable, ends = {0}, _ends(letters)
    for place in range(len(letters)):
        if place in reachable:
            reachable |= set(_next(letters, place, ends))
    return frozenset(reachable - {0})


def _read(
    letters: str, place: int, pieces: int, ends: frozenset[int]
) -> Iterator[tuple[tuple[str, ...], str]]:
    rest = letters[place:]
    if signs_beginning(rest):
        yield (), rest
    for end in _next(letters, place, ends):
        syllable = letters[place:end]
        if pieces == 1:
            yield (syllable,), letters[end]
            continue
        for following, beginning in _read(letters, end, pieces - 1, ends):
            yield (syllable, *following), beginning


def _next(letters: str, place: int, ends: frozenset[int]) -> list[int]:
    """Where a whole syllable that begins at `place` can end, if the rest can be read from there."""
    return [
        end
        for end in range(place + 1, min(place + _LONGEST, len(letters) - 1) + 1)
        if end in ends and letters[place:end] in _SIGNS
    ]


def _ends(letters: str) -> frozenset[int]:
    """The places from which the rest of the letters can be read."""
    found: set[int] = set()
    for place in range(len(letters) - 1, -1, -1):
        rest = letters[place : place + _LONGEST + 1]
        whole = any(
            place + length in found and rest[:length] in _SIGNS
            for length in range(1, min(_LONGEST, len(letters) - place - 1) + 1)
        )
        if whole or (place + len(rest) == len(letters) and signs_beginning(rest)):
            found.add(place)
    return frozenset(found)
