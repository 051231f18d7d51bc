"""Rules as TOML that a person can read and edit, in the order of the standards table.

Reading it back gives the same rules. Only what differs from the default is written.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from custtui.segments.checks.checking import NUMBERS, measure_of, measures
from custtui.segments.files.about import About
from custtui.segments.files.texts import is_long, number_item, text_item
from custtui.segments.rules import (
    All,
    AnyOf,
    ByField,
    Comparison,
    Condition,
    Conditions,
    ConditionSegment,
    Dimension,
    Rules,
    Score,
    Scores,
    ScoreSegment,
    Segment,
    Share,
    ShareSegment,
    Words,
)
from custtui.values.language import _, mark
from custtui.values.text import one_line, width

if TYPE_CHECKING:
    from tomlkit.items import Array, InlineTable, Item, Table

_WIDEST = 140  #: cells of a text in two languages that still stands on one line
_INDENT = "    "
_CODES_A_LINE = 12
_HEADING = (
    mark("The rules of a customer book: its dimensions, their customer types, what each asks for."),
    mark("Check what you edit:  custtui rules check FILE"),
    mark("Take it into the book:  custtui rules import FILE"),
)
_SCOPES = (
    mark('scope = "whole": the file takes the place of all rules of the book.'),
    mark('scope = "dimensions": only dimensions of the same key are replaced, new ones are added.'),
)
_ENDING = (
    mark("What a rule may look at (what, than, metric). Money is in whole currency units."),
    mark('segment:KEY is another dimension. Days: "2026-01-31", "as_of - 12 months".'),
)
_OF_SHARE = mark(
    "Customers are ranked by a metric and cut by shares: of their number, or their sum."
)
_OF_SCORES = mark("Three scores name a type by their code: lately, often, much.")
_OF_FIELD = mark("The value of a field is the type.")
_OF_TAGS = mark("Every type whose rule holds applies.")
_OF_CONDITIONS = mark(
    "The first type whose rule holds applies; one without a rule takes all others."
)


def to_toml(rules: Rules, about: About | None = None) -> str:
    """The rules as a TOML file, its comments in the reader's language.

    Without `about` it is headed as a whole set.
    """
    import tomlkit

    document = tomlkit.document()
    for line in _HEADING:
        document.add(tomlkit.comment(_(line)))
    document.add("about", _about(about or About(scope="whole")))
    dimensions = tomlkit.aot()
    for dimension in rules.dimensions:
        dimensions.append(_dimension(rules, dimension))
    document.add("dimensions", dimensions)
    document.add(tomlkit.nl())
    for line in _ENDING:
        document.add(tomlkit.comment(_(line)))
    for measure in measures(rules):
        document.add(tomlkit.comment(f"{_INDENT}{measure.key}  {one_line(measure.label)}"))
    return tomlkit.dumps(document)


def _about(about: About) -> "Table":
    import tomlkit

    table = tomlkit.table()
    for line in _SCOPES:
        table.add(tomlkit.comment(_(line)))
    _add_words(table, "name", about.name)
    _add_words(table, "description", about.description)
    table.add("scope", about.scope)
    if about.based_on is not None:
        table.add("based_on", text_item(about.based_on))
    return table


def _dimension(rules: Rules, dimension: Dimension) -> "Table":
    import tomlkit

    table = tomlkit.table()
    table.add(tomlkit.comment(_(_told(dimension))))
    table.add("key", dimension.key)
    _add_words(table, "name", dimension.name, always=True)
    table.add("kind", dimension.kind)
    if dimension.ordered:
        table.add("ordered", True)
    _add_words(table, "note", dimension.note)
    segments = tomlkit.aot()
    match dimension:
        case Conditions():
            if dimension.tags:
                table.add("tags", True)
            for condition in dimension.segments:
                segments.append(_segment(condition, partial(_add_when, rules, condition)))
        case Share():
            table.add("metric", dimension.metric)
            table.add("by", dimension.by)
            table.add("other", _segment(dimension.other))
            for share in dimension.segments:
                segments.append(_segment(share, partial(_add_share, share)))
        case Scores():
            _add_scores(table, dimension)
            table.add("other", _segment(dimension.other))
            for scored in dimension.segments:
                segments.append(_segment(scored, partial(_add_codes, scored)))
        case ByField():
            table.add("what", dimension.what)
            table.add("level", dimension.level)
            for named in dimension.segments:
                segments.append(_segment(named))
    if segments or not isinstance(dimension, ByField):
        table.add("segments", segments if segments else [])
    return table


def _told(dimension: Dimension) -> str:
    """What a reader must know of the kind of a dimension."""
    match dimension:
        case Share():
            return _OF_SHARE
        case Scores():
            return _OF_SCORES
        case ByField():
            return _OF_FIELD
        case _:
            return _OF_TAGS if dimension.tags else _OF_CONDITIONS


def _segment(segment: Segment, add: "Callable[[Table], None] | None" = None) -> "Table":
    """A segment with the columns of the standards table; `add` what its kind has besides."""
    import tomlkit

    table = tomlkit.table()
    table.add("key", segment.key)
    _add_words(table, "name", segment.name, always=True)
    for key in ("indicator", "standard", "description", "strategy"):
        _add_words(table, key, getattr(segment, key))
    for key, text in (("colour", segment.colour), ("badge", segment.badge)):
        if text:
            table.add(key, text_item(text))
    if add is not None:
        add(table)
    return table


def _add_words(table: "Table", key: str, words: Words, *, always: bool = False) -> None:
    """A text in both languages: side by side, or long ones each on lines of their own."""
    import tomlkit

    texts = {name: text for name, text in (("zh", words.zh), ("en", words.en)) if text}
    if any(map(is_long, texts.values())) or sum(map(width, texts.values())) > _WIDEST:
        for name, text in texts.items():
            table.add(tomlkit.key([key, name]), text_item(text))
    elif texts or always:
        inline = tomlkit.inline_table()
        for name, text in texts.items():
            inline.add(name, text_item(text))
        table.add(key, inline)


def _add_share(segment: ShareSegment, table: "Table") -> None:
    table.add("share", number_item(segment.share))


def _add_codes(segment: ScoreSegment, table: "Table") -> None:
    import tomlkit

    codes = tomlkit.array()
    for start in range(0, len(segment.codes), _CODES_A_LINE):
        line = segment.codes[start : start + _CODES_A_LINE]
        if len(segment.codes) > _CODES_A_LINE:
            codes.add_line(*line, indent=_INDENT)
        else:
            codes.extend(line)
    if len(segment.codes) > _CODES_A_LINE:
        codes.add_line(indent="")
    if segment.codes:
        table.add("codes", codes)


def _add_scores(table: "Table", dimension: Scores) -> None:
    table.add("steps", dimension.steps)
    table.add("among", dimension.among)
    for part, score in dimension.parts:
        table.add(part, _score(score))


def _score(score: Score) -> "InlineTable":
    import tomlkit

    inline = tomlkit.inline_table()
    inline.add("metric", score.metric)
    inline.add("by", score.by)
    if score.thresholds:
        thresholds = tomlkit.array()
        for threshold in score.thresholds:
            thresholds.append(number_item(threshold))
        inline.add("thresholds", thresholds)
    return inline


def _add_when(rules: Rules, segment: ConditionSegment, table: "Table") -> None:
    if segment.when is not None:
        table.add("when", _condition(rules, segment.when, ""))


def _condition(rules: Rules, condition: Condition, indent: str) -> "InlineTable":
    import tomlkit

    inline = tomlkit.inline_table()
    match condition:
        case All(all=parts):
            inline.add("all", _parts(rules, parts, indent))
        case AnyOf(any=parts):
            inline.add("any", _parts(rules, parts, indent))
        case Comparison():
            _add_comparison(inline, rules, condition)
    return inline


def _parts(rules: Rules, parts: tuple[Condition, ...], indent: str) -> "Array":
    """Conditions a line each, indented as deep as they are nested."""
    import tomlkit

    array = tomlkit.array()
    inner = indent + _INDENT
    for part in parts:
        array.add_line(_condition(rules, part, inner), indent=inner)
    if parts:
        array.add_line(indent=indent)
    return array


def _add_comparison(inline: "InlineTable", rules: Rules, comparison: Comparison) -> None:
    inline.add("what", text_item(comparison.what))
    if comparison.times != 1:
        inline.add("times", number_item(comparison.times))
    inline.add("is", comparison.compare)
    if comparison.value is not None:
        inline.add("value", _value(rules, comparison))
    if comparison.than is not None:
        inline.add("than", text_item(comparison.than))


def _value(rules: Rules, comparison: Comparison) -> "Item":
    """A number where the metric is one; a text that only looks like a number stays a text."""
    import tomlkit

    value = comparison.value
    if isinstance(value, bool):
        return tomlkit.item(value)
    if isinstance(value, tuple):
        texts = tomlkit.array()
        for text in value:
            texts.append(text_item(text))
        return texts
    if isinstance(value, Decimal) and measure_of(rules, comparison.what).kind in NUMBERS:
        return number_item(value)
    return text_item(str(value))
