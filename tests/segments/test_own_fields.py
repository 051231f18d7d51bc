"""Rules on own fields, of every form, against the same said in plain Python."""

import operator
import sqlite3
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.segments.checks.checking import measure_of, measures
from custtui.segments.editing.matching import matching_customers, texts_in_use
from custtui.segments.editing.offering import (
    classing,
    compared_with,
    comparisons_of,
    first_value,
    offered,
    ranking,
    scoring,
)
from custtui.segments.explain import as_json, explain
from custtui.segments.judging.judge import judge_view
from custtui.segments.listing import listing
from custtui.segments.rules import CustomField, Rules
from custtui.segments.stored import load
from custtui.segments.wording import standard_of
from custtui.store import open_book
from tests.own_fields import KEYS, add_fields, filled
from tests.segments.small_books import DAY, in_memory

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
_SCALES = {"field:machines": 1000, "field:budget": 100}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one own field of each form and nobody in it."""
    book = open_book(tmp_path_factory.mktemp("own") / "book.db", DAY)
    add_fields(book)
    return book.path


def book_with(path: Path, customers: list[dict[str, Any]]) -> sqlite3.Connection:
    """The book in memory with these customers, written as an edit writes them."""
    from custtui.values.columns import together

    connection = in_memory(path)
    connection.executemany(
        "INSERT INTO customer (code, name, custom, recorded) VALUES (?, 'x', ?, '')",
        [(f"{n:03}", together(values).get("custom")) for n, values in enumerate(customers)],
    )
    return connection


def rules_of(connection: sqlite3.Connection, *dimensions: dict[str, Any]) -> Rules:
    named = [{"name": {"en": each["key"]}, **each} for each in dimensions]
    return Rules.model_validate({"dimensions": named, "fields": load(connection).fields})


def conditions(key: str, when: dict[str, Any]) -> dict[str, Any]:
    segments = [{"key": "yes", "name": {"en": "Yes"}, "when": when}]
    return {"key": key, "kind": "conditions", "segments": segments}


def column(connection: sqlite3.Connection, key: str) -> list[Any]:
    rows = connection.execute(f'SELECT "{key}" FROM segment ORDER BY customer_id')
    return [value for (value,) in rows]


@st.composite
def a_comparison(draw: st.DrawFn) -> dict[str, Any]:
    """A comparison of an own field with a value of its form, or whether it is empty."""
    what = draw(st.sampled_from(KEYS))
    compare = draw(st.sampled_from([*_COMPARE, "empty", "filled"]))
    value: object = draw(filled())[what]
    if compare in ("empty", "filled"):
        return {"what": what, "is": compare}
    if what in ("field:nickname", "field:terms", "field:listed"):
        compare = draw(st.sampled_from(["=", "!="]))
    if value is None:
        return {"what": what, "is": "empty"}
    if what in _SCALES:
        exact = Decimal(draw(st.integers(-9, 9)) if draw(st.booleans()) else value)  # type: ignore[arg-type]  # an int
        value = exact / _SCALES[what] + draw(st.sampled_from([Decimal(0), Decimal("0.0004")]))
    if isinstance(value, date):
        value = value.isoformat()
    return {"what": what, "is": compare, "value": value}


def holds(comparison: dict[str, Any], values: dict[str, Any]) -> bool:
    what = comparison["what"]
    own = values[what]
    if comparison["is"] in ("empty", "filled"):
        return bool((own is None) == (comparison["is"] == "empty"))
    if own is None:
        return False
    value = comparison["value"]
    if what in _SCALES:
        own, value = Fraction(own, _SCALES[what]), Fraction(value)
    elif isinstance(own, date):
        value = date.fromisoformat(value)
    return bool(_COMPARE[comparison["is"]](own, value))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(filled(), min_size=1, max_size=6), st.lists(a_comparison(), min_size=1, max_size=6))
def test_every_form_compares_exactly(
    empty: Path, customers: list[dict[str, Any]], comparisons: list[dict[str, Any]]
) -> None:
    connection = book_with(empty, customers)
    rules = rules_of(
        connection,
        *(conditions(f"d{n}", each) for n, each in enumerate(comparisons)),
        conditions("all_of", {"all": comparisons}),
        conditions("any_of", {"any": comparisons}),
    )
    judge_view(connection, DAY, rules)
    for n, comparison in enumerate(comparisons):
        expected = [holds(comparison, values) for values in customers]
        assert [each == "yes" for each in column(connection, f"d{n}")] == expected, comparison
    for key, joined in (("all_of", all), ("any_of", any)):
        expected = [joined(holds(each, values) for each in comparisons) for values in customers]
        assert [each == "yes" for each in column(connection, key)] == expected
    connection.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(filled(), min_size=1, max_size=12))
def test_numbers_and_money_rank_and_are_measured_against_each_other(
    empty: Path, customers: list[dict[str, Any]]
) -> None:
    connection = book_with(empty, customers)
    dimensions = [
        {"key": f"share_{by}", "kind": "share", "metric": "field:machines", "by": by,
         "segments": [{"key": "a", "name": {"en": "a"}, "share": "0.3"},
                      {"key": "b", "name": {"en": "b"}, "share": "0.7"}],
         "other": {"key": "none", "name": {"en": "none"}}}
        for by in ("rank", "value")
    ]  # fmt: skip
    than = {"what": "field:machines", "is": ">", "than": "field:budget", "times": "2"}
    judge_view(connection, DAY, rules_of(connection, *dimensions, conditions("than", than)))
    machines = [values["field:machines"] for values in customers]
    ranked = [number for number in machines if number is not None and number > 0]
    for by in ("rank", "value"):
        for number, segment in zip(machines, column(connection, f"share_{by}"), strict=True):
            if number is None or number <= 0:
                assert segment == "none"
                continue
            before = [other for other in ranked if other > number]
            part = (
                Fraction(len(before), len(ranked))
                if by == "rank"
                else Fraction(sum(before), sum(ranked))
            )
            assert segment == ("a" if part < Fraction(3, 10) else "b")
    expected = [
        None not in (v["field:machines"], v["field:budget"])
        and 2 * Fraction(v["field:machines"], 1000) > Fraction(v["field:budget"], 100)
        for v in customers
    ]
    assert [each == "yes" for each in column(connection, "than")] == expected
    connection.close()


def test_scores_by_thresholds_count_whole_numbers(empty: Path) -> None:
    connection = book_with(empty, [{"field:machines": n} for n in (500, 999, 1000, 2499, 2500)])
    score = {"metric": "field:machines", "by": "thresholds", "thresholds": ["1", "2.5"]}
    judge_view(connection, DAY, rules_of(connection, {
        "key": "scored", "kind": "scores", "steps": 3, "among": "field:machines",
        "recency": score, "frequency": score, "monetary": score,
        "segments": [{"key": f"s{n}", "name": {"en": "s"}, "codes": [str(n) * 3]}
                     for n in (1, 2, 3)],
        "other": {"key": "none", "name": {"en": "none"}},
    }))  # fmt: skip
    assert column(connection, "scored") == ["s1", "s1", "s2", "s2", "s3"]


def test_the_values_of_a_field_are_segments(empty: Path) -> None:
    connection = book_with(
        empty, [{"field:terms": "月结", "field:listed": True}, {"field:listed": False}, {}]
    )
    fields = [
        {"key": key, "kind": "field", "what": f"field:{key}"}
        for key in ("terms", "listed", "nickname", "visited")
    ]
    judge_view(connection, DAY, rules_of(connection, *fields))
    assert column(connection, "terms") == ["月结", "not_filled_in", "not_filled_in"]
    assert column(connection, "listed") == ["yes", "no", "not_filled_in"]
    for key in ("machines", "budget"):
        with pytest.raises(ValueError, match="can't be segments"):
            rules_of(connection, {"key": "x", "kind": "field", "what": f"field:{key}"})


@pytest.mark.parametrize("what", ["field:gone", "field:", "field:a'b", "field", "FIELD:terms"])
def test_a_rule_on_no_field_is_refused(empty: Path, what: str) -> None:
    connection = book_with(empty, [])
    with pytest.raises(ValueError, match="no metric or field"):
        rules_of(connection, conditions("x", {"what": what, "is": "filled"}))


def test_fields_of_rules_are_checked() -> None:
    field = {"key": "a", "name": {"en": "A"}, "form": "text"}
    for fields, reason in (
        ([field, {**field, "key": "A"}], "Two own fields"),
        ([{**field, "form": "choice"}], "a choice has choices"),
        ([{**field, "choices": ["x"]}], "a choice has choices"),
        ([{**field, "form": "day"}], "form"),
        ([{**field, "key": "a b"}], "key"),
    ):
        with pytest.raises(ValueError, match=reason):
            Rules.model_validate({"dimensions": [], "fields": fields})


def test_rules_say_and_explain_own_fields_by_their_names(empty: Path) -> None:
    values = {"field:machines": 1_500, "field:terms": "月结", "field:visited": DAY,
              "field:budget": 123_45, "field:listed": False}  # fmt: skip
    connection = book_with(empty, [values])
    rules = rules_of(
        connection,
        conditions("many", {"what": "field:machines", "is": ">=", "value": "1.5"}),
        conditions("several", {"all": [
            {"what": "field:terms", "is": "in", "value": ["月结", "预付"]},
            {"what": "field:listed", "is": "=", "value": False},
            {"what": "field:visited", "is": ">=", "value": "as_of - 3 months"},
            {"what": "field:budget", "is": "<", "value": "123.46"},
        ]}),
    )  # fmt: skip
    judge_view(connection, DAY, rules)
    assert standard_of(rules, "many", "yes") == "≥ 1.5"
    assert standard_of(rules, "several", "yes") == (
        "Terms is one of 月结, 预付 and Listed: No and Visited on ≥ 3 months ago"
        " and Yearly budget < 123.46"
    )
    found = as_json(explain(connection, 1, "several", rules))
    assert [(fact["value"], fact["text"]) for fact in found["facts"]] == [  # type: ignore[attr-defined]  # a list
        ("月结", "月结"), (False, "No"), ("2024-02-29", "2024-02-29"), ("123.45", "123.45"),
    ]  # fmt: skip
    assert "Machines: 1.5 ≥ 1.5" in str(as_json(explain(connection, 1, "many", rules)))


def test_the_listing_has_them_as_json(empty: Path) -> None:
    connection = book_with(empty, [{"field:machines": -1, "field:visited": DAY}])
    judge_view(connection, DAY)
    found: Any = listing(connection)
    (customer,) = found["customers"]
    assert {key: customer["metrics"][key] for key in KEYS} == {
        "field:nickname": None, "field:machines": "-0.001", "field:budget": None,
        "field:visited": "2024-02-29", "field:terms": None, "field:listed": None,
    }  # fmt: skip


def test_an_editor_is_offered_them(empty: Path) -> None:
    rules = load(book_with(empty, []))
    assert [m.key for m in measures(rules)][-len(KEYS) :] == list(KEYS)
    assert measure_of(rules, "field:machines").label == "Machines"
    assert CustomField.of(rules.fields[0].own) == rules.fields[0]


def test_editors_offer_them_where_they_can_stand(empty: Path) -> None:
    rules = load(book_with(empty, []))
    assert set(KEYS) <= {m.key for m in offered(rules, "grade")}
    assert {m.key for m in ranking(rules)} & set(KEYS) == {"field:machines", "field:budget"}
    assert {m.key for m in scoring(rules)} & set(KEYS) == {
        "field:machines", "field:budget", "field:visited"
    }  # fmt: skip
    assert {m.key for m in classing(rules)} & set(KEYS) == {"field:nickname", "field:terms"}
    for key in KEYS:
        measure = measure_of(rules, key)
        for compare in comparisons_of(measure):
            value = first_value(measure, compare) or ("x",)
            made = compared_with(key, compare, None if compare in ("empty", "filled") else value)
            rules_of(book_with(empty, []), conditions("x", made.model_dump(by_alias=True)))
    connection = book_with(empty, [{"field:nickname": "=1+1"}] * 2)
    judge_view(connection, DAY)
    assert texts_in_use(connection, rules, "field:nickname") == ["=1+1"]
    condition = compared_with("field:nickname", "=", "=1+1")
    assert matching_customers(connection, rules, condition) == 2
