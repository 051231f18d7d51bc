"""The next better segment: the amount told reaches it, and one fen less does not."""

import sqlite3
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.segments.explain import explain, explain_all
from custtui.segments.judging.judge import judge_view
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import Rules, segments_of
from tests.segments.small_books import DAY, book_of, bought, in_memory, one_more
from tests.segments.test_exactness import books, held

_A_LOT = (1, 5000, 30_000_001, 10**15)


def conditions(key: str, *whens: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "key": key,
        "name": {"en": key},
        "kind": "conditions",
        "ordered": True,
        "segments": [
            {"key": f"s{place}", "name": {"en": f"S{place}"}, **({"when": when} if when else {})}
            for place, when in enumerate(whens)
        ],
    }


def share(key: str, by: str, metric: str, *shares: str) -> dict[str, Any]:
    return {
        "key": key,
        "name": {"en": key},
        "kind": "share",
        "ordered": True,
        "by": by,
        "metric": metric,
        "segments": [
            {"key": "ABCDE"[place], "name": {"en": "ABCDE"[place]}, "share": part}
            for place, part in enumerate(shares)
        ],
        "other": {"key": "none", "name": {"en": "None"}},
    }


def is_(what: str, compare: str, value: object = None, **parts: Any) -> dict[str, Any]:
    return {"what": what, "is": compare, **({} if value is None else {"value": value}), **parts}


#: Every way in which an amount can lead to a better segment.
VARIED = Rules.model_validate(
    {
        "dimensions": [
            share("pareto", "value", "amount_12m", "0.8", "0.15", "0.05"),
            share("halves", "value", "amount_total", "0.5", "0.5"),
            share("fifths", "rank", "amount_90d", "0.2", "0.2", "0.2", "0.2", "0.2"),
            share("counts", "rank", "orders_12m", "0.4", "0.6"),
            share("silent", "rank", "recency_days", "0.4", "0.6"),
            conditions(
                "mixed",
                {
                    "all": [
                        is_("amount_12m", ">", 1000),
                        is_("orders_total", ">=", 2),
                        {"any": [is_("average_order", ">=", 500), is_("stage", "=", "lost")]},
                    ]
                },
                is_("amount_90d", ">=", times=2, than="amount_prev_90d"),
                is_("amount_total", "=", 300000),
                is_("amount_total", "!=", 50),
                is_("amount_prev_12m", "<", times="1.5", than="amount_12m"),
            ),
            conditions(
                "asking",
                {
                    "all": [
                        is_("segment:pareto", "in", ["A", "B"]),
                        is_("amount_12m", ">=", "300000.5"),
                    ]
                },
                {"any": [is_("segment:fifths", "!=", "none"), is_("recency_days", "<", 30)]},
                None,
            ),
        ]
    }
)


#: The same in cents, for customers whose amounts lie side by side.
SMALL = Rules.model_validate(
    {
        "dimensions": [
            share("pareto", "value", "amount_12m", "0.5", "0.3", "0.2"),
            share("orders", "value", "orders_total", "0.5", "0.5"),
            share("ranks", "rank", "amount_total", "0.34", "0.33", "0.33"),
            conditions(
                "mixed",
                {"all": [is_("orders_total", ">=", 2), is_("amount_12m", ">=", "0.08")]},
                is_("average_order", ">", "0.05"),
                {"all": [is_("segment:orders", "=", "A"), is_("segment:ranks", "=", "A")]},
                None,
            ),
        ]
    }
)
cents = st.lists(
    st.lists(
        st.tuples(st.sampled_from([DAY, DAY - timedelta(days=1)]), st.integers(-3, 12)),
        max_size=2,
    ),
    min_size=1,
    max_size=7,
)


def hold_the_law(connection: sqlite3.Connection, rules: Rules, as_of: date) -> None:
    """For every customer and ordered dimension: it is reached, by no less, and none is missed."""
    judge_view(connection, as_of, rules)

    @cache
    def standing(customer: int, amount: int) -> dict[str, str]:
        with one_more(connection, rules, customer, amount, as_of) as found:
            return found

    for (customer,) in connection.execute("SELECT id FROM customer").fetchall():
        for found in explain_all(connection, customer, rules):
            dimension = rules.dimension(found.dimension)
            if not dimension.ordered:
                continue
            order = [segment.key for segment in segments_of(dimension)]
            own = order.index(found.segments[0].key)
            step = found.next_step
            for amount in _A_LOT if step is None else (step.amount - 1,):
                assert order.index(standing(customer, amount)[dimension.key]) >= own
            if step is not None:
                assert step.amount > 0
                assert order.index(step.segment) < own
                assert standing(customer, step.amount)[dimension.key] == step.segment
    connection.close()


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(content=books)
def test_in_the_standard_set(content: list[Any]) -> None:
    hold_the_law(held(content), preset(STANDARD), DAY)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(content=books, as_of=st.sampled_from([DAY, date(2023, 8, 31)]))
def test_in_all_ways(content: list[Any], as_of: date) -> None:
    hold_the_law(held(content), VARIED, as_of)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(content=cents)
def test_among_customers_side_by_side(content: list[list[tuple[date, int]]]) -> None:
    customers = [
        ({"name": "张三"}, [{"day": day, "amount": amount} for day, amount in purchases])
        for purchases in content
    ]
    hold_the_law(held(customers), SMALL, DAY)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(content=books, data=st.data())
def test_the_last_day_on_which_it_is_enough(content: list[Any], data: st.DataObject) -> None:
    """Value looks at the customer alone, so that the day itself can be tried."""
    rules = preset(STANDARD)
    connection = held(content)
    judge_view(connection, DAY, rules)
    step = explain(connection, 1, "value", rules).next_step
    if step is None:
        return
    days = st.dates(DAY, step.by) if step.by else st.just(DAY)
    for day in {data.draw(days), step.by or DAY}:
        with one_more(connection, rules, 1, step.amount, day) as standing:
            assert standing["value"] == step.segment
        if step.by:
            with one_more(connection, rules, 1, step.amount - 1, day) as standing:
                assert standing["value"] != step.segment
    connection.close()


def test_it_is_told_until_the_oldest_purchase_leaves(tmp_path: Path) -> None:
    """Bought on 2023-03-15, the amount counts until 2024-03-14: 12 months later it is out."""
    book = book_of(tmp_path / "book.db", bought((date(2023, 3, 15), 26_180_000), (DAY, 10_000_000)))
    connection = in_memory(book.path)
    found = explain(connection, 1, "value")
    assert found.next_step is not None
    assert (found.next_step.amount, found.next_step.by) == (63_820_000, date(2024, 3, 14))
    assert found.next_better == "638,200.00 more by 2024-03-14 reaches High."
    rules = preset(STANDARD)
    too_late = date(2024, 3, 15)
    with one_more(connection, rules, 1, 63_820_000, too_late) as standing:
        assert standing["value"] == "middle"


def test_it_is_told_until_a_later_purchase_comes_in(tmp_path: Path) -> None:
    in_three_days = DAY + timedelta(days=3)
    content = bought((DAY, 29_000_000), (in_three_days, -500))
    connection = in_memory(book_of(tmp_path / "book.db", content).path)
    found = explain(connection, 1, "value").next_step
    assert found is not None
    assert (found.amount, found.by) == (1_000_000, DAY + timedelta(days=2))
    with one_more(connection, preset(STANDARD), 1, found.amount, in_three_days) as standing:
        assert standing["value"] == "low"


def test_any_purchase_is_told_until_an_order_leaves(tmp_path: Path) -> None:
    """Two orders in 12 months: that of 2023-03-15 counts until 2024-03-14."""
    rules = Rules.model_validate(
        {"dimensions": [conditions("often", is_("orders_12m", ">=", 2), None)]}
    )
    book = book_of(tmp_path / "book.db", bought((date(2023, 3, 15), 100)), bought((DAY, 100)))
    connection = in_memory(book.path)
    judge_view(connection, DAY, rules)
    found = explain(connection, 1, "often", rules)
    assert found.next_better == "Any purchase by 2024-03-14 reaches S0."
    for day, segment in ((date(2024, 3, 14), "s0"), (date(2024, 3, 15), "s1")):
        with one_more(connection, rules, 1, 1, day) as standing:
            assert standing["often"] == segment
    # Who ordered today already reaches it from tomorrow on, not today.
    assert explain(connection, 2, "often", rules).next_better is None


@pytest.mark.parametrize(
    ("customers", "text"),
    [
        ([bought((DAY, 100)), {}], "Any purchase reaches B, if the other customers stand still."),
        (
            [*(bought((DAY, amount)) for amount in (500, 400, 300, 200, 100)), bought((DAY, 50))],
            "0.50 more by 2025-02-28 reaches B, if the other customers stand still.",
        ),
    ],
)
def test_sentences_of_relative_dimensions(
    tmp_path: Path, customers: list[dict[str, Any]], text: str
) -> None:
    connection = in_memory(book_of(tmp_path / "book.db", *customers).path)
    assert explain(connection, len(customers), "grade").next_better == text


def test_where_nothing_is_better_or_nothing_is_ordered(tmp_path: Path) -> None:
    connection = in_memory(book_of(tmp_path / "book.db", bought((DAY, 500_000_000))).path)
    assert explain(connection, 1, "grade").next_better is None
    assert explain(connection, 1, "value").next_better is None
    assert explain(connection, 1, "lifecycle").next_better is None
