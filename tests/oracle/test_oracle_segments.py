"""The oracle against examples worked by hand: relations and the segments of one customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, cast

import pytest

from . import Contract, Customer, FollowUp, Need, judge

AS_OF = date(2026, 11, 22)
PHONE = [{"phones": ["13800138001"]}]
Days = Sequence[int]


def ago(days: int) -> date:
    """The day so many days before AS_OF; after it if negative."""
    return AS_OF - timedelta(days=days)


def book(orders: Days = (), amount: int = 100, **fields: Any) -> Customer:
    """A customer with a phone that bought so many days ago; amount in minor units each."""
    rows = [{"day": ago(days), "amount": amount} for days in orders]
    return cast(Customer, {"code": "c", "contacts": PHONE, "purchases": rows, **fields})


def rich() -> list[Customer]:
    """Two who bought more, so that a customer of 100 beside them is B."""
    row: Any = {"day": ago(1), "amount": 10**6}
    return [{"code": code, "purchases": [row]} for code in ("rich", "richer")]


def segment(customer: Customer, dimension: str) -> object:
    """The segment of a customer beside two richer ones."""
    return judge([customer, *rich()], AS_OF).segments["c"][dimension]


def metric(key: str, **fields: Any) -> object:
    """One metric of a customer with these fields."""
    return judge([book(**fields)], AS_OF).metrics["c"][key]


def talks(*days: int, kind: str = "follow_up") -> list[FollowUp]:
    """Follow-ups of a kind so many days ago."""
    return [{"day": ago(d), "kind": kind, "direction": "we"} for d in days]


# Relations


def test_follow_ups() -> None:
    rows = [*talks(-1, 89, 90), *talks(0, 89, 90, 179, 180, kind="complaint")]
    rows += [*talks(364, 365, kind="praise"), {"day": ago(2), "direction": "they"}]
    found = judge([book(follow_ups=rows)], AS_OF).metrics["c"]
    assert (found["last_contact"], found["contact_age_days"]) == (AS_OF, 0)
    assert (found["follow_ups_90d"], found["inbound_90d"]) == (4, 1)
    assert (found["complaints_90d"], found["complaints_prev_90d"]) == (2, 2)
    assert found["praises_12m"] == 1


def test_next_due() -> None:
    rows: list[FollowUp] = [
        {"day": ago(-1), "next_day": ago(9)},
        {"day": ago(3), "next_day": ago(8), "done": True},
        {"day": ago(3), "next_day": ago(-5), "done": False},
        {"day": ago(4), "next_day": ago(1)},
        {"day": ago(5), "next_action": "call"},
    ]
    assert metric("next_due", follow_ups=rows) == ago(1)
    assert metric("next_due", follow_ups=rows[:2]) is None


def test_satisfaction() -> None:
    scores = [(-1, 1), (365, 1), (10, 5), (2, 4), (2, 3), (40, 4)]
    surveys = [{"day": ago(days), "score": score} for days, score in scores]
    assert metric("satisfaction_12m", surveys=surveys) == Fraction(16, 4)
    assert metric("satisfaction_last", surveys=surveys) == 3
    assert metric("satisfaction_last", surveys=surveys[:1]) is None


def contract(start: int | None, end: int | None, state: str = "running") -> Contract:
    """A contract from and to so many days ago."""
    return {
        "start": None if start is None else ago(start),
        "end": None if end is None else ago(end),
        "state": state,
    }


def test_contract_end_is_the_latest_running_one() -> None:
    def end(*contracts: Contract) -> object:
        return metric("contract_end", contracts=contracts)

    assert end(contract(9, 0), contract(0, -9, "renewed"), contract(9, -99, "ended")) == ago(-9)
    assert end(contract(9, 0)) == AS_OF
    assert end(contract(9, 1), contract(-1, -9), contract(None, -9), contract(9, None)) is None


def test_renewal_rate() -> None:
    rows = [contract(9, 0, "renewed"), contract(9, 1, "ended"), contract(9, 1, "ended")]
    rows += [contract(9, -1, "renewed"), contract(9, 1), contract(9, None, "ended")]
    assert metric("renewal_rate", contracts=rows) == Fraction(1, 3)
    assert metric("renewal_rate", contracts=rows[3:]) is None


def wish(kind: str, weight: int, state: str = "open", day: date | None = None) -> Need:
    """A need, by default open and without a day."""
    return {"kind": kind, "weight": weight, "state": state, "day": day}


@pytest.mark.parametrize(
    ("needs", "leading"),
    [
        ([wish("price", 2), wish("function", 1), wish("brand", 1)], "price"),
        ([wish("service", 3), wish("function", 2), wish("quality", 1)], "quality"),
        ([wish("price", 1), wish("service", 2)], "service"),
        ([wish("price", 3, "met"), wish("service", 1, day=AS_OF)], "service"),
        ([wish("price", 3, day=ago(-1)), wish("pain_point", 3)], None),
    ],
)
def test_leading_need(needs: list[Need], leading: str | None) -> None:
    assert metric("leading_need", needs=needs) == leading
    assert segment(book(needs=needs), "need") == (leading or "undetermined")


def test_decision_maker() -> None:
    roles = [{"name": "x"}, {"decision_role": "decision_maker"}]
    assert metric("has_decision_maker", contacts=roles) is True
    assert metric("has_decision_maker", contacts=roles[:1]) is False


# Value, scale, fields


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        (100_000_000, "high"),
        (99_999_999, "middle"),
        (30_000_000, "middle"),
        (29_999_999, "low"),
        (1, "low"),
        (0, "no_sales"),
        (-1, "no_sales"),
    ],
)
def test_value(amount: int, value: str) -> None:
    assert segment(book([3], amount), "value") == value


@pytest.mark.parametrize(
    ("low", "high", "employees", "scale"),
    [
        (49, 49, 49, "small"),
        (50, 50, 50, "middle"),
        (500, 500, 500, "middle"),
        (501, 501, 501, "large"),
        (0, 50, 25, "small"),
        (100, 201, 150, "middle"),
        (200, None, 200, "middle"),
        (0, 0, 0, "small"),
        (None, None, None, "unknown"),
    ],
)
def test_scale(low: int | None, high: int | None, employees: int | None, scale: str) -> None:
    fields: dict[str, Any] = {"employees_low": low, "employees_high": high}
    assert metric("employees", **fields) == employees
    assert segment(book(**fields), "scale") == scale


def test_fields() -> None:
    full = book(industry="制造业-专用设备制造", region="北京")
    full["purchases"] = [{"day": ago(1), "amount": 5, "product": "a-b"}]
    assert [segment(full, key) for key in ("industry", "region", "product")] == [
        *("制造业", "北京", "a-b")
    ]
    empty = book(industry="", region=None)
    for key in ("industry", "region", "product"):
        assert segment(empty, key) == "not_filled_in"


# Lifecycle


@pytest.mark.parametrize(
    ("customer", "life"),
    [
        (book([1], stage="lost"), "churned"),
        (book(stage="lost"), "churned"),
        (book([365]), "churned"),  # exactly 12 months, no cycle
        (book([364]), "current"),
        (book([365 + 3 * 243, 365 + 2 * 243, 365 + 243, 365]), "churned"),  # 365 / 243 ≥ 1.5
        (book([365 + 3 * 244, 365 + 2 * 244, 365 + 244, 365]), "current"),  # 365 / 244 < 1.5
        (book([2, 1], 10**9), "vip"),
        (book([1], 10**9), "new"),
        (book([2, 2], 10**9), "new"),  # A, but one order day
        (book([89]), "new"),
        (book([90]), "current"),
        (book([-1], stage="customer"), "current"),
        (book(stage="intending"), "intent"),
        (book(needs=[wish("future_intent", 1)]), "intent"),
        (book(needs=[wish("future_intent", 1, "met")]), "potential"),
        (book(needs=[wish("future_intent", 1, day=ago(-1))]), "potential"),
        (book([-1], stage="prospect"), "potential"),
        (book(), "potential"),
    ],
)
def test_lifecycle(customer: Customer, life: str) -> None:
    assert segment(customer, "lifecycle") == life


# Risk


def surveyed(score: int) -> Customer:
    """A customer whose last survey has this score."""
    return book(surveys=[{"day": ago(1), "score": score}])


def bound(days: int) -> Customer:
    """A customer whose contract ends so many days ahead."""
    return book(contracts=[contract(9, -days)])


def dropping(lately: int, before: Days = (100, 120)) -> Customer:
    """A customer with orders of 100 in the 90 days before, and one amount since."""
    customer = book(before, follow_ups=talks(1))
    customer["purchases"] = [*(customer["purchases"] or []), {"day": ago(1), "amount": lately}]
    return customer


@pytest.mark.parametrize(
    ("customer", "tags"),
    [
        (book([89]), []),
        (book([90], follow_ups=talks(89)), ["no_repurchase"]),
        (book([90], follow_ups=talks(90)), ["no_repurchase", "no_contact"]),
        (book([90]), ["no_repurchase", "no_contact"]),
        (book([90, 1]), ["no_contact"]),
        (book([90, 1], follow_ups=talks(-1)), ["no_contact"]),
        (book([30], follow_ups=talks(90)), ["no_contact"]),
        (book(follow_ups=talks(90)), []),  # never bought
        (book([365]), []),  # churned
        (book([89, 69, 49, 30], follow_ups=talks(1)), ["overdue_cycle"]),  # 30 / 20
        (book([90, 70, 50, 29], follow_ups=talks(1)), []),  # 29 / 20, and under 30 days
        (book([93, 72, 51, 30], follow_ups=talks(1)), []),  # 30 / 21
        (book([44, 37, 36, 29], follow_ups=talks(1)), []),  # 29 / 7, but under 30 days
        (dropping(100), ["sales_drop"]),
        (dropping(101), []),
        (dropping(-500), ["no_repurchase", "sales_drop"]),
        (dropping(1, (100,)), []),
        (book(follow_ups=talks(1, 2, kind="complaint")), ["complaints_rising"]),
        (book(follow_ups=talks(1, kind="complaint")), []),
        (book(follow_ups=talks(1, 2, 91, 92, kind="complaint")), []),
        (surveyed(2), ["dissatisfied"]),
        (surveyed(3), []),
        (bound(30), ["contract_ending"]),
        (bound(31), []),
        (book(contacts=None), ["contact_missing"]),
        (book(contacts=[{"name": "x", "phones": [], "email": " "}]), ["contact_missing"]),
        (book(contacts=[{"name": "x"}, {"wechat": "w"}]), []),
        (book(contacts=[{"accounts": ["a"]}]), []),
        (book(contacts=[{"email": "a@b.cn"}]), []),
    ],
)
def test_risk(customer: Customer, tags: list[str]) -> None:
    assert segment(customer, "risk") == tags
