from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.cleaning import clean
from custtui.values.decimals import CAP
from custtui.values.registry import Field, Form
from custtui.values.registry.choices import CHANNELS
from custtui.values.showing import plain, show
from custtui.values.sizes import Employees
from custtui.values.unclean import Unclean

TODAY = date(2026, 11, 22)
FIELDS = {form: Field("x", "X", "某", form, choices=CHANNELS) for form in Form}
WORDS = [word for c in CHANNELS for word in (c.key, c.english, c.chinese, *c.variants)]
COUNTS = st.integers(0, 10_000_000)
NUMBERS = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"0(10|2[0-9]|[3-9][0-9]{2})-?[2-8][0-9]{6,7}(转[0-9]{1,4})?", fullmatch=True),
    st.from_regex(r"\+44207946[0-9]{4}", fullmatch=True),
    st.from_regex(r"[0-9]{5,12}", fullmatch=True),
)
TEXTS = st.text(
    st.one_of(st.characters(codec=None), st.sampled_from("张 \n\t,，;；、/:：-—省市@.")),
    max_size=30,
)
#: What a person may write for each form, most of it good.
WRITTEN: dict[Form, st.SearchStrategy[object]] = {
    Form.TEXT: TEXTS,
    Form.LONG_TEXT: TEXTS,
    Form.DAY: st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    Form.MONEY: st.integers(-CAP // 100, CAP // 100),
    Form.QUANTITY: st.decimals(-1000, 1000, places=3),
    Form.SCORE: st.integers(0, 6),
    Form.WEIGHT: st.integers(0, 4),
    Form.CHOICE: st.sampled_from(WORDS),
    Form.YES_NO: st.booleans(),
    Form.PHONES: st.lists(NUMBERS, max_size=4).map(" / ".join),
    Form.EMAIL: st.one_of(
        st.emails(), st.lists(st.from_regex(r"\w+@\w+\.\w+", fullmatch=True)).map("; ".join)
    ),
    Form.TAGS: TEXTS,
    Form.EMPLOYEES: st.tuples(COUNTS, COUNTS).map(lambda ends: f"{min(ends)}-{max(ends)}人"),
    Form.BIRTH_YEAR: st.one_of(st.integers(1850, 2026), st.integers(1, 130)),
    Form.REGION: TEXTS,
    Form.INDUSTRY: TEXTS,
}


def cleaned(form: Form, written: object) -> object:
    try:
        return clean(FIELDS[form], written, TODAY)
    except Unclean:
        return None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", list(Form))
@given(data=st.data())
def test_what_is_shown_can_be_typed_back(form: Form, language: str, data: st.DataObject) -> None:
    written = data.draw(st.one_of(WRITTEN[form], st.text(max_size=20)))
    value = cleaned(form, written)
    assert clean(FIELDS[form], show(FIELDS[form], value, language), TODAY) == value


@pytest.mark.parametrize("form", list(Form))
def test_the_law_is_not_met_by_emptiness_alone(form: Form) -> None:
    samples = {
        Form.DAY: "2026-11-25", Form.MONEY: "5", Form.QUANTITY: "5", Form.CHOICE: "phone",
        Form.YES_NO: "是", Form.PHONES: "10086", Form.EMAIL: "a@b.cn", Form.BIRTH_YEAR: "1980",
    }  # fmt: skip
    assert cleaned(form, samples.get(form, "3")) is not None


@pytest.mark.parametrize(
    ("form", "value", "chinese", "english", "for_json"),
    [
        (Form.TEXT, "张伟", "张伟", "张伟", "张伟"),
        (Form.DAY, date(2026, 11, 25), "2026-11-25", "2026-11-25", "2026-11-25"),
        (Form.MONEY, 128_450_000, "1,284,500.00", "1,284,500.00", "1284500.00"),
        (Form.QUANTITY, 1_234_500, "1,234.5", "1,234.5", "1234.5"),
        (Form.SCORE, 4, "4", "4", 4),
        (Form.CHOICE, "visit", "拜访", "Visit", "visit"),
        (Form.CHOICE, "gone", "gone", "gone", "gone"),
        (Form.YES_NO, True, "是", "Yes", True),
        (Form.YES_NO, False, "否", "No", False),
        (
            Form.PHONES, "13800138000\n10086", "138 0013 8000 / 10086", "138 0013 8000 / 10086",
            ["13800138000", "10086"],
        ),
        (Form.TAGS, "行业:教育\nvip", "行业:教育, vip", "行业:教育, vip", ["行业:教育", "vip"]),
        (Form.EMPLOYEES, Employees(200, None), "200+", "200+", {"low": 200, "high": None}),
        (Form.BIRTH_YEAR, 1980, "1980", "1980", 1980),
        (Form.REGION, "江苏-苏州", "江苏-苏州", "江苏-苏州", "江苏-苏州"),
        (Form.MONEY, None, "", "", None),
    ],
)  # fmt: skip
def test_show_and_plain(
    form: Form, value: object, chinese: str, english: str, for_json: object
) -> None:
    assert show(FIELDS[form], value, "zh") == chinese
    assert show(FIELDS[form], value, "en") == english
    assert plain(FIELDS[form], value) == for_json
