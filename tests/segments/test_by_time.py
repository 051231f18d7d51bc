"""What time alone does: the same first days and segments as judging every single day by hand."""

import json
import sqlite3
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.segments.explain import as_json, explain, explain_all
from custtui.segments.explaining.days_ahead import days_ahead, last_day_looked_at
from custtui.segments.explaining.explanation import Turn
from custtui.segments.explaining.one_customer import MetricRow, OneCustomer, judge_one
from custtui.segments.explaining.one_more import needed
from custtui.segments.explaining.own_records import OwnRecords
from custtui.segments.explaining.situation import situation_of
from custtui.segments.judging.judge import judge_view
from custtui.segments.judging.metrics import measured_row, teach
from custtui.segments.over_time.looked_at import LookedAt
from custtui.segments.presets import preset, presets
from custtui.segments.rules import Rules
from custtui.segments.standing import standings
from custtui.store import open_book
from tests.oracle import segments as by_hand
from tests.oracle.metrics import Metrics, measure
from tests.oracle.ranks import behaviours, grades
from tests.oracle.records import Customer
from tests.records import records
from tests.segments.small_books import DAY, book_of, bought, in_memory
from tests.segments.test_exactness import books, fill, held
from tests.segments.test_next_better import VARIED, conditions, is_, share

_MOST = 3
Segments = dict[str, str | list[str]]
OneTurn = tuple[date, str | None, str | None]


def alone(customer: Customer, others: Mapping[str, Metrics], day: date) -> Segments:
    """The segments of one customer on a day, by hand, the metrics of all others standing still."""
    code = customer["code"]
    metrics = measure(customer, day)
    everybody = {**others, code: metrics}
    grade = grades(everybody)[code]
    life = by_hand.lifecycle(customer, metrics, grade, day)
    return {
        "grade": grade,
        "value": by_hand.value(metrics),
        "lifecycle": life,
        "behaviour": behaviours(everybody)[code],
        "need": by_hand.need(metrics),
        "product": by_hand.field(metrics["main_product"]),
        "scale": by_hand.scale(metrics),
        "industry": by_hand.first_level(metrics["industry"]),
        "region": by_hand.first_level(metrics["region"]),
        "risk": by_hand.risk(customer, metrics, life, day),
    }


def turns_by_hand(customers: list[Customer], code: str, as_of: date) -> dict[str, list[OneTurn]]:
    """The first turns of each dimension, found by judging day after day for three years."""
    others = {c["code"]: measure(c, as_of) for c in customers}
    customer = next(c for c in customers if c["code"] == code)
    before = alone(customer, others, as_of)
    found: dict[str, list[OneTurn]] = {key: [] for key in before}
    for count in range(1, (last_day_looked_at(as_of) - as_of).days + 1):
        day = as_of + timedelta(days=count)
        now = alone(customer, others, day)
        for key, new in now.items():
            old = before[key]
            if isinstance(new, str) and isinstance(old, str):
                found[key] += [(day, old, new)] if old != new else []
            else:
                found[key] += [(day, tag, None) for tag in old if tag not in new]
                found[key] += [(day, None, tag) for tag in new if tag not in old]
        before = now
    return {key: turns[:_MOST] for key, turns in found.items()}


def turns_of(turns: tuple[Turn, ...]) -> list[OneTurn]:
    return [(turn.day, turn.before, turn.after) for turn in turns]


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(content=books, as_of=st.sampled_from([DAY, date(2023, 8, 31)]))
def test_as_day_after_day_by_hand(content: list[Any], as_of: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        fill(open_book(path, DAY), content)
        connection = in_memory(path)
        judge_view(connection, as_of)
        customers = records(path)
        for identity, code in connection.execute(
            "SELECT id, code FROM customer LIMIT 3"
        ).fetchall():
            expected = turns_by_hand(customers, code, as_of)
            for found in explain_all(connection, identity):
                assert found.by_time is not None
                assert turns_of(found.by_time.turns) == expected[found.dimension], code
        connection.close()


def scores(key: str, among: str, *metrics: str) -> dict[str, Any]:
    parts = ("recency", "frequency", "monetary")
    return {
        "key": key,
        "name": {"en": key},
        "kind": "scores",
        "among": among,
        "steps": 3,
        **{
            part: {"metric": metric, "by": "rank"}
            for part, metric in zip(parts, metrics, strict=True)
        },
        "segments": [
            {"key": f"code{code}", "name": {"en": code}, "codes": [code]}
            for code in ("333", "111", "222", "331", "123", "321")
        ],
        "other": {"key": "none", "name": {"en": "None"}},
    }


#: Every way in which time can change something: windows, ages, days counted from as-of, ranks.
TIMED = Rules.model_validate(
    {
        "dimensions": [
            share("pareto", "value", "amount_prev_12m", "0.5", "0.3", "0.2"),
            share("fifths", "rank", "amount_90d", "0.2", "0.2", "0.2", "0.2", "0.2"),
            share("silent", "rank", "recency_days", "0.4", "0.6"),
            share("latest", "rank", "last_contact", "0.4", "0.6"),
            scores("year", "orders_12m", "last_purchase", "orders_12m", "profit_12m"),
            scores("ages", "tenure_days", "recency_days", "follow_ups_90d", "amount_prev_90d"),
            conditions(
                "ages_compared",
                is_("cycle_ratio", ">", "1.25"),
                is_("recency_days", "=", 33, times="1.5"),
                is_("recency_days", ">", times=2, than="tenure_days"),
                is_("recency_days", ">", than="cycle_days"),
                is_("tenure_days", "<", 400),
                None,
            ),
            conditions(
                "days",
                is_("contract_end", "<=", "as_of + 30 days"),
                is_("next_due", "<", "as_of"),
                is_("last_contact", "=", "as_of - 2 months"),
                is_("last_purchase", "<", "as_of - 13 months"),
                is_("founded_on", ">=", "as_of - 24 months"),
                is_("first_purchase", "!=", "2024-02-29"),
                None,
            ),
            conditions(
                "counted",
                is_("renewal_rate", ">", "0.5"),
                is_("amount_24m", ">=", 1_000_000),
                is_("satisfaction_12m", "<", "2.5"),
                is_("average_order", ">=", 100),
                is_("inbound_90d", ">", than="complaints_prev_90d"),
                is_("open_needs", "has", "price"),
                is_("products", "lacks", "泵"),
                is_("praises_12m", "=", 0),
                None,
            ),
            {
                "key": "tags",
                "name": {"en": "tags"},
                "kind": "conditions",
                "tags": True,
                "segments": [
                    {"key": f"t{place}", "name": {"en": f"T{place}"}, "when": when}
                    for place, when in enumerate(
                        (
                            is_("segment:fifths", "in", ["A", "B"]),
                            is_("segment:year", "!=", "none"),
                            {"all": [is_("contact_age_days", ">=", 45),
                                     is_("segment:silent", "=", "B")]},
                            is_("satisfaction_last", "<=", 2),
                            is_("leading_need", "empty"),
                        )
                    )
                ],
            },
        ]
    }
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(content=books, as_of=st.sampled_from([DAY, date(2023, 8, 31), date(2024, 3, 31)]))
def test_one_customer_is_judged_as_in_the_whole_book(content: list[Any], as_of: date) -> None:
    """Where the others stand as on that very day, judging alone is judging."""
    connection = held(content)
    for rules in (*map(preset, presets()), TIMED, VARIED):
        judge_view(connection, as_of, rules)
        for customer, standing in list(standings(connection, rules)):
            assert judge_one(connection, customer, as_of, rules) == standing
    connection.close()


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(content=books, as_of=st.sampled_from([DAY, date(2023, 8, 31)]), data=st.data())
def test_records_read_once_are_measured_as_in_sql(
    content: list[Any], as_of: date, data: st.DataObject
) -> None:
    connection = held(content)
    teach(connection)
    for (customer,) in connection.execute("SELECT id FROM customer").fetchall():
        records = OwnRecords(connection, customer, as_of)
        for count in (0, 1, *data.draw(st.lists(st.integers(-400, 1100), min_size=8))):
            day = as_of + timedelta(days=count)
            assert records.measured(day) == measured_row(connection, customer, day)
    connection.close()


@pytest.mark.parametrize("name", presets())
def test_every_preset_looks_ahead(tmp_path: Path, name: str) -> None:
    """A customer with all kinds of records, among others, by all rules that ship."""
    mine = bought((DAY, 70_000_000), (DAY - timedelta(days=100), 40_000_000), (date(2023, 3, 1), 5))
    mine["_records"]["follow_up"] = [{"day": DAY, "summary": "x", "kind": "complaint"}]
    others = [bought((DAY - timedelta(days=count), 100_00 * count)) for count in range(1, 9)]
    connection = in_memory(book_of(tmp_path / "book.db", mine, *others).path)
    rules = preset(name)
    judge_view(connection, DAY, rules)
    for found in explain_all(connection, 1, rules):
        assert found.by_time is not None
        json.dumps(as_json(found))
        day = DAY
        for turn in found.by_time.turns:
            eve, now = (
                judge_one(connection, 1, each, rules)[found.dimension]
                for each in (turn.day - timedelta(days=1), turn.day)
            )
            assert eve != now
            assert turn.day >= day
            day = turn.day


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(content=books, as_of=st.sampled_from([DAY, date(2023, 8, 31), date(2024, 3, 31)]))
def test_no_day_is_left_out(content: list[Any], as_of: date) -> None:
    """Judging the customer on every day finds no turn on another day than the few looked at."""
    connection = held(content)
    judge_view(connection, as_of, TIMED)
    situation = situation_of(connection, TIMED, 1)
    one = OneCustomer(connection, TIMED, 1)
    looked_at = {
        dimension.key: dict(days_ahead(situation, one, needed(TIMED, dimension)))
        for dimension in TIMED.dimensions
    }
    before = one.judged(as_of).segments
    for count in range(1, (last_day_looked_at(as_of) - as_of).days + 1):
        day = as_of + timedelta(days=count)
        now = one.judged(day)
        for key, days in looked_at.items():
            assert now.segments[key] == before[key] or day in days
            if day in days:
                assert columns(days[day], key) == columns(now.row, key)
        before = now.segments
    connection.close()


def columns(row: MetricRow, dimension: str) -> dict[str, object]:
    """Those of a metric row that the dimension looks at."""
    whole = TIMED.dimension(dimension)
    return {name: row[name] for name in LookedAt.by(TIMED, whole).columns}


def test_who_bought_today_counts_a_day_tomorrow(tmp_path: Path) -> None:
    """Ranked by days since the last purchase, it is nobody's neighbour before."""
    customers = [bought((DAY - timedelta(days=count), 100)) for count in (1, 5, 0)]
    connection = in_memory(book_of(tmp_path / "book.db", *customers).path)
    judge_view(connection, DAY, TIMED)
    found = explain(connection, 1, "silent", TIMED).by_time
    assert found is not None
    assert turns_of(found.turns) == [(DAY + timedelta(days=1), "B", "A")]


def test_a_share_of_a_sum_of_ages_is_not_followed(tmp_path: Path) -> None:
    rules = Rules.model_validate(
        {"dimensions": [share("ages", "value", "recency_days", "0.5", "0.5")]}
    )
    connection = in_memory(book_of(tmp_path / "book.db", bought((DAY, 5))).path)
    judge_view(connection, DAY, rules)
    assert explain(connection, 1, "ages", rules).by_time is None


def turns(connection: sqlite3.Connection, customer: int, dimension: str) -> list[str]:
    found = explain(connection, customer, dimension).by_time
    assert found is not None
    return [turn.text for turn in found.turns]


def test_a_pin_ends_and_the_rules_stand_again(tmp_path: Path) -> None:
    """While it lasts the pin stands; what the rules give meanwhile is seen when it is over."""
    connection = in_memory(book_of(tmp_path / "book.db", bought((DAY, 40_000_000))).path)
    connection.executemany(
        "INSERT INTO pin (customer_id, dimension, segment, holds, reason, author, last_day,"
        " recorded) VALUES (1, ?, ?, ?, 'x', 'y', ?, '2024-01-01T00:00:00+00:00')",
        (
            ("value", "high", 1, "2025-03-10"),
            ("risk", "contact_missing", 0, "2024-03-10"),
        ),
    )
    judge_view(connection, DAY)
    assert turns(connection, 1, "value") == ["No net sales from 2025-03-11: the pin ends"]
    assert turns(connection, 1, "risk")[0] == (
        "Contact missing applies from 2024-03-11: the pin ends"
    )


def test_a_leap_day_leaves_on_the_first_of_march(tmp_path: Path) -> None:
    """12 months before 28 February 2025 are 28 February 2024: a purchase of the 29th counts."""
    connection = in_memory(book_of(tmp_path / "book.db", bought((DAY, 40_000_000))).path)
    assert turns(connection, 1, "value") == [
        "No net sales from 2025-03-01: 400,000.00 of 2024-02-29 will have left the window;"
        " Amount, 12 months is then 0.00, no longer ≥ 300,000"
    ]
    assert turns(connection, 1, "lifecycle") == [
        "Current from 2024-05-29: Days since first purchase is then 90, no longer < 90",
        "Churned from 2025-03-01: Last purchase 2024-02-29 is then 12 months ago",
    ]
