"""The oracle against examples worked by hand: windows, metrics and ranks."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest

from . import Customer, Purchase, judge
from .ranks import RFM_CODES, frequency_score, mid_rank, segment_of_code
from .windows import months_before

AS_OF = date(2026, 11, 22)


def ago(days: int) -> date:
    """The day so many days before AS_OF."""
    return AS_OF - timedelta(days=days)


def buy(day: date, amount: int, product: str | None = None) -> Purchase:
    """A purchase row; amount in minor units."""
    return {"day": day, "amount": amount, "product": product}


def buyers(*amounts: int) -> list[Customer]:
    """One customer an amount, bought yesterday; codes are 0, 1, 2 and on."""
    return [{"code": str(i), "purchases": [buy(ago(1), a)]} for i, a in enumerate(amounts)]


def metrics(customer: Customer, as_of: date = AS_OF) -> dict[str, object]:
    """The metrics of one customer judged alone."""
    return judge([customer], as_of).metrics[customer["code"]]


def grades(*amounts: int) -> str:
    """The grades of buyers of these amounts, in their order."""
    judged = judge(buyers(*amounts), AS_OF).segments
    return " ".join(str(judged[str(i)]["grade"]) for i in range(len(amounts)))


# Windows


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 2, 29), 24, date(2022, 2, 28)),
        (date(2024, 2, 29), 48, date(2020, 2, 29)),
        (date(2025, 2, 28), 12, date(2024, 2, 28)),
        (date(2023, 5, 31), 3, date(2023, 2, 28)),
        (date(2024, 5, 31), 3, date(2024, 2, 29)),
        (date(2024, 11, 30), 3, date(2024, 8, 30)),
        (date(2024, 1, 31), 1, date(2023, 12, 31)),
        (date(2024, 12, 31), 12, date(2023, 12, 31)),
    ],
)
def test_months_clamp_and_only_shorten(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_windows_show_first_and_last_day() -> None:
    assert judge([], date(2024, 2, 29)).windows == {
        "12m": (date(2023, 3, 1), date(2024, 2, 29)),
        "prev_12m": (date(2022, 3, 1), date(2023, 2, 28)),
        "24m": (date(2022, 3, 1), date(2024, 2, 29)),
        "90d": (date(2023, 12, 2), date(2024, 2, 29)),
        "prev_90d": (date(2023, 9, 3), date(2023, 12, 1)),
    }
    assert judge([], date(2025, 2, 28)).windows["12m"] == (date(2024, 2, 29), date(2025, 2, 28))


def test_exactly_twelve_months_ago_is_outside() -> None:
    edge = date(2025, 11, 22)
    found = metrics({"code": "c", "purchases": [buy(edge, 1), buy(edge + timedelta(1), 10)]})
    assert (found["amount_12m"], found["amount_prev_12m"], found["amount_total"]) == (10, 1, 11)
    edge = date(2024, 11, 22)
    found = metrics({"code": "c", "purchases": [buy(edge, 1), buy(edge + timedelta(1), 10)]})
    assert (found["amount_12m"], found["amount_prev_12m"], found["amount_total"]) == (0, 10, 11)
    assert (found["amount_24m"], found["orders_12m"], found["orders_24m"]) == (10, 0, 1)


def test_windows_of_90_days_are_half_open() -> None:
    rows = [buy(ago(d), 10**i) for i, d in enumerate((0, 89, 90, 179, 180))]
    found = metrics({"code": "c", "purchases": rows})
    assert (found["amount_90d"], found["amount_prev_90d"]) == (11, 1100)
    assert (found["orders_90d"], found["orders_prev_90d"]) == (2, 2)


# Purchases


def test_nothing_to_count() -> None:
    found = metrics({"code": "c"})
    zeros = {key for key, value in found.items() if value == 0 and value is not False}
    assert zeros == {
        *("amount_12m", "amount_prev_12m", "amount_24m", "amount_total"),
        *("amount_90d", "amount_prev_90d"),
        *("orders_12m", "orders_24m", "orders_90d", "orders_prev_90d", "orders_total"),
        *("follow_ups_90d", "inbound_90d", "complaints_90d", "complaints_prev_90d"),
        "praises_12m",
    }
    assert found["has_decision_maker"] is None
    assert found["tags"] == []
    rest = found.keys() - zeros - {"has_decision_maker", "tags"}
    assert {found[key] for key in rest} == {None}


def test_order_day_counts_whatever_its_net() -> None:
    day = ago(5)
    rows = [buy(day, 100), buy(day, 50), buy(day, -200), buy(ago(3), -10), buy(ago(2), 0)]
    found = metrics({"code": "c", "purchases": rows})
    assert (found["orders_total"], found["amount_total"]) == (1, -60)
    assert found["average_order"] == Fraction(-60)
    assert found["last_purchase"] == day


def test_average_order_is_exact() -> None:
    rows = [buy(ago(1), 50), buy(ago(2), 25), buy(ago(3), 25)]
    assert metrics({"code": "c", "purchases": rows})["average_order"] == Fraction(100, 3)


def test_refunds_only_has_not_bought() -> None:
    judged = judge([{"code": "c", "purchases": [buy(ago(400), -5), buy(ago(3), -5)]}], AS_OF)
    found, segments = judged.metrics["c"], judged.segments["c"]
    assert (found["amount_12m"], found["amount_total"], found["orders_total"]) == (-5, -10, 0)
    assert found["last_purchase"] is found["recency_days"] is found["average_order"] is None
    assert (segments["grade"], segments["value"]) == ("unrated", "no_sales")
    assert (segments["behaviour"], segments["lifecycle"]) == ("unscored", "potential")
    assert segments["risk"] == ["contact_missing"]


def test_profit_counts_rows_with_a_cost() -> None:
    rows: list[Purchase] = [
        {"day": ago(1), "amount": 100, "cost": 70},
        {"day": ago(1), "amount": 900},
        {"day": ago(1), "amount": -50, "cost": -35},
        {"day": ago(1), "amount": 10, "cost": 0},
        {"day": ago(1), "amount": 0, "cost": 1000},
        {"day": ago(366), "amount": 100, "cost": 1},
    ]
    assert metrics({"code": "c", "purchases": rows})["profit_12m"] == 30 - 15 + 10
    assert metrics({"code": "c", "purchases": rows[1:2]})["profit_12m"] is None


@pytest.mark.parametrize(
    ("days", "cycle", "ratio"),
    [
        ((60, 40, 20), None, None),
        ((90, 60, 40, 30), Fraction(20), Fraction(3, 2)),
        ((97, 90, 79, 40, 8), Fraction(43, 2), Fraction(16, 43)),  # gaps 7 11 39 32
        ((6, 5, 4, 3), Fraction(7), Fraction(3, 7)),
    ],
)
def test_cycle(days: tuple[int, ...], cycle: Fraction | None, ratio: Fraction | None) -> None:
    rows = [buy(ago(d), 5) for d in days for _ in range(2)]
    found = metrics({"code": "c", "purchases": rows})
    assert (found["cycle_days"], found["cycle_ratio"]) == (cycle, ratio)


def test_main_product() -> None:
    def main(*rows: Purchase) -> object:
        return metrics({"code": "c", "purchases": rows})["main_product"]

    old, new = ago(20), ago(10)
    assert main(buy(new, 9, "x"), buy(old, 5, "y"), buy(old, 5, "y")) == "y"
    assert main(buy(new, 9, "x"), buy(old, 12, "y"), buy(new, -4, "y")) == "x"
    assert main(buy(new, 5, "x"), buy(old, 5, "y")) == "x"
    assert main(buy(new, 5, "x"), buy(new, 5, "y")) == "y"
    assert main(buy(new, 2, "y"), buy(new, 5, "x"), buy(old, 3, "y")) == "x"
    assert main(buy(new, 5), buy(old, 1, ""), buy(ago(366), 9, "z"), buy(new, 0, "w")) is None


# Grade: share by rank


def test_grade_of_ten_is_two_five_three() -> None:
    assert grades(*range(10, 0, -1)) == "A A B B B B B C C C"


def test_grade_ties_stay_together_in_the_better_class() -> None:
    assert grades(9, 9, 9, 9, 5, 4, 3, 2, 1, 1) == "A A A A B B B C C C"
    assert grades(9, 8, 7, 6, 5, 4, 3, 3, 3, 3) == "A A B B B B B B B B"
    assert grades(7, 7, 7, 7) == "A A A A"


def test_grade_of_few() -> None:
    assert grades(1) == "A"
    assert grades(2, 1) == "A B"
    assert grades(3, 2, 1) == "A B B"  # shares 0, 1/3, 2/3
    assert grades(5, 4, 3, 2, 1) == "A B B B C"  # 1/5 is not under 20 %
    assert grades(9, 0, -9) == "A unrated unrated"


# Behaviour: scores


def test_every_code_once() -> None:
    listed = " ".join(RFM_CODES.values()).split()
    every = ["".join(code) for code in itertools.product("12345", repeat=3)]
    assert len(listed) == 125
    assert sorted(listed) == every
    assert [segment_of_code(code) for code in ("555", "543", "333", "311", "111")] == [
        *("champions", "loyal", "potential_loyalist", "new", "lost")
    ]
    sizes = [len(codes.split()) for codes in RFM_CODES.values()]
    assert sizes == [7, 8, 24, 7, 16, 8, 8, 22, 8, 11, 6]


def test_mid_rank_by_hand() -> None:
    # N = 7; 2L + E is 1, 3, then 3 ties: 4 + 3 = 7, then 11, 13; times 5 over 14, down, plus 1
    values = [1, 2, 3, 3, 3, 4, 5]
    assert [mid_rank(value, values) for value in values] == [1, 2, 3, 3, 3, 4, 5]
    assert [mid_rank(value, [1, 2, 3, 4]) for value in (1, 2, 3, 4)] == [1, 2, 4, 5]
    assert [mid_rank(value, [1, 1, 1, 2]) for value in (1, 2)] == [2, 5]  # 15/8, 35/8
    assert mid_rank(8, [8]) == 3


def test_mid_rank_on_an_exact_boundary_goes_up() -> None:
    # N = 5, two worst tied: 5 × (0 + 2) / 10 is exactly 1
    assert mid_rank(1, [1, 1, 2, 3, 4]) == 2


def test_frequency_score() -> None:
    assert [frequency_score(n) for n in range(1, 10)] == [1, 2, 3, 3, 4, 4, 4, 5, 5]


def test_behaviour_ranks_buyers_only() -> None:
    book: list[Customer] = [
        {"code": "one", "purchases": [buy(ago(10), 700)]},
        {"code": "two", "purchases": [buy(ago(500), 100), buy(ago(30), 400)]},
        {"code": "refund", "purchases": [buy(ago(1), -900)]},
        {"code": "nothing"},
    ]
    segments = judge(book, AS_OF).segments
    # N = 2: the better 1 + floor(5 × 3 / 4) = 4, the worse 1 + floor(5 × 1 / 4) = 2
    assert segments["one"]["behaviour"] == "promising"  # 414
    assert segments["two"]["behaviour"] == "hibernating"  # 222
    assert segments["refund"]["behaviour"] == segments["nothing"]["behaviour"] == "unscored"
    assert judge(buyers(5), AS_OF).segments["0"]["behaviour"] == "promising"  # 313


def test_book_as_a_whole() -> None:
    judged = judge(buyers(1, 2, 3), AS_OF)
    assert judged.counts["grade"] == {"A": 1, "B": 2, "C": 0, "unrated": 0}
    assert judged.counts["product"] == {"not_filled_in": 3}
    assert judged.counts["risk"]["contact_missing"] == 3
    with pytest.raises(ValueError, match="twice"):
        judge([{"code": "c"}, {"code": "c"}], AS_OF)
