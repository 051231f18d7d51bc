import pytest

from custtui.values.headers import normalise, recognise, scale_word
from custtui.values.registry import CONTACT, CUSTOMER, FOLLOW_UP, PURCHASE, RECORD_KINDS, RecordKind


def keys(kind: RecordKind, *headers: str, scaled: bool = False) -> dict[str, str]:
    return {header: field.key for header, field in recognise(kind, headers, scaled).items()}


@pytest.mark.parametrize(
    ("header", "normal"),
    [
        (" Customer  Name ", "customername"),
        ("客户 名称", "客户名称"),
        ("交易金额（元）", "交易金额"),
        ("交易金额 (元)", "交易金额"),
        ("*姓名", "姓名"),
        ("Ｅ－ｍａｉｌ：", "email"),
        ("产品/服务", "产品服务"),
        ("（备注）", "备注"),
        ("", ""),
    ],
)
def test_normalise(header: str, normal: str) -> None:
    assert normalise(header) == normal


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_every_name_of_every_field_is_recognised(kind: RecordKind) -> None:
    for field in kind.fields:
        for name in (field.key, field.english, field.chinese, *field.variants):
            assert keys(kind, name) == {name: field.key}
            assert keys(kind, f" {name.upper()} ： ") == {f" {name.upper()} ： ": field.key}


def test_a_label_beats_a_variant_wherever_it_stands() -> None:
    assert keys(CUSTOMER, "序号", "客户编号") == {"客户编号": "code"}
    assert keys(CUSTOMER, "年龄", "性别") == {"年龄": "birth_year", "性别": "gender"}


def test_an_exact_header_beats_one_that_is_alike() -> None:
    assert keys(CUSTOMER, "客户名称（必填）", "客户名称") == {"客户名称": "name"}
    assert keys(CUSTOMER, "客户名称（必填）") == {"客户名称（必填）": "name"}


def test_of_two_as_good_the_first_wins_but_lists_take_all() -> None:
    assert keys(FOLLOW_UP, "沟通内容", "跟进内容") == {"沟通内容": "summary"}
    assert keys(CONTACT, "手机", "企业电话", "姓名") == {
        "手机": "phones", "企业电话": "phones", "姓名": "name",
    }  # fmt: skip
    assert keys(CONTACT, "微信", "QQ") == {"微信": "accounts", "QQ": "accounts"}


def test_what_is_no_field_is_left_out() -> None:
    assert keys(CUSTOMER, "", "()", "销量预测", "客户名称") == {"客户名称": "name"}


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("年营收(万元)", "万"), ("金额（单位：亿元）", "亿"), ("金额/万元", "万"),
        ("金额[千元]", "千"), ("金额【百万】", "百万"), ("金额(元)", ""), ("万元店", ""),
    ],
)  # fmt: skip
def test_scale_word(header: str, word: str) -> None:
    assert scale_word(header) == word


def test_a_column_in_ten_thousands_waits_for_who_applies_the_word() -> None:
    assert keys(PURCHASE, "金额(万元)") == {}
    assert keys(PURCHASE, "金额(万元)", scaled=True) == {"金额(万元)": "amount"}
