"""Rules and values in words: made from the rule, so that they stay true when it is edited."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from custtui.segments.measured import Value
from custtui.segments.measures import MEASURES, METRICS
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import All, AnyOf, Condition, Conditions, Rules, segments_of
from custtui.segments.sentences import number_text
from custtui.segments.wording import indicator_of, sentence, spoken, standard_of, two_places
from custtui.values.language import current, use
from tests.segments.small_rules import comparison

RULES = preset(STANDARD)


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = current()
    use(request.param)
    yield request.param
    use(before)


def test_every_segment_of_the_standard_set_has_words(language: str) -> None:
    for dimension in RULES.dimensions:
        for segment in segments_of(dimension):
            assert standard_of(RULES, dimension.key, segment.key)
            assert indicator_of(RULES, dimension.key, segment.key)
            if isinstance(dimension, Conditions):
                when = next((s.when for s in dimension.segments if s.key == segment.key), None)
                assert sentence(RULES, when)
                assert sentence(RULES, when, date(2026, 11, 22))


def test_labels_are_in_the_language_spoken(language: str) -> None:
    label = {"en": "Lifecycle", "zh": "生命周期"}[language]
    churned = {"en": "Churned", "zh": "流失"}[language]
    text = standard_of(RULES, "risk", "no_repurchase")
    assert label in text
    assert churned in text


@pytest.mark.parametrize(
    ("dimension", "segment", "text"),
    [
        ("grade", "A", "Top 20 %"),
        ("grade", "B", "Next 50 %"),
        ("grade", "C", "Last 30 %"),
        ("grade", "unrated", "Amount, 12 months ≤ 0"),
        ("value", "high", "≥ 1,000,000"),
        ("value", "middle", "≥ 300,000 and < 1,000,000"),
        ("value", "low", "> 0 and < 300,000"),
        ("value", "no_sales", "≤ 0"),
        ("scale", "small", "< 50"),
        ("scale", "middle", "≥ 50 and < 501"),
        ("scale", "large", "≥ 501"),
        ("scale", "unknown", "Employees is empty"),
        ("lifecycle", "vip", "Grade = A and Orders, all time ≥ 2"),
        ("lifecycle", "intent", "Stage = Intending or Open needs includes Future intent"),
        ("lifecycle", "potential", "Otherwise"),
        ("behaviour", "champions", "RFM 555 554 544 … (7 codes)"),
        ("behaviour", "unscored", "Orders, all time ≤ 0"),
        ("need", "price", "Leading need = Price"),
        ("need", "undetermined", "Otherwise"),
        ("product", "泵[/]", "Main product = 泵[/]"),
        ("industry", "制造业", "Industry, first level = 制造业"),
        ("industry", "not_filled_in", "Industry is empty"),
        ("risk", "dissatisfied", "Latest satisfaction score ≤ 2"),
        ("risk", "contract_ending", "Contract end ≤ 30 days ahead"),
        ("risk", "contact_missing", "Has a phone, e-mail or account: No"),
        (
            "risk",
            "sales_drop",
            "Orders, previous 90 days ≥ 2 and Amount, previous 90 days > 0"
            " and 2 × Amount, 90 days ≤ Amount, previous 90 days",
        ),
    ],
)
def test_standards(dimension: str, segment: str, text: str) -> None:
    assert standard_of(RULES, dimension, segment) == text


def changed(dimension: str, segment: str, **values: Any) -> Rules:
    """The standard set with values of one segment changed, as an editor would."""
    content = RULES.model_dump(by_alias=True)
    whole = next(d for d in content["dimensions"] if d["key"] == dimension)
    next(s for s in whole["segments"] if s["key"] == segment).update(values)
    return Rules.model_construct(
        dimensions=Rules.model_validate({"dimensions": [whole]}).dimensions
    )


def test_a_standard_follows_its_rule() -> None:
    rules = changed("value", "high", when={"what": "amount_12m", "is": ">", "value": "800000.5"})
    assert standard_of(rules, "value", "high") == "> 800,000.5"
    assert standard_of(rules, "value", "middle") == "≥ 300,000 and ≤ 800,000.5"
    content = RULES.model_dump(by_alias=True)["dimensions"][0]
    for segment, share in zip(content["segments"], ("0.125", "0.575", "0.3"), strict=True):
        segment["share"] = Decimal(share)
    content["by"] = "value"
    rules = Rules.model_validate({"dimensions": [content]})
    assert [standard_of(rules, "grade", key) for key in "ABC"] == [
        "Top 12.5 % of Amount, 12 months",
        "Next 57.5 % of Amount, 12 months",
        "Last 30 % of Amount, 12 months",
    ]


def test_a_rule_in_the_shadow_of_another_is_told_as_it_is() -> None:
    rules = changed("value", "middle", when={"what": "amount_12m", "is": ">", "value": 2000000})
    assert standard_of(rules, "value", "middle") == "Amount, 12 months > 2,000,000"


CASES: list[tuple[Condition, str]] = [
    (comparison("tags", "has", value="风险:x"), "Tags includes 风险:x"),
    (comparison("tags", "lacks", value="a"), "Tags does not include a"),
    (comparison("stage", "in", value=("lost", "customer")), "Stage is one of Lost, Customer"),
    (comparison("last_contact", "empty"), "Last contact is empty"),
    (comparison("last_contact", "filled"), "Last contact is filled in"),
    (comparison("reachable", "!=", value=False), "Has a phone, e-mail or account: Yes"),
    (comparison("birthday", "=", value="1990-05-01"), "Birthday = 1990-05-01"),
    (comparison("birth_year", "<", value=1990), "Birth year < 1990"),
    (comparison("last_purchase", "<=", value="as_of"), "Last purchase ≤ 2024-02-29"),
    (comparison("last_purchase", "<=", value="as_of - 12 months"), "Last purchase ≤ 2023-02-28"),
    (comparison("segment:grade", "!=", value="unrated"), "Grade ≠ Unrated"),
    (comparison("segment:industry", "=", value="[x]"), "Industry = [x]"),
    (comparison("segment:risk", "has", value="sales_drop"), "Risk includes Sales drop"),
    (All(all=()), "always"),
    (AnyOf(any=()), "never"),
    (
        AnyOf(
            any=(
                comparison("stage", "=", value="lost"),
                All(
                    all=(
                        comparison("orders_total", ">=", value=1),
                        AnyOf(any=(comparison("employees", "empty"),)),
                    )
                ),
            )
        ),
        "Stage = Lost or (Orders, all time ≥ 1 and Employees is empty)",
    ),
]


@pytest.mark.parametrize(("condition", "text"), CASES)
def test_sentences(condition: Condition, text: str) -> None:
    assert sentence(RULES, condition, date(2024, 2, 29)) == text


def test_days_without_an_as_of_are_told_from_it() -> None:
    day = comparison("last_purchase", "<=", value="as_of - 1 months")
    assert sentence(RULES, day) == "Last purchase ≤ 1 month ago"
    assert sentence(RULES, comparison("last_purchase", "=", value="as_of")) == (
        "Last purchase = the as-of day"
    )
    with pytest.raises(ValueError, match="not a day"):
        sentence(RULES, comparison("last_purchase", "=", value="as_of - 3 weeks"))


@pytest.mark.parametrize(
    ("what", "value", "text"),
    [
        ("amount_12m", 128450000, "1,284,500.00"),
        ("amount_12m", -5, "-0.05"),
        ("average_order", Fraction(100, 3), "0.33"),
        ("average_order", Fraction(1, 2), "0.01"),
        ("cycle_ratio", Fraction(3, 2), "1.50"),
        ("cycle_ratio", Fraction(-1, 200), "-0.01"),
        ("orders_total", 1234, "1,234"),
        ("birth_year", 1985, "1985"),
        ("last_purchase", date(2026, 1, 2), "2026-01-02"),
        ("last_purchase", None, "—"),
        ("tags", (), "—"),
        ("tags", ("a:b", "[/]"), "a:b, [/]"),
        ("stage", "lost", "Lost"),
        ("open_needs", ("price", "brand"), "Price, Brand"),
        ("reachable", False, "No"),
        ("main_product", "[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_spoken(what: str, value: Value, text: str) -> None:
    assert spoken(MEASURES[what], value) == text


def test_none_is_a_dash_for_every_metric(language: str) -> None:
    assert {spoken(measure, None) for measure in METRICS} == {"—"}


def test_numbers() -> None:
    assert [number_text(n) for n in (Decimal("1.50"), Decimal(100), Fraction(0))] == [
        "1.5", "100", "0",
    ]  # fmt: skip
    assert two_places(Fraction(2, 3)) == "0.67"
