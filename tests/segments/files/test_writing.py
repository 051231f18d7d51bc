"""Rules written as TOML are read back the same, and can be read by people."""

import tomllib
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custtui.reading.connection import connect
from custtui.segments.files.about import About
from custtui.segments.files.reading import read_rules
from custtui.segments.files.writing import to_toml
from custtui.segments.presets import STANDARD, preset, presets
from custtui.segments.rules import Rules, Words
from custtui.segments.stored import load
from custtui.store import open_book
from custtui.values.language import use
from custtui.values.text import clean, width

texts = st.text(st.characters(codec="utf-8"), max_size=30).map(clean)
long_texts = st.lists(
    st.text("客户 word,. \"\\'#\t\u3000{}[]=", min_size=1, max_size=150), max_size=3
).map(lambda lines: clean("\n".join(lines)))
words = st.fixed_dictionaries({"zh": texts | long_texts, "en": texts | long_texts})
names = st.fixed_dictionaries({"zh": texts.filter(bool), "en": texts})
numbers = st.decimals(-(10**9), 10**9, places=2) | st.integers(-9, 9).map(Decimal)


def comparison(what: str, compare: list[str], values: Any) -> Any:
    return st.fixed_dictionaries(
        {"what": st.just(what), "is": st.sampled_from(compare), "value": values}
    )


simple = st.one_of(
    comparison("amount_12m", ["<", ">=", "="], numbers),
    comparison("cycle_ratio", [">=", "<"], numbers),
    comparison("last_purchase", ["<=", ">"], st.sampled_from(["2026-01-31", "as_of - 12 months"])),
    comparison("owner", ["=", "!="], texts | st.sampled_from(["007", "2024", "1.5", "true"])),
    comparison("region", ["in"], st.lists(texts, min_size=1, max_size=3)),
    comparison("tags", ["has", "lacks"], texts),
    comparison("reachable", ["="], st.booleans()),
    st.just({"what": "stage", "is": "empty"}),
    st.fixed_dictionaries(
        {
            "what": st.just("amount_90d"),
            "is": st.just("<="),
            "than": st.just("amount_prev_90d"),
            "times": st.decimals("0.01", 9, places=2),
        }
    ),
)
conditions = st.recursive(
    simple,
    lambda inner: (
        st.fixed_dictionaries({"all": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"any": st.lists(inner, max_size=3)})
    ),
    max_leaves=6,
)


def segment(number: int, **more: Any) -> Any:
    return st.fixed_dictionaries(
        {"key": st.just(f"s{number}"), "name": names, **more},
        optional={
            "indicator": words,
            "strategy": words,
            "colour": st.sampled_from(["", "red", "grey"]),
            "badge": texts,
        },
    )


dimensions = st.one_of(
    st.fixed_dictionaries(
        {
            "key": st.just("c"),
            "name": names,
            "kind": st.just("conditions"),
            "tags": st.booleans(),
            "note": words,
            "segments": st.tuples(*(segment(n, when=conditions) for n in range(3))).map(list),
        }
    ),
    st.fixed_dictionaries(
        {
            "key": st.just("s"),
            "name": names,
            "kind": st.just("share"),
            "metric": st.just("amount_total"),
            "by": st.sampled_from(["rank", "value"]),
            "segments": st.decimals("0.001", "0.999", places=3).flatmap(
                lambda share: st.tuples(
                    segment(0, share=st.just(share)), segment(1, share=st.just(1 - share))
                ).map(list)
            ),
            "other": segment(9),
        }
    ),
    st.fixed_dictionaries(
        {
            "key": st.just("r"),
            "name": names,
            "kind": st.just("scores"),
            "steps": st.just(3),
            "recency": st.just({"metric": "last_purchase"}),
            "frequency": st.just(
                {"metric": "orders_total", "by": "thresholds", "thresholds": [2, Decimal("4.5")]}
            ),
            "monetary": st.just({"metric": "amount_total"}),
            "segments": st.tuples(
                segment(0, codes=st.just(["111", "333"])), segment(1)
            ).map(list),
            "other": segment(9),
        }
    ),
    st.fixed_dictionaries(
        {
            "key": st.just("f"),
            "name": names,
            "kind": st.just("field"),
            "what": st.just("region"),
            "level": st.sampled_from(["first", "whole"]),
            "segments": st.lists(segment(0), max_size=1),
        }
    ),
)  # fmt: skip


def read_back(text: str) -> Rules:
    """What a file holds, without judging whether it is wise."""
    data = tomllib.loads(text, parse_float=Decimal)
    return Rules.model_validate({"dimensions": data["dimensions"]})


@settings(max_examples=150)
@given(st.lists(dimensions, max_size=3, unique_by=lambda each: each["key"]))
def test_what_is_written_is_read_back(content: list[dict[str, Any]]) -> None:
    rules = Rules.model_validate({"dimensions": content})
    assert read_back(to_toml(rules)) == rules


@pytest.mark.parametrize("name", presets())
def test_every_preset_is_read_back(name: str) -> None:
    rules = preset(name)
    about = About(name=Words(zh="名", en="A name"), scope="whole")
    file = read_rules(to_toml(rules, about).encode(), preset(STANDARD))
    assert file.problems == ()
    assert (file.rules, file.about) == (rules, about)


def test_the_rules_of_a_book_are_read_back(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", date(2026, 11, 22))
    with closing(connect(book.path)) as connection:
        stored = load(connection)
    assert stored == preset(STANDARD), "a number is the same in JSON and in TOML"
    assert read_rules(to_toml(stored).encode(), preset(STANDARD)).rules == stored


def test_people_can_read_it() -> None:
    text = to_toml(preset(STANDARD))
    assert 'when = {what = "amount_12m", is = ">=", value = 1000000}' in text
    assert "share = 0.2\n" in text
    assert "\n    {any = [\n        {what =" in text, "what is nested is indented"
    assert max(width(line) for line in text.splitlines()) < 200
    assert "#     amount_24m  Amount, 24 months\n" in text


def test_a_text_that_looks_like_a_number_stays_one() -> None:
    when = {"what": "owner", "is": "=", "value": "2024"}
    data = {"key": "own", "name": {"en": "Own"}, "kind": "conditions", "segments": [
        {"key": "x", "name": {"en": "X"}, "when": when}]}  # fmt: skip
    rules = Rules.model_validate({"dimensions": [data]})
    assert 'value = "2024"' in to_toml(rules)
    assert read_back(to_toml(rules)) == rules


def test_a_long_text_has_lines_of_its_own() -> None:
    data = preset(STANDARD).dimensions[1].model_dump(by_alias=True, exclude_none=True)
    long = "Visit them each month, with a plan. " * 6 + "\n\nThen report."
    data["segments"][0]["strategy"] = {"zh": "短", "en": long}
    rules = Rules.model_validate({"dimensions": [data]})
    text = to_toml(rules)
    assert 'strategy.zh = "短"' in text
    assert 'strategy.en = """\nVisit them' in text
    assert max(map(len, text.splitlines())) <= 160
    assert read_back(text) == rules


def test_comments_are_in_the_language_of_the_reader() -> None:
    assert "近24个月交易金额" not in to_toml(preset(STANDARD))
    use("zh")
    assert "#     amount_24m  近24个月交易金额" in to_toml(preset(STANDARD))
