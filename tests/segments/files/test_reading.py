"""A file of rules is told everything that is wrong with it, with the line of each."""

import pytest

from custtui.segments.files.reading import RuleFile, read_rules
from custtui.segments.files.writing import to_toml
from custtui.segments.presets import STANDARD, preset, preset_content, presets
from custtui.segments.rules import Rules

NAME = 'name = { zh = "名", en = "Name" }'


def read(text: str, *only: str) -> RuleFile:
    return read_rules(text.encode(), preset(STANDARD), only)


def told(text: str) -> list[tuple[int | None, str]]:
    """The line and the sentence of everything that is wrong."""
    return [(found.line, found.sentence) for found in read(text).problems]


def conditions(*segments: str, key: str = "mine") -> str:
    """A dimension of conditions: its head takes four lines, each segment four more."""
    head = f'[[dimensions]]\nkey = "{key}"\n{NAME}\nkind = "conditions"\n'
    return head + "".join(
        f'[[dimensions.segments]]\nkey = "s{number}"\n{NAME}\nwhen = {segment}\n'
        for number, segment in enumerate(segments)
    )


def when(segment: str) -> list[tuple[int | None, str]]:
    return told(conditions(segment))


@pytest.mark.parametrize("name", presets())
def test_every_preset_has_no_mistake(name: str) -> None:
    file = read_rules(preset_content(name), preset(STANDARD))
    assert file.problems == ()
    assert file.rules is not None
    assert len(file.rules.dimensions) == len(preset(STANDARD).dimensions)


def test_a_circle_an_unknown_metric_a_shadowed_rule_and_a_wrong_value_in_one_go() -> None:
    text = conditions(
        '{ what = "segment:other", is = "=", value = "s0" }',
        '{ what = "amount_13m", is = ">", value = 3 }',
        '{ what = "amount_12m", is = ">=", value = 100 }',
        '{ what = "amount_12m", is = ">=", value = 1000 }',
        '{ what = "recency_days", is = ">=", value = "many" }',
    ) + conditions('{ what = "segment:mine", is = "=", value = "s3" }', key="other")
    assert [(found.line, found.owner, found.sentence) for found in read(text).problems] == [
        (12, "mine/s1", "There is no metric or field amount_13m."),
        (20, "mine/s3",
         "Nobody can match this rule: the rules before it take all of it (s2)."),
        (24, "mine/s4", "recency_days: many is not a number."),
        (32, "other/s0", "These dimensions ask each other in a circle: mine → other → mine."),
    ]  # fmt: skip
    assert read(text).rules is None


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a = ", 1, "The value is no number, text, list, true or false; texts need quotes."),
        ("\na = 'x", 2, "A text is not closed by a quotation mark."),
        ("a = 1\na = 2", 2, "The same key stands twice."),
        ("[x]\n[x]", 2, "The same table stands twice."),
        ("a = [1,\n2\n", 2, "A list is not closed by “]”, or a comma is missing in it."),
        ("a = { b = 1\nc = 2 }", 1, "A table is not closed by “}”, or a comma is missing in it."),
        ("a b = 1", 1, "A “=” is missing after a key."),
        ("a = 1 b = 2", 1, "Something stands behind the value; it needs its own line."),
        ('a = "\\q"', 1, "A backslash in a text is written twice: \\\\."),
        ("a = 2026-02-30", 1, "No calendar has that day."),
        ("a = " + "[" * 5000, 1, "The brackets are nested too deeply."),
    ],
)
def test_what_is_no_toml(text: str, line: int, sentence: str) -> None:
    assert told(text) == [(line, sentence)]


def test_another_encoding_is_told_with_its_line() -> None:
    file = read_rules("# ok\nname = '客户'".encode("gb18030"), preset(STANDARD))
    assert [(each.line, each.sentence) for each in file.problems] == [
        (2, "The file is not saved as UTF-8.")
    ]
    assert read_rules(b"\xef\xbb\xbf" + preset_content(STANDARD), preset(STANDARD)).rules


@pytest.mark.parametrize(
    ("segment", "sentence"),
    [
        ('{ what = "amount_12m", is = "~", value = 1 }',
         "is must be one of <, <=, >, >=, =, !=, in, has, lacks, empty, filled."),
        ('{ is = ">", value = 1 }', "what is missing."),
        ('{ what = "amount_12m", is = ">", valu = 1 }',
         "valu is not known here; known are what, is, value, than, times."),
        ('{ what = "amount_12m", is = ">" }', "amount_12m is compared with nothing."),
        ('{ what = "amount_12m", is = ">", value = { a = 1 } }',
         "value must be a number, a text, a day, true or false, or a list of texts."),
        ('{ what = "amount_12m", is = "has", value = 1 }',
         "amount_12m can't be compared by has; it can by < <= > >= = !=."),
        ('{ what = "amount_12m", is = ">", value = 1.23456 }',
         "A number of at most 1,000,000,000,000 with 4 places at most is needed here."),
        ('{ what = "amount_12m", is = ">", value = 9999999999999 }',
         "A number of at most 1,000,000,000,000 with 4 places at most is needed here."),
        ('{ what = "amount_12m", is = ">", value = nan }',
         "value must be a number, a text, a day, true or false, or a list of texts."),
        ('{ what = "recency_days", is = ">", value = 1.5 }',
         "recency_days: days are whole numbers, not 1.5."),
        ('{ what = "last_purchase", is = ">", value = "tomorrow" }',
         "last_purchase: tomorrow is not a day."),
        ('{ what = "stage", is = "=", value = "gone" }',
         "stage is never gone; it may be prospect, intending, customer, lost."),
        ('{ what = "stage", is = "in", value = ["lost", "gone"] }',
         "stage is never gone; it may be prospect, intending, customer, lost."),
        ('{ what = "stage", is = "in", value = "lost" }', "A list of texts is needed here."),
        ('{ what = "stage", is = "=", value = ["lost"] }',
         "One value is needed here, not a list."),
        ('{ what = "open_needs", is = "has", value = "luck" }',
         "open_needs is never luck; it may be function, price, quality, service, brand,"
         " pain_point, future_intent."),
        ('{ what = "reachable", is = "=", value = "perhaps" }',
         "true or false is needed here."),
        ('{ what = "segment:grade", is = "=", value = "Z" }',
         "grade has no segment Z; it has A, B, C, unrated."),
        ('{ what = "segment:nothing", is = "=", value = "Z" }',
         "There is no metric or field segment:nothing."),
        ('{ what = "amount_12m", is = ">", than = "orders_12m" }',
         "amount_12m and orders_12m are not of one kind."),
        ('{ what = "amount_12m", is = ">", than = "amount_24m", value = 3 }',
         "Either value or than is needed, not both."),
        ('{ what = "amount_12m", is = ">", value = 3, times = 0 }',
         "A number above 0 is needed here."),
        ('{ all = [{ what = "orders_12m", is = ">", value = 3 },'
         ' { what = "orders_12m", is = "<", value = 4 }] }',
         "Nobody can match this rule: what it asks for contradicts itself."),
        ("3", "when must be a table with the keys what, is, value, than, times."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rule(segment: str, sentence: str) -> None:
    assert when(segment) == [(8, sentence)]


@pytest.mark.parametrize(
    "segment",
    [
        '{ what = "last_purchase", is = ">", value = 2026-01-31 }',
        '{ what = "first_purchase", is = "<", than = "last_contact" }',
        '{ what = "region", is = "=", value = "anywhere" }',
        '{ what = "segment:region", is = "=", value = "anywhere" }',
        '{ what = "segment:risk", is = "has", value = "sales_drop" }',
        '{ what = "cycle_ratio", is = "empty" }',
        '{ what = "tags", is = "has", value = "2024" }',
    ],
)
def test_what_is_right(segment: str) -> None:
    assert when(segment) == []


def test_each_line_of_a_condition_over_many_lines() -> None:
    text = conditions(
        """{ all = [
    { what = "amount_13m", is = ">", value = 3 },
    { any = [
        { what = "stage", is = "=", value = "gone" },
        { what = "stage", is = "?", value = "lost" },
    ] },
] }"""
    )
    assert [line for line, _sentence in told(text)] == [9, 11, 12]


def test_wrong_shapes_do_not_hide_the_rest() -> None:
    text = f"""\
colour = 1
[[dimensions]]
key = "1st"
name = "text"
kind = "share"
metric = "region"
segments = [
    {{ key = "a", {NAME}, share = 2 }},
    {{ key = "b", {NAME}, share = 0.5, colour = "pink" }},
    7,
]
[[dimensions]]
key = "two"
{NAME}
kind = "circle"
[[dimensions]]
key = "scored"
{NAME}
kind = "scores"
steps = 3
recency = {{ metric = "last_purchase" }}
frequency = {{ metric = "orders_total", by = "thresholds", thresholds = [3, 2] }}
monetary = {{ metric = "stage", by = "luck" }}
other = {{ key = "none", {NAME} }}
[[dimensions.segments]]
key = "x"
{NAME}
codes = ["111", "114"]
[[dimensions.segments]]
key = "x"
name = {{ fr = "x" }}
codes = ["111"]
"""
    assert told(text) == [
        (1, "colour is not known here; known are about, dimensions."),
        (2, "other is missing."),
        (3, "“1st” is no key: a key begins with a letter and has only letters without accents,"
            " figures and _, 40 at most."),
        (4, 'name must be written in both languages: { zh = "…", en = "…" }.'),
        (6, "Customers can't be ranked by region."),
        (8, "share must be a number above 0 and at most 1: 0.2 is 20 %."),
        (9, "colour must be one of red, yellow, green, blue, grey."),
        (10, "segments must be a table with the keys key, name, indicator, standard, description,"
             " strategy, colour, badge, share."),
        (12, "kind must be one of conditions, share, scores, field."),
        (22, "orders_total needs 2 rising thresholds."),
        (23, "by must be one of rank, thresholds."),
        (23, "Customers can't be ranked by stage."),
        (28, "114 is no code: it has three figures from 1 to 3."),
        (30, "Two segments have the key x."),
        (31, "fr is not known here; known are zh, en."),
        (32, "Two segments take the code 111."),
    ]  # fmt: skip


def test_shares_keys_and_headings() -> None:
    share = (
        f'[[dimensions]]\nkey = "mine"\n{NAME}\nkind = "share"\nmetric = "amount_12m"\n'
        f'other = {{ key = "a", {NAME} }}\n'
        f'segments = [\n{{ key = "a", {NAME}, share = 0.5 }},\n]\n'
    )
    assert told(share) == [
        (7, "The shares must add up to 100 %."),
        (8, "Two segments have the key a."),
    ]
    assert told(conditions('{ what = "stage", is = "filled" }', key="customer_id")) == [
        (2, "No dimension can have the key customer_id.")
    ]
    twice = conditions('{ what = "stage", is = "filled" }') * 2
    assert told(twice) == [(10, "Two dimensions have the key mine.")]
    assert told('[about]\nscope = "all"\nbased_on = "nothing"\n[about.name]\nfr = "x"\n') == [
        (1, "There are no dimensions: each begins with [[dimensions]]."),
        (2, "scope must be one of whole, dimensions."),
        (5, "fr is not known here; known are zh, en."),
    ]
    assert told('[about]\nbased_on = "nothing"\n' + conditions()) [0] == (
        2, "There is no preset nothing."
    )  # fmt: skip


def test_a_rule_behind_the_otherwise_is_never_reached() -> None:
    text = conditions('{ what = "stage", is = "filled" }', '{ what = "owner", is = "empty" }')
    without = text.replace('when = { what = "stage", is = "filled" }\n', "\n")
    assert told(without) == [
        (12, "Nobody can match this rule: the rules before it take all of it (s0).")
    ]
    assert told(without.replace('"conditions"', '"conditions"\ntags = true')) == []


def test_a_dimension_takes_the_place_of_that_of_the_same_key() -> None:
    text = conditions('{ what = "stage", is = "filled" }', key="scale")
    rules = read(text).rules
    assert rules is not None
    assert [d.key for d in rules.dimensions] == [d.key for d in preset(STANDARD).dimensions]
    assert rules.dimension("scale").segments[0].key == "s0"
    added = read(text.replace('"scale"', '"more"')).rules
    assert added is not None
    assert [d.key for d in added.dimensions][-2:] == ["risk", "more"]
    whole = read('[about]\nscope = "whole"\n' + text).rules
    assert whole is not None
    assert [d.key for d in whole.dimensions] == ["scale"]


def test_what_it_breaks_in_the_book_is_told_without_a_line() -> None:
    """The lifecycle of the book asks for grade A, which this grade does not have."""
    text = conditions('{ what = "stage", is = "filled" }', key="grade")
    assert [(found.line, found.owner) for found in read(text).problems] == [(None, "lifecycle/vip")]


def test_what_the_book_had_wrong_before_is_not_the_fault_of_the_file() -> None:
    data = preset(STANDARD).model_dump(by_alias=True, exclude_none=True)
    data["dimensions"][1]["segments"][0]["colour"] = "pink"
    base = preset(STANDARD).model_validate(data)
    text = conditions('{ what = "stage", is = "filled" }')
    assert read_rules(text.encode(), base).problems == ()


def test_only_some_dimensions_are_taken() -> None:
    content = preset_content("retail").decode()
    rules = read(content, "value").rules
    assert rules is not None
    assert rules.dimension("value") == preset("retail").dimension("value")
    assert rules.dimension("risk") == preset(STANDARD).dimension("risk")
    missing = read(content, "value", "nothing").problems
    assert [(each.line, each.sentence) for each in missing] == [
        (None, "The file has no dimension nothing.")
    ]


def test_texts_are_cleaned() -> None:
    text = conditions('{ what = "owner", is = "=", value = "x" }').replace(
        'en = "Name"', 'en = " Na\\u202eme\\u0007 "'
    )
    rules = read(text).rules
    assert rules is not None
    assert rules.dimension("mine").name.en == "Name"


def test_nothing_is_told_in_english_to_a_chinese_reader() -> None:
    """What pydantic and tomllib say themselves is never passed on."""
    words = ("Input should", "Field required", "Extra inputs", "Expected", "Invalid")
    text = "[[dimensions]]\nkey = 3\nkind = 'conditions'\nsegments = 3\nfoo = 1\nordered = 'x'\n"
    sentences = [sentence for _line, sentence in told(text)]
    assert len(sentences) == 5
    assert not [each for each in sentences if any(word in each for word in words)]


def test_own_fields_of_the_book_may_be_named() -> None:
    fields = [
        {"key": "level", "name": {"en": "Level"}, "form": "choice", "choices": ["gold", "tin"]},
        {"key": "area", "name": {"en": "Area"}, "form": "number"},
    ]
    base = Rules.model_validate({"dimensions": preset(STANDARD).dimensions, "fields": fields})
    text = conditions(
        '{ what = "field:level", is = "=", value = "gold" }',
        '{ what = "field:area", is = ">=", value = 2.5 }',
    )
    file = read_rules(text.encode(), base)
    assert file.problems == ()
    assert file.rules is not None
    assert file.rules.fields == base.fields
    written = to_toml(file.rules)
    assert "value = 2.5}" in written
    assert "#     field:area  Area\n" in written
    assert read_rules(written.encode(), base).rules == file.rules
    assert [sentence for _line, sentence in told(text)] == [
        "There is no metric or field field:level.",
        "There is no metric or field field:area.",
    ]
    wrong = read_rules(text.replace('"gold"', '"silver"').encode(), base).problems
    assert [each.sentence for each in wrong] == [
        "field:level is never silver; it may be gold, tin."
    ]
