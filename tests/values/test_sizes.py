import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.values.sizes import MOST, Employees, parse_employees, show_employees
from custtui.values.unclean import Unclean

COUNTS = st.integers(0, MOST)
SIZES = st.one_of(
    st.tuples(COUNTS, COUNTS).map(lambda ends: Employees(min(ends), max(ends))),
    COUNTS.map(lambda low: Employees(low, None)),
)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("100-200人", 100, 200), ("100~200", 100, 200), ("100～200人", 100, 200),
        ("100 - 200 人", 100, 200), ("100—200", 100, 200), ("100到200人", 100, 200),
        ("50人以下", 0, 50), ("200人以上", 200, None), ("500人及以上", 500, None),
        ("500+", 500, None), ("<50", 0, 49), ("<=50", 0, 50), (">=200", 200, None),
        (">200", 201, None), ("不足50人", 0, 49), ("小型", 0, 49), ("中型企业", 50, 500),
        ("大型", 501, None), ("180人", 180, 180), ("180", 180, 180), (180, 180, 180),
        (180.0, 180, 180), ("约100人", 100, 100), ("1万人", 10_000, 10_000),
        ("1.2万人", 12_000, 12_000), ("1,000-5,000人", 1_000, 5_000),
    ],
)  # fmt: skip
def test_parse(written: object, low: int, high: int | None) -> None:
    assert parse_employees(written) == Employees(low, high)


@pytest.mark.parametrize(
    "written",
    [
        -5, "-5", "200-100", MOST + 1, f"{MOST + 1}人", "1001万人", 12.5, "1.5人", "abc", "", True,
        None, float("nan"), float("inf"), "1" * 5000,
    ],
)  # fmt: skip
def test_what_is_refused(written: object) -> None:
    with pytest.raises(Unclean):
        parse_employees(written)


@given(SIZES)
def test_every_size_reads_back(size: Employees) -> None:
    assert parse_employees(show_employees(size)) == size
    assert parse_employees(size) == size


@given(st.text(max_size=20))
def test_any_text_is_a_size_or_refused(text: str) -> None:
    try:
        size = parse_employees(text)
    except Unclean:
        return
    assert size.low is not None
    assert 0 <= size.low <= (MOST if size.high is None else size.high) <= MOST


def test_show() -> None:
    assert show_employees(Employees(180, 180)) == "180"
    assert show_employees(Employees(0, 50)) == "0-50"
    assert show_employees(Employees(200, None)) == "200+"
    assert show_employees(Employees(None, 50)) == "0-50"
    assert show_employees(Employees(None, None)) == ""
