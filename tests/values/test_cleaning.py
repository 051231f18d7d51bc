from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.cleaning import clean
from custtui.values.registry import CONTACT, CUSTOMER, Field, Form
from custtui.values.registry.choices import CHANNELS
from custtui.values.sizes import Employees
from custtui.values.unclean import Unclean

TODAY = date(2026, 11, 22)
FIELDS = {form: Field("x", "X", "某", form, choices=CHANNELS) for form in Form}


@pytest.mark.parametrize(
    ("form", "written", "cleaned"),
    [
        (Form.TEXT, " 张\n伟 ", "张 伟"),
        (Form.TEXT, "=1+1", "=1+1"),
        (Form.TEXT, "-", "-"),
        (Form.TEXT, "无", "无"),
        (Form.TEXT, 13800138000.0, "13800138000"),
        (Form.TEXT, 42, "42"),
        (Form.TEXT, 3.5, "3.5"),
        (Form.TEXT, Decimal("3.50"), "3.50"),
        (Form.TEXT, date(2026, 1, 2), "2026-01-02"),
        (Form.TEXT, datetime(2026, 1, 2), "2026-01-02"),
        (Form.TEXT, datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04:00"),
        (Form.TEXT, 999_999_999_999_999.0, "999999999999999"),
        (Form.TEXT, 110105199001011234, "110105199001011234"),
        (Form.LONG_TEXT, "一\r\n二 ", "一\n二"),
        (Form.DAY, "11-25", date(2026, 11, 25)),
        (Form.DAY, 46351.0, date(2026, 11, 25)),
        (Form.MONEY, "1.2万元", 1_200_000),
        (Form.MONEY, 29.33, 2_933),
        (Form.QUANTITY, "8次", 8_000),
        (Form.SCORE, "4分", 4),
        (Form.SCORE, "4.0", 4),
        (Form.SCORE, 5.0, 5),
        (Form.SCORE, "３", 3),
        (Form.WEIGHT, "3", 3),
        (Form.CHOICE, "电话拜访", "phone"),
        (Form.YES_NO, "无", False),
        (Form.YES_NO, "√", True),
        (Form.PHONES, 13800138000.0, "13800138000"),
        (Form.PHONES, ["13800138000", "10086"], "13800138000\n10086"),
        (Form.EMAIL, "Jing.Chen@Example.COM", "Jing.Chen@example.com"),
        (Form.EMAIL, "a@b.cn；c@D.cn 电话", "a@b.cn; c@d.cn; 电话"),
        (Form.EMAIL, "a＠b.cn", "a@b.cn"),
        (Form.TAGS, "行业：制造业, 风险:高、 vip\n行业:制造业；", "行业:制造业\n风险:高\nvip"),
        (Form.EMPLOYEES, "100-200人", Employees(100, 200)),
        (Form.BIRTH_YEAR, "1980年", 1980),
        (Form.BIRTH_YEAR, 46.0, 1980),
        (Form.BIRTH_YEAR, "46岁", 1980),
        (Form.REGION, "江苏省苏州市", "江苏-苏州"),
        (Form.INDUSTRY, "制造业—专用设备制造", "制造业-专用设备制造"),
    ],
)
def test_clean(form: Form, written: object, cleaned: object) -> None:
    assert clean(FIELDS[form], written, TODAY) == cleaned


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("empty", [None, "", "  ", "\u3000", "\n\n\n\n\n\n", float("nan")])
def test_empty(form: Form, empty: object) -> None:
    assert clean(FIELDS[form], empty, TODAY) is None


@pytest.mark.parametrize("form", sorted(set(Form) - {Form.TEXT, Form.LONG_TEXT}))
@pytest.mark.parametrize("word", ["-", "—", "——", "N/A", " n/a "])
def test_words_for_empty_outside_of_text(form: Form, word: str) -> None:
    assert clean(FIELDS[form], word, TODAY) is None


@pytest.mark.parametrize(
    ("form", "written"),
    [(Form.TEXT, "\u202e\x00"), (Form.TAGS, "、；"), (Form.PHONES, "、"), (Form.INDUSTRY, " / "),
     (Form.EMAIL, ";"), (Form.TAGS, "-\x1b")],
)  # fmt: skip
def test_what_is_empty_once_it_is_clean(form: Form, written: str) -> None:
    assert clean(FIELDS[form], written) is None


@pytest.mark.parametrize("empty", [None, " ", "\u202e", float("nan")])
def test_a_required_field_is_not_empty(empty: object) -> None:
    with pytest.raises(Unclean, match="required"):
        clean(CUSTOMER.field("name"), empty)
    assert clean(CONTACT.field("name"), empty) is None


@pytest.mark.parametrize(
    ("form", "written", "reason"),
    [
        (Form.TEXT, "x" * 501, "at most 500"),
        (Form.TEXT, 1.101051990010112e17, "already rounded"),
        (Form.TEXT, 1e15, "already rounded"),
        (Form.TEXT, "1.10105E+17", "already rounded"),
        (Form.TEXT, {}, "is not text"),
        (Form.LONG_TEXT, "x" * 20_001, "at most 20000"),
        (Form.DAY, "2026-02-30", "28 days"),
        (Form.MONEY, "abc", "not a number"),
        (Form.SCORE, -1, "from 1 to 5"),
        (Form.SCORE, 6, "from 1 to 5"),
        (Form.SCORE, "4.5", "from 1 to 5"),
        (Form.SCORE, 4.5, "from 1 to 5"),
        (Form.SCORE, "非常满意", "from 1 to 5"),
        (Form.SCORE, float("inf"), "from 1 to 5"),
        (Form.SCORE, True, "from 1 to 5"),
        (Form.WEIGHT, 4, "from 1 to 3"),
        (Form.WEIGHT, "3分", "from 1 to 3"),
        (Form.CHOICE, "飞鸽", "Phone, E-mail"),
        (Form.YES_NO, "maybe", "Yes, No"),
        (Form.PHONES, "张经理", "not a phone number"),
        (Form.EMAIL, "a@b", "not an e-mail"),
        (Form.EMAIL, "a@@b.cn", "not an e-mail"),
        (Form.EMAIL, "@b.cn", "not an e-mail"),
        (Form.EMAIL, "a@b..cn", "not an e-mail"),
        (Form.EMPLOYEES, "many", "not a number of people"),
        (Form.BIRTH_YEAR, 1849, "neither a year"),
        (Form.BIRTH_YEAR, 2027, "neither a year"),
        (Form.BIRTH_YEAR, 131, "neither a year"),
        (Form.BIRTH_YEAR, 0, "neither a year"),
    ],
)
def test_what_is_refused(form: Form, written: object, reason: str) -> None:
    with pytest.raises(Unclean, match=reason):
        clean(FIELDS[form], written, TODAY)


def test_an_age_needs_today() -> None:
    with pytest.raises(Unclean):
        clean(FIELDS[Form.BIRTH_YEAR], 46)


WRITTEN = st.one_of(
    st.text(max_size=20),
    st.characters(categories=["Cs"]),
    st.integers(),
    st.floats(),
    st.decimals(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.booleans(),
    st.none(),
)


def cleaned_or_reason(form: Form, written: object) -> object:
    try:
        return clean(FIELDS[form], written, TODAY)
    except Unclean as refusal:
        return refusal.message


@given(st.sampled_from(list(Form)), WRITTEN)
def test_whatever_was_written_is_cleaned_or_refused(form: Form, written: object) -> None:
    said = cleaned_or_reason(form, written)
    assert said != ""
    if isinstance(said, str):
        said.encode("utf-8")  # no lone surrogate is kept, nor shown in a reason
