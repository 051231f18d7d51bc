"""Explanations, read: what they say of each kind of dimension."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from custtui.segments.explain import Explanation, as_json, explain, explain_all
from custtui.segments.judging.judge import judge_view
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import Rules
from custtui.values.language import use
from tests.segments.small_books import DAY, book_of, bought, in_memory


def test_a_grade_reads_like_a_colleague(tmp_path: Path) -> None:
    amounts = (900_00, 800_00, 700_00, 600_00, 500_00, 400_00, 300_00, 200_00, 100_00, 50_00)
    customers = [bought((DAY, amount)) for amount in amounts]
    connection = in_memory(book_of(tmp_path / "book.db", *customers).path)
    found = explain(connection, 3, "grade")
    assert found.headline == "B: rank 3 of 10 by Amount, 12 months (700.00)"
    assert [fact.detail for fact in found.facts] == ["2023-03-01 to 2024-02-29, 1 purchase"]
    assert [line.line for line in found.rule] == [
        "✗ A: Top 20 %: ranks 1 to 2; rank 2 has 800.00",
        "✓ B: Next 50 %: ranks 3 to 7; rank 7 has 300.00",
    ]
    assert found.place is not None
    assert found.place.texts == (
        "Rank 3 of 10 customers with Amount, 12 months above 0",
        "Next 50 %: ranks 3 to 7; rank 7 has 300.00",
    )
    assert found.next_better == (
        "100.00 more by 2025-02-28 reaches A, if the other customers stand still."
    )
    assert found.warnings == ()
    assert found.since is None


def test_a_share_of_the_sum_tells_what_stands_before(tmp_path: Path) -> None:
    content = preset(STANDARD).model_dump(by_alias=True)["dimensions"][0] | {"by": "value"}
    rules = Rules.model_validate({"dimensions": [content]})
    customers = [bought((DAY, amount)) for amount in (100_00, 100_00, 50_00, 30_00, 20_00)]
    connection = in_memory(book_of(tmp_path / "book.db", *customers).path)
    judge_view(connection, DAY, rules)
    found = explain(connection, 3, "grade", rules)
    assert found.headline == (
        "B: rank 3 of 5 by Amount, 12 months (50.00); 66.67 % stand before it"
    )
    assert found.place is not None
    assert (found.place.ahead, found.place.total) == (200_00, 300_00)
    assert found.place.texts[-1] == "Those before it hold 200.00 of 300.00: 66.67 %"


def test_scores_tell_where_the_next_begins(tmp_path: Path) -> None:
    customers = [
        bought(*((DAY - timedelta(days=10 * place + step), 100_00) for step in range(6 - place)))
        for place in range(5)
    ]
    connection = in_memory(book_of(tmp_path / "book.db", *customers, {}).path)
    found = explain(connection, 2, "behaviour")
    assert found.note == "A rank among your own customers"
    assert [(part.letter, part.score, part.text) for part in found.scores] == [
        (
            "R", 4, "Last purchase 2024-02-19: ahead of 3 of 5 customers;"
            " 5 begins at 2024-02-29",
        ),
        ("F", 4, "Orders, all time 5, at least 5; 5 begins at 8"),
        (
            "M", 4, "Amount, all time 500.00: ahead of 3 of 5 customers;"
            " 5 begins at 600.00",
        ),
    ]  # fmt: skip
    assert found.headline == "Loyal: R 4 · F 4 · M 4"
    nobody = explain(connection, 6, "behaviour")
    assert nobody.headline == (
        "Unscored: Orders, all time is 0, and only customers above 0 are scored"
    )


def test_conditions_show_each_comparison_with_what_it_met(tmp_path: Path) -> None:
    year_ago = DAY - timedelta(days=400)
    customers = [bought((year_ago, 100_00), (year_ago - timedelta(days=5), 100_00)), {}]
    connection = in_memory(book_of(tmp_path / "book.db", *customers).path)
    found = explain(connection, 1, "lifecycle")
    assert found.headline == (
        "Churned: Last purchase: 2023-01-25 ≤ 2023-02-28; Recency over cycle is empty"
    )
    assert [
        (check.depth, check.met, check.text, check.actual) for check in found.rule[0].checks
    ] == [
        (0, True, "any of these", None),
        (1, False, "Stage = Lost", "—"),
        (1, True, "all of these", None),
        (2, True, "Orders, all time ≥ 1", "2"),
        (2, True, "Last purchase ≤ 2023-02-28", "2023-01-25"),
        (2, True, "any of these", None),
        (3, False, "Recency over cycle ≥ 1.5", "—"),
        (3, True, "Recency over cycle is empty", "—"),
    ]
    assert explain(connection, 2, "lifecycle").headline == (
        "Potential: none of the 5 rules before it holds"
    )
    assert explain(connection, 2, "scale").headline == "Unknown: Employees is empty"
    assert explain(connection, 1, "value").headline == ("No net sales: Amount, 12 months: 0.00 ≤ 0")


def test_a_value_that_rounding_would_lift_to_the_threshold_is_told_exactly(tmp_path: Path) -> None:
    """1,499 days over a cycle of 1,000 are 1.499, which shows as 1.50 and is not."""
    last = DAY - timedelta(days=1499)
    purchases = [(last - timedelta(days=1000 * place), 100) for place in range(4)]
    connection = in_memory(book_of(tmp_path / "book.db", bought(*purchases)).path)
    found = explain(connection, 1, "lifecycle")
    told = {check.text: (check.met, check.actual) for check in found.rule[0].checks}
    assert told["Recency over cycle ≥ 1.5"] == (False, "1499/1000")


def test_a_tag_is_told_by_what_sets_it_apart(tmp_path: Path) -> None:
    complaint = {"day": DAY, "summary": "x", "kind": "complaint"}
    customer = bought((DAY - timedelta(days=100), 100))
    customer["_records"]["follow_up"] = [complaint, complaint, complaint]
    connection = in_memory(book_of(tmp_path / "book.db", customer).path)
    found = explain(connection, 1, "risk")
    assert {segment.key: segment.reason for segment in found.segments} == {
        "no_repurchase": "Days since last purchase: 100 ≥ 90",
        "complaints_rising": "Complaints, 90 days: 3 ≥ 2;"
        " Complaints, 90 days: 3 > 0 (Complaints, previous 90 days)",
        "contact_missing": "Has a phone, e-mail or account: No",
    }
    complaints = next(fact for fact in found.facts if fact.key == "complaints_90d")
    assert (complaints.kind, complaints.rows) == ("follow_up", (1, 2, 3))


def test_nothing_of_a_tag_dimension_applies(tmp_path: Path) -> None:
    customer = {"_records": {"contact": [{"name": "李强", "phones": "13800138000"}]}}
    connection = in_memory(book_of(tmp_path / "book.db", customer).path)
    found = explain(connection, 1, "risk")
    assert found.segments == ()
    assert found.headline == "None of the 8 rules holds."
    assert found.since is None


def test_estimated_purchases_are_told_where_they_count(tmp_path: Path) -> None:
    opening = {"day": DAY, "amount": 100, "estimated": True}
    plain = {"day": DAY, "amount": 50}
    book = book_of(tmp_path / "book.db", {"_records": {"purchase": [opening, plain, opening]}})
    (fact,) = explain(in_memory(book.path), 1, "grade").facts
    assert fact.estimated == 2
    assert fact.detail.endswith("3 purchases (2 estimated)")


def test_few_customers_and_large_ties_are_warned_of(tmp_path: Path) -> None:
    few = in_memory(book_of(tmp_path / "few.db", bought((DAY, 5))).path)
    assert explain(few, 1, "grade").warnings == (
        "Only 1 customer is ranked: the rank says little.",
    )
    tied = [bought((DAY, 500))] * 8 + [bought((DAY, 100))] * 2
    many = in_memory(book_of(tmp_path / "many.db", *tied).path)
    assert explain(many, 1, "grade").warnings == (
        "8 customers have exactly 5.00: they stand together, and A takes 8 of 10 customers.",
    )
    place = explain(many, 3, "grade").place
    assert place is not None
    assert (place.rank, place.tied, place.first, place.last) == (1, 8, 1, 8)
    assert place.texts[0] == (
        "Rank 1 of 10 customers with Amount, 12 months above 0, like 7 others"
    )
    last = explain(many, 9, "grade")
    assert last.warnings == ()
    assert [line.line for line in last.rule][1:] == [
        "✗ B: Next 50 %: nobody, the class before takes them all",
        "✓ C: Last 30 %: ranks 9 to 10; rank 10 has 1.00",
    ]
    assert explain(many, 1, "behaviour").warnings[0] == (
        "10 of 10 customers have the same Last purchase, 2024-02-29: R cannot tell them apart."
    )


def test_data_stands_as_it_is(tmp_path: Path) -> None:
    hostile = "[@click=app.quit]x[/] {value} =1+1"
    customer = {"industry": hostile, "_records": {"purchase": [
        {"day": DAY, "amount": 5, "product": hostile}
    ]}}  # fmt: skip
    connection = in_memory(book_of(tmp_path / "book.db", customer).path)
    assert explain(connection, 1, "industry").segments[0].name == hostile
    assert explain(connection, 1, "product").headline == f"{hostile}: Main product: {hostile}"


def test_another_day_and_a_draft_are_explained_alike(tmp_path: Path) -> None:
    customers = [bought((DAY, amount)) for amount in range(100, 1100, 100)]
    connection = in_memory(book_of(tmp_path / "book.db", *customers).path)
    later = date(2025, 3, 1)
    judge_view(connection, later)
    found = explain(connection, 9, "grade")
    assert (found.as_of, found.segments[0].key) == (later, "unrated")
    content = preset(STANDARD).model_dump(by_alias=True)["dimensions"][0]
    content["segments"][0]["share"], content["segments"][1]["share"] = "0.1", "0.6"
    draft = Rules.model_validate({"dimensions": [content]})
    judge_view(connection, DAY, draft)
    found = explain(connection, 9, "grade", draft)
    assert [line.line for line in found.rule] == [
        "✗ A: Top 10 %: rank 1, with 10.00",
        "✓ B: Next 60 %: ranks 2 to 7; rank 7 has 4.00",
    ]


def test_unknown_customers_and_dimensions(tmp_path: Path) -> None:
    connection = in_memory(book_of(tmp_path / "book.db", {}).path)
    with pytest.raises(KeyError):
        explain(connection, 2, "grade")
    with pytest.raises(KeyError):
        explain(connection, 1, "nothing")
    assert not connection.in_transaction


def test_json_has_stable_keys(tmp_path: Path) -> None:
    customers = [bought((DAY, amount)) for amount in (500, 400, 300, 200, 100)]
    connection = in_memory(book_of(tmp_path / "book.db", *customers).path)
    found = json.loads(json.dumps(as_json(explain(connection, 3, "grade"))))
    assert list(found) == [
        "dimension", "name", "as_of", "segments", "since", "headline", "note", "facts", "rule",
        "place", "scores", "next_better", "by_time", "history", "warnings", "pinned",
    ]  # fmt: skip
    assert found["facts"] == [
        {
            "key": "amount_12m",
            "label": "Amount, 12 months",
            "value": "3.00",
            "text": "3.00",
            "first_day": "2023-03-01",
            "last_day": "2024-02-29",
            "detail": "2023-03-01 to 2024-02-29, 1 purchase",
            "kind": "purchase",
            "rows": [3],
            "estimated": 0,
        }
    ]
    assert found["place"] == {
        "rank": 3, "ranked": 5, "tied": 1, "first": 2, "last": 4, "lowest": "2.00",
        "ahead": None, "total": None, "texts": found["place"]["texts"],
    }  # fmt: skip
    assert found["next_better"] == {
        "segment": "A", "name": "A", "amount": "2.00", "by": "2025-02-28",
        "others_stand_still": True, "text": found["next_better"]["text"],
    }  # fmt: skip
    scores = as_json(explain(connection, 3, "behaviour"))["scores"]
    assert isinstance(scores, list)
    assert [list(part) for part in scores] == 3 * [
        ["letter", "score", "metric", "value", "lowest", "next_score", "next_lowest", "worse",
         "equal", "ranked", "text"]
    ]  # fmt: skip
    assert scores[0]["value"] == "2024-02-29"


def test_both_languages_say_the_same(tmp_path: Path) -> None:
    """What differs is words: marks, rows, values and the number of lines do not."""
    customers = [bought((DAY, 500), (DAY - timedelta(days=400), 100)), bought((DAY, 400)), {}]
    connection = in_memory(book_of(tmp_path / "book.db", *customers).path)
    for customer in (1, 2, 3):
        use("en")
        english = explain_all(connection, customer)
        use("zh")
        chinese = explain_all(connection, customer)
        assert [each.name for each in chinese][:3] == ["客户等级", "价值", "生命周期"]
        assert [without_words(each) for each in chinese] == [without_words(e) for e in english]
        assert all(each.headline for each in chinese)


def without_words(explanation: Explanation) -> object:
    """What an explanation says that is no text."""
    place, step = explanation.place, explanation.next_step
    return (
        explanation.dimension,
        [segment.key for segment in explanation.segments],
        [(fact.key, fact.exact, fact.rows, fact.first_day) for fact in explanation.facts],
        [
            (line.segment, line.met, [(check.depth, check.met) for check in line.checks])
            for line in explanation.rule
        ],
        place and (place.rank, place.ranked, place.first, place.last, len(place.texts)),
        [(part.score, part.lowest, part.next_lowest) for part in explanation.scores],
        step and (step.segment, step.amount, step.by),
        len(explanation.warnings),
    )
