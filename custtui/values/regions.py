"""Regions: a province and a city, `江苏-苏州`, however they were written."""

import re

from custtui.values.text import one_line

MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
PROVINCES = (
    *MUNICIPALITIES, "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建",
    "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃",
    "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
)  # fmt: skip

_MARKS = r"-—–−－/／\\>＞→·・:：|｜"
_SEPARATORS = re.compile(rf"[{_MARKS}]+")
_SEPARATORS_OR_SPACES = re.compile(rf"[{_MARKS}、,，\s]+")
_PROVINCE = re.compile(
    rf"[{_MARKS}\s]*(?:中国[{_MARKS}\s]*)?(?P<name>{'|'.join(PROVINCES)}|内蒙)"
    r"(?:省|(?<!吉林)市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?(?P<rest>.*)",
    re.DOTALL,
)
#: Places that begin with the name of a province and lie in another one: 海南藏族自治州, 河北区.
_ELSEWHERE = re.compile(r"(?:海南|河南|河北)(?:州|区|县|藏族|蒙古族)")
_PROVINCE_ONLY = frozenset(("地区", "全省", "全市", "全境", "省内", "市辖区"))
_CITY = re.compile(r"(.{2,}?)(?:(自治州|盟)|市|地区)(.*)", re.DOTALL)
_DISTRICT = re.compile(r"(.{2,}?)(?:(自治县)|新区|区|县)(.*)", re.DOTALL)


def clean_region(text: str) -> str:
    """`text` as `province-city`, short names: 江苏省苏州市, 江苏苏州 and 江苏/苏州 alike.

    What follows the city stays as a third part. A district of a municipality stands for its city:
    北京-海淀. Text that begins with no province is kept, its separators made hyphens.
    """
    region = _parted(one_line(text))
    while (again := _parted(region)) != region:  # 河北地区地区: a suffix behind a suffix
        region = again
    return region


def _parted(line: str) -> str:
    match = _PROVINCE.fullmatch(line)
    if match is None or _ELSEWHERE.match(line):
        parts = (part.strip() for part in _SEPARATORS.split(line))
        return "-".join(part for part in parts if part)
    province = "内蒙古" if match["name"] == "内蒙" else match["name"]
    places = [part for part in _SEPARATORS_OR_SPACES.split(match["rest"]) if part]
    return "-".join((province, *_city_and_rest(province, places)))


def _city_and_rest(province: str, places: list[str]) -> list[str]:
    """The short name of the city, then whatever places follow it as they were written."""
    if not places or places[0] in _PROVINCE_ONLY:
        return places[1:]
    first, following = places[0], places[1:]
    if province == "吉林" and first == "市":  # 吉林市: the city of the province's name
        return ["吉林", *following]
    if province in MUNICIPALITIES:
        if first in (province, f"{province}市"):
            return _city_and_rest(province, following)
        return [*_split(_DISTRICT, first.removeprefix(f"{province}市")), *following]
    return [*_split(_CITY, first), *following]


def _split(pattern: re.Pattern[str], place: str) -> list[str]:
    """A place parted behind its first suffix, which is dropped unless the name needs it."""
    match = pattern.fullmatch(place)
    if match is None:
        return [place]
    name, kept_suffix, rest = match.groups()
    return [name + (kept_suffix or ""), *([rest] if rest else [])]
