"""Laws of explanations: they agree with the judging, and their rows add up to their values."""

import json
import sqlite3
from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.segments.explain import Explanation, as_json, explain, explain_all
from custtui.segments.explaining.explanation import Fact
from custtui.segments.judging.judge import judge_view
from custtui.segments.measured import measured
from custtui.segments.measures import METRICS
from custtui.segments.rules import Conditions, Rules, Scores, Share, is_tags
from custtui.segments.standing import standings
from tests.segments.small_books import DAY
from tests.segments.test_exactness import books, held

#: Looks at every metric there is, so that every one of them becomes a fact.
EVERYTHING = Rules.model_validate(
    {
        "dimensions": [
            {
                "key": "all",
                "name": {"en": "All"},
                "kind": "conditions",
                "tags": True,
                "segments": [
                    {
                        "key": measure.key,
                        "name": {"en": measure.label},
                        "when": {"what": measure.key, "is": "filled"},
                    }
                    for measure in METRICS
                ]
                + [
                    {"key": key, "name": {"en": key}, "when": {"what": key, "is": is_, "value": v}}
                    for key, is_, v in (
                        ("open_needs", "has", "price"),
                        ("products", "has", "泵"),
                        ("reachable", "=", True),
                        ("annual_revenue", ">", 3),
                        ("tags", "has", "x"),
                        ("founded_on", "<", "as_of"),
                    )
                ],
            }
        ]
    }
)


def rows_of(connection: sqlite3.Connection, fact: Fact) -> list[dict[str, Any]]:
    """The records of a fact, in its order."""
    if fact.kind is None:
        return []
    connection.row_factory = sqlite3.Row
    found = [
        dict(connection.execute(f"SELECT * FROM {fact.kind} WHERE id = ?", (row,)).fetchone())
        for row in fact.rows
    ]
    connection.row_factory = None
    return found


def added_up(key: str, rows: list[dict[str, Any]], as_of: date) -> Any:
    """What the rows make of the metric, by hand."""
    amounts = sum(row.get("amount") or 0 for row in rows)
    days = sorted({date.fromisoformat(row["day"]) for row in rows if row.get("day")})
    ordered = {row["day"] for row in rows if (row.get("amount") or 0) > 0}
    gaps = [(after - before).days for before, after in pairwise(days)]
    cycle = max(Fraction(7), Fraction(2 * median(gaps)) / 2) if len(gaps) >= 3 else None
    scores = [row["score"] for row in rows if "score" in row]
    groups = Counter[str]()
    for row in rows:
        if "weight" in row:
            group = row["kind"] if row["kind"] in ("price", "service") else "quality"
            groups[group] += row["weight"]
    match key:
        case "profit_12m":
            return sum(row["amount"] - row["cost"] for row in rows) if rows else None
        case "average_order":
            return Fraction(amounts, len(ordered)) if ordered else None
        case "first_purchase" | "last_purchase" | "last_contact":
            return days[0] if days else None
        case "recency_days" | "tenure_days" | "contact_age_days":
            return (as_of - days[0]).days if days else None
        case "cycle_days":
            return cycle
        case "cycle_ratio":
            return Fraction((as_of - days[-1]).days) / cycle if cycle else None
        case "main_product":
            return rows[0]["product"] if rows else None
        case "satisfaction_12m":
            return Fraction(sum(scores), len(scores)) if scores else None
        case "satisfaction_last":
            return scores[0] if scores else None
        case "next_due":
            return date.fromisoformat(rows[0]["next_day"]) if rows else None
        case "contract_end":
            return date.fromisoformat(rows[0]["end"]) if rows else None
        case "renewal_rate":
            kept = sum(row["state"] == "renewed" for row in rows)
            return Fraction(kept, len(rows)) if rows else None
        case "leading_need":
            order = ("price", "quality", "service")
            return max(order, key=lambda group: groups[group]) if rows else None
        case "has_decision_maker" | "reachable":
            return bool(rows)
        case "open_needs":
            return tuple(sorted({row["kind"] for row in rows}))
        case "products":
            return tuple(sorted({row["product"] for row in rows}))
    if key.startswith("amount_"):
        return amounts
    return len(ordered) if key.startswith("orders_") else len(rows)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(content=books, as_of=st.sampled_from([DAY, date(2023, 8, 31), date(2024, 3, 31)]))
def test_the_rows_that_count_add_up(content: list[Any], as_of: date) -> None:
    connection = held(content)
    judge_view(connection, as_of, EVERYTHING)
    for customer in list(measured(connection)):
        found = explain(connection, customer.customer_id, "all", EVERYTHING)
        for fact in found.facts:
            if fact.key in customer.values:
                assert fact.exact == customer.values[fact.key]
            rows = rows_of(connection, fact)
            if fact.kind is not None and not (fact.key[:4] == "has_" and fact.exact is None):
                assert added_up(fact.key, rows, as_of) == fact.exact, fact.key
            if fact.first_day and fact.last_day:
                for row in rows:
                    assert fact.first_day.isoformat() <= row["day"] <= fact.last_day.isoformat()
    connection.close()


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(content=books, as_of=st.sampled_from([DAY, date(2023, 8, 31)]))
def test_explanations_agree_with_the_judging(content: list[Any], as_of: date) -> None:
    connection = held(content)
    rules = judge_view(connection, as_of)
    for customer, standing in list(standings(connection, rules)):
        explanations = explain_all(connection, customer)
        assert [e.dimension for e in explanations] == [d.key for d in rules.dimensions]
        for found in explanations:
            check_agreement(connection, rules, found, standing[found.dimension])
    connection.close()


def check_agreement(
    connection: sqlite3.Connection, rules: Rules, found: Explanation, standing: object
) -> None:
    dimension = rules.dimension(found.dimension)
    held = tuple(segment.key for segment in found.segments)
    assert held == (standing if isinstance(standing, tuple) else (standing,))
    assert found.headline
    assert all(segment.name and segment.reason for segment in found.segments)
    json.dumps(as_json(found))
    match dimension:
        case Conditions() if is_tags(dimension):
            assert tuple(line.segment for line in found.rule if line.met) == held
            assert len(found.rule) == len(dimension.segments)
        case Share() if found.place is not None:
            check_ranks(connection, dimension, found)
            assert [line.segment for line in found.rule if line.met] == list(held)
        case Scores() if found.scores:
            check_scores(connection, found)
            code = "".join(str(part.score) for part in found.scores)
            assert code in next(s.codes for s in dimension.segments if s.key == held[0])
        case _:
            assert [line.met for line in found.rule] == [False] * (len(found.rule) - 1) + [True]
            assert found.rule[-1].segment == held[0]


def check_ranks(connection: sqlite3.Connection, dimension: Share, found: Explanation) -> None:
    place = found.place
    assert place is not None
    values = sorted(
        (
            row[0]
            for row in connection.execute("SELECT amount_12m FROM metric WHERE amount_12m > 0")
        ),
        reverse=True,
    )
    own = found.facts[0].exact
    assert place.ranked == len(values)
    assert place.rank == values.index(own) + 1
    assert place.tied == values.count(own)
    members = connection.execute(
        f'SELECT count(*) FROM segment WHERE "{dimension.key}" = ?', (found.segments[0].key,)
    ).fetchone()[0]
    assert place.last - place.first + 1 == members
    assert place.first <= place.rank <= place.last
    assert place.lowest == values[place.last - 1]


def check_scores(connection: sqlite3.Connection, found: Explanation) -> None:
    for part in found.scores:
        if part.worse is None or part.equal is None:
            continue
        values = [
            row[0]
            for row in connection.execute(
                f"SELECT {part.metric} FROM metric WHERE orders_total > 0"
            )
        ]
        own = part.value.isoformat() if isinstance(part.value, date) else part.value
        assert part.ranked == len(values)
        assert part.equal == values.count(own)
        assert part.worse == sum(value < own for value in values)
        assert part.score == 1 + 5 * (2 * part.worse + part.equal) // (2 * part.ranked)
