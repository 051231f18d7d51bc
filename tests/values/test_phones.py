import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.language import LANGUAGES, use
from custtui.values.masking import mask_phone
from custtui.values.phone_form import show_phone
from custtui.values.phones import clean_phones, digits
from custtui.values.unclean import Unclean


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("13800138000", "13800138000"),
        ("13800138000.0", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("+13800138000", "13800138000"),
        ("+1 301 200 0000", "+13012000000"),
        ("8613800138000", "13800138000"),
        ("0086-10-65551234", "01065551234"),
        ("(010)65551234", "01065551234"),
        ("电话:010-65551234", "01065551234"),
        ("手机：138 0013 8000", "13800138000"),
        ("手机号码：13800138000", "13800138000"),
        ("Tel. 010 6555 1234", "01065551234"),
        ("010-65551234转801", "01065551234x801"),
        ("010-65551234（转801）", "01065551234x801"),
        ("010-65551234 转 801", "01065551234x801"),
        ("010-65551234 ext. 801", "01065551234x801"),
        ("010-65551234-801", "01065551234x801"),
        ("+442079460958", "+442079460958"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        ("400-820-8820", "4008208820"),
        ("10086", "10086"),
        ("65551234", "65551234"),
        ("138 0013 8000 139 0013 9000", "13800138000\n13900139000"),
        ("13800138000 010-65551234转801 10086", "13800138000\n01065551234x801\n10086"),
        ("65551234 65551235", "65551234\n65551235"),
        ("13800138000、010-65551234/10086；65551234", "13800138000\n01065551234\n10086\n65551234"),
        ("13800138000, 13800138000", "13800138000"),
        ("+44 20 7946 0958 +86 13800138000", "+442079460958\n13800138000"),
        ("", ""),
        (" 、 ", ""),
    ],
)
def test_clean(written: str, stored: str) -> None:
    assert clean_phones(written) == stored


def test_the_region_decides_what_needs_no_country_code() -> None:
    assert clean_phones("020 7946 0958", "GB") == "02079460958"
    assert clean_phones("+86 138 0013 8000", "GB") == "+8613800138000"


@pytest.mark.parametrize(
    "written",
    [
        "12", "张经理 13800138000", "138****8000", "1.38E+10", "1" * 21, "x801", "abc", "+",
        "13000000000 xx",
        "13800138000, 12", "\n".join(str(10_000 + number) for number in range(21)),
    ],
)  # fmt: skip
def test_what_is_refused(written: str) -> None:
    with pytest.raises(Unclean):
        clean_phones(written)


def test_the_refusal_names_the_piece() -> None:
    with pytest.raises(Unclean, match="“微信同号”"):
        clean_phones("13800138000, 微信同号")


@pytest.mark.parametrize(
    ("stored", "to_read"),
    [
        ("13800138000", "138 0013 8000"),
        ("01065551234", "010-6555 1234"),
        ("051265551234", "0512-6555 1234"),
        ("05126555123", "0512-655 5123"),
        ("4008208820", "400 820 8820"),
        ("01065551234x801", "010-6555 1234 ext. 801"),
        ("+442079460958", "+442079460958"),
        ("10086", "10086"),
    ],
)
def test_show(stored: str, to_read: str) -> None:
    assert show_phone(stored) == to_read


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_extension_reads_back_in_every_language(language: str) -> None:
    use(language)
    assert clean_phones(show_phone("01065551234x801")) == "01065551234x801"
    use("en")


def test_digits_and_mask() -> None:
    assert digits("+44 20-7946x1") == "442079461"
    assert mask_phone("13800138000") == "138****8000"
    assert mask_phone("01065551234x801") == "010****1234"
    assert mask_phone("+442079460958") == "442*****0958"
    assert mask_phone("10086") == "1**86"


PIECES = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"0[1-9][0-9]{1,2}-?[2-8][0-9]{6,7}", fullmatch=True),
    st.from_regex(r"\+?[0-9]{1,3}[ -]?[0-9]{3,9}", fullmatch=True),
    st.from_regex(r"[0-9]{3,8}(转|x|-)[0-9]{1,4}", fullmatch=True),
    st.text("0123456789+-() x转、/ ", max_size=20),
    st.text(max_size=8),
)


@given(st.lists(PIECES, max_size=4).map(" ".join))
def test_a_clean_text_of_numbers_stays_as_it_is_and_reads_back(written: str) -> None:
    try:
        stored = clean_phones(written)
    except Unclean:
        return
    assert clean_phones(stored) == stored
    assert clean_phones(" / ".join(map(show_phone, stored.split("\n")))) == stored
    assert all(len(digits(mask_phone(number))) < 8 for number in stored.split("\n"))


@pytest.mark.parametrize("hostile", ["办公" * 1000, "1 " * 1000, "转1" * 1000, "0" * 2000])
def test_a_long_text_is_answered_at_once(hostile: str) -> None:
    clean_phones("010-65551234")  # loads the library
    start = time.perf_counter()
    with pytest.raises(Unclean):
        clean_phones(hostile)
    assert time.perf_counter() - start < 2


def test_showing_does_not_load_the_library() -> None:
    code = (
        "import sys; from custtui.values.phones import clean_phones;"
        "from custtui.values.phone_form import show_phone;"
        "show_phone(clean_phones('13800138000')); sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(
    st.from_regex(r"1[3-9][0-9]( |-|)[0-9]{4}\1[0-9]{4}", fullmatch=True)
    | st.from_regex(r"0(10|2[0-9]|[3-9][0-9]{2})-?[0-9]{7,8}", fullmatch=True)
)
def test_common_spellings_are_read_as_the_plan_of_numbers_would_have_it(written: str) -> None:
    # The blank before it makes it one that is not read at once.
    assert clean_phones(written) == clean_phones(f" {written}")


@pytest.mark.parametrize("written", ["0400-8319264", "08001234567", "09501234567"])
def test_service_numbers_lose_the_nought_that_the_plan_does_not_know(written: str) -> None:
    assert clean_phones(written) == clean_phones(f" {written}") != digits(written)
