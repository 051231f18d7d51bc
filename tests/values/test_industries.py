import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.industries import SECTIONS, clean_industry, known


@pytest.mark.parametrize(
    ("written", "industry"),
    [
        ("制造业—专用设备制造", "制造业-专用设备制造"),
        ("制造业 > 专用设备制造", "制造业-专用设备制造"),
        ("制造业／专用设备制造", "制造业-专用设备制造"),
        ("制造业·专用设备制造", "制造业-专用设备制造"),
        ("制造业：专用设备制造", "制造业-专用设备制造"),
        ("制造业–", "制造业"),
        ("农、林、牧、渔业", "农、林、牧、渔业"),
        ("Machine tools", "Machine tools"),
        ("-", ""),
    ],
)
def test_clean(written: str, industry: str) -> None:
    assert clean_industry(written) == industry


@given(st.text(max_size=30))
def test_a_clean_industry_stays_as_it_is(written: str) -> None:
    industry = clean_industry(written)
    assert clean_industry(industry) == industry


def test_the_first_level_is_known_by_the_national_classification() -> None:
    assert len(set(SECTIONS)) == 20
    assert all(clean_industry(section) == section for section in SECTIONS)
    assert known("制造业-专用设备制造")
    assert known("教育")
    assert not known("仪器仪表")
    assert not known("")
