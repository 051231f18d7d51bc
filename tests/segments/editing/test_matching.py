"""Who meets a condition, counted ahead, is whom a segment with that condition then has."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from custtui.segments.editing.matching import matching_customers, texts_in_use
from custtui.segments.judging.judge import judge_view
from custtui.segments.rules import Condition
from tests.segments.editing.conditions import KEY, RULES, conditions, with_condition
from tests.segments.small_books import DAY, book_of, in_memory
from tests.segments.small_rules import comparison


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Customers of whom each has something that others have not."""
    path = tmp_path_factory.mktemp("matching") / "book.db"
    purchases = [
        {"day": DAY - timedelta(days=days), "amount": amount, "product": product}
        for days, amount, product in ((400, 90_000, "甲"), (100, 50_000, "b"), (2, 100, "甲"))
    ]
    book_of(
        path,
        {"_records": {"purchase": purchases}, "tags": "甲\nb", "stage": "customer"},
        {"_records": {"purchase": purchases[:1]}, "industry": "甲-乙", "region": "甲"},
        {"_records": {"purchase": purchases[1:]}, "owner": "甲", "tags": "b"},
        {"stage": "lost"},
        {},
    )
    return path


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(condition=conditions())
def test_those_counted_are_those_who_get_the_segment(path: Path, condition: Condition) -> None:
    rules = with_condition(condition)
    connection = in_memory(path)
    counted = matching_customers(connection, RULES, condition)
    judge_view(connection, DAY, rules)
    found = connection.execute(f"SELECT count(*) FROM segment WHERE {KEY} = 'one'").fetchone()
    assert counted == found[0]
    connection.close()


def test_no_condition_holds_for_everybody(path: Path) -> None:
    assert matching_customers(in_memory(path), RULES, None) == 5


def test_segments_that_were_never_judged_are_not_counted(path: Path) -> None:
    tried = with_condition(None)
    asked = comparison(f"segment:{KEY}", "=", "one")
    assert matching_customers(in_memory(path), tried, asked) is None
    assert texts_in_use(in_memory(path), tried, f"segment:{KEY}") == []


def test_texts_in_use_come_by_how_common_they_are(path: Path) -> None:
    connection = in_memory(path)
    assert texts_in_use(connection, RULES, "products") == ["甲", "b"]
    assert sorted(texts_in_use(connection, RULES, "tags")) == ["b", "甲"]
    assert texts_in_use(connection, RULES, "region") == ["甲"]
    assert texts_in_use(connection, RULES, "segment:industry") == ["not_filled_in", "甲"]
    assert texts_in_use(connection, RULES, "amount_12m") == []
    assert texts_in_use(connection, RULES, "open_needs") == []
