import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.regions import PROVINCES, clean_region


def test_there_are_34_provinces() -> None:
    assert len(set(PROVINCES)) == 34


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("江苏省苏州市", "江苏-苏州"),
        ("江苏苏州", "江苏-苏州"),
        ("江苏-苏州", "江苏-苏州"),
        ("江苏/苏州", "江苏-苏州"),
        ("江苏 苏州市", "江苏-苏州"),
        ("中国江苏省南京市", "江苏-南京"),
        ("江苏省苏州市昆山市", "江苏-苏州-昆山市"),
        ("江苏", "江苏"),
        ("江苏地区", "江苏"),
        ("河北地区地区", "河北"),
        ("北京市海淀区", "北京-海淀"),
        ("北京—朝阳区", "北京-朝阳"),
        ("北京市北京市海淀区", "北京-海淀"),
        ("北京市市辖区", "北京"),
        ("上海市浦东新区", "上海-浦东"),
        ("重庆市彭水苗族土家族自治县", "重庆-彭水苗族土家族自治县"),
        ("内蒙古自治区", "内蒙古"),
        ("内蒙古呼和浩特市", "内蒙古-呼和浩特"),
        ("内蒙呼和浩特", "内蒙古-呼和浩特"),
        ("广西壮族自治区南宁市", "广西-南宁"),
        ("新疆维吾尔自治区 喀什地区", "新疆-喀什"),
        ("宁夏回族自治区银川市", "宁夏-银川"),
        ("香港特别行政区", "香港"),
        ("吉林市", "吉林-吉林"),
        ("吉林省吉林市", "吉林-吉林"),
        ("湖南省津市市", "湖南-津市"),
        ("四川省凉山彝族自治州西昌市", "四川-凉山彝族自治州-西昌市"),
        ("海南藏族自治州", "海南藏族自治州"),
        ("河北区", "河北区"),
        ("华东", "华东"),
        ("华东/上海", "华东-上海"),
        ("New York", "New York"),
        ("", ""),
    ],
)
def test_clean(written: str, region: str) -> None:
    assert clean_region(written) == region
    assert clean_region(region) == region


SUFFIXES = ("新区", "自治区", "自治县", "自治州", "地区", "全省", "市辖区")
WORDS = st.sampled_from(
    [*PROVINCES, *"省市区县盟州津-/—· 、x", *SUFFIXES, "内蒙", "中国", "苏州", "海淀"]
)


@given(st.one_of(st.lists(WORDS, max_size=8).map("".join), st.text(max_size=20)))
def test_a_clean_region_stays_as_it_is(written: str) -> None:
    region = clean_region(written)
    assert clean_region(region) == region
