"""Conditions as sentences in the reader's language, made from the rule itself.

Names and texts of data stand in them as they are, as plain strings.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from custtui.segments.checks.checking import measure_of
from custtui.segments.checks.intervals import Interval
from custtui.segments.judging.compile import day_value, number_value
from custtui.segments.measures import Kind
from custtui.segments.rules import (
    OTHERWISE,
    All,
    AnyOf,
    Comparison,
    Condition,
    Rules,
    segments_of,
)
from custtui.values.choosing import NO, YES, choice_label
from custtui.values.language import _, current, plural

#: Numbers that are written without separators.
YEARS = ("birth_year",)
NOTHING = "—"  #: how "none" is shown
#: Comparisons as signs.
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "=", "!=": "≠"}
_SEGMENT = "segment:"
_SOME_DAY = date(2000, 1, 1)


def sentence(rules: Rules, condition: Condition | None, as_of: date | None = None) -> str:
    """A condition in words; days that hang on as-of are that very day when it is given."""
    match condition:
        case None:
            return _("Otherwise")
        case All(all=parts):
            words = [_within(rules, part, as_of, joined=len(parts) > 1) for part in parts]
            return reduce(both, words) if words else _("always")
        case AnyOf(any=parts):
            words = [_within(rules, part, as_of, joined=len(parts) > 1) for part in parts]
            return reduce(either, words) if words else _("never")
        case Comparison():
            return compared(rules, condition, as_of)


def both(first: str, second: str) -> str:
    """Two conditions that must both hold."""
    return _("{first} and {second}").format(first=first, second=second)


def either(first: str, second: str) -> str:
    """Two conditions of which one must hold."""
    return _("{first} or {second}").format(first=first, second=second)


def compared(rules: Rules, comparison: Comparison, as_of: date | None = None) -> str:
    """A comparison in words: "Amount, 12 months ≥ 1,000,000"."""
    what, value = left(rules, comparison), right(rules, comparison, as_of)
    match comparison.compare:
        case "empty":
            return _("{what} is empty").format(what=what)
        case "filled":
            return _("{what} is filled in").format(what=what)
        case "in":
            return _("{what} is one of {values}").format(what=what, values=value)
        case "has":
            return _("{what} includes {value}").format(what=what, value=value)
        case "lacks":
            return _("{what} does not include {value}").format(what=what, value=value)
    if measure_of(rules, comparison.what).kind is Kind.YES_NO:
        return _("{what}: {value}").format(what=what, value=value)
    sign = SIGNS[comparison.compare]
    return _("{what} {sign} {value}").format(what=what, sign=sign, value=value)


def told(
    rules: Rules, comparison: Comparison, as_of: date, value: str, other: str | None = None
) -> str:
    """A comparison that holds, with the value that makes it so: "Orders, 12 months: 3 ≥ 2".

    `other` is the value of the measure that it is compared with, where it is one.
    """
    what = label_of(rules, comparison.what)
    kind = measure_of(rules, comparison.what).kind
    if comparison.compare in ("empty", "filled") or kind in (Kind.SET, Kind.YES_NO):
        return compared(rules, comparison, as_of)
    if kind in (Kind.TEXT, Kind.CHOICE):
        return _("{what}: {value}").format(what=what, value=value)
    sign, threshold = SIGNS[comparison.compare], right(rules, comparison, as_of)
    value = times_value(comparison, value)
    if other is not None:
        return _("{what}: {value} {sign} {other} ({other_what})").format(
            what=what, value=value, sign=sign, other=other, other_what=threshold
        )
    return _("{what}: {value} {sign} {threshold}").format(
        what=what, value=value, sign=sign, threshold=threshold
    )


def missed(
    rules: Rules, comparison: Comparison, as_of: date, value: str, other: str | None = None
) -> str:
    """A comparison that does not hold, with the value that fails: "Orders, 12 months: 1, not ≥ 2".

    `other` is the value of the measure that it is compared with, where it is one.
    """
    what = label_of(rules, comparison.what)
    kind = measure_of(rules, comparison.what).kind
    if value == NOTHING and kind is not Kind.SET:
        return _("{what} is empty").format(what=what)
    if kind is Kind.YES_NO or comparison.compare in ("!=", "lacks", "empty", "filled"):
        return _("{what}: {value}").format(what=what, value=value)
    threshold = right(rules, comparison, as_of)
    if kind in (Kind.SET, Kind.TEXT, Kind.CHOICE):
        return _("{what}: {value}, not {threshold}").format(
            what=what, value=value, threshold=threshold
        )
    sign, value = SIGNS[comparison.compare], times_value(comparison, value)
    if other is not None:
        return _("{what}: {value}, not {sign} {other} ({other_what})").format(
            what=what, value=value, sign=sign, other=other, other_what=threshold
        )
    return _("{what}: {value}, not {sign} {threshold}").format(
        what=what, value=value, sign=sign, threshold=threshold
    )


def times_value(comparison: Comparison, value: str) -> str:
    """The value that a comparison looks at, with its factor before it."""
    if comparison.times == 1:
        return value
    return _("{times} × {what}").format(times=number_text(comparison.times), what=value)


def left(rules: Rules, comparison: Comparison) -> str:
    """What a comparison looks at, with its factor: "2 × Amount, 90 days"."""
    what = label_of(rules, comparison.what)
    if comparison.times == 1:
        return what
    return _("{times} × {what}").format(times=number_text(comparison.times), what=what)


def right(rules: Rules, comparison: Comparison, as_of: date | None = None) -> str:
    """What a comparison compares with, in words: a number, a day, names, another measure."""
    if comparison.compare in ("empty", "filled"):
        return ""
    if comparison.than is not None:
        return label_of(rules, comparison.than)
    if isinstance(comparison.value, tuple):
        return listed(named(rules, comparison.what, value) for value in comparison.value)
    match measure_of(rules, comparison.what).kind:
        case Kind.MONEY | Kind.COUNT | Kind.NUMBER | Kind.AGE | Kind.RATIO if (
            comparison.what not in YEARS
        ):
            return number_text(number_value(comparison))
        case Kind.DAY:
            return _day(comparison, as_of)
        case Kind.YES_NO:
            yes = comparison.value is True or str(comparison.value).lower() in ("true", "yes", "1")
            return (YES if yes == (comparison.compare == "=") else NO).label(current())
        case _:
            return named(rules, comparison.what, str(comparison.value))


def range_text(interval: Interval) -> str:
    """A range without its metric: "≥ 300,000 and < 1,000,000"."""
    low = "" if interval.low is None else number_text(interval.low)
    high = "" if interval.high is None else number_text(interval.high)
    if low and low == high:
        return f"= {low}"
    ends = [f"{'≥' if interval.low_in else '>'} {low}"] if low else []
    ends += [f"{'≤' if interval.high_in else '<'} {high}"] if high else []
    return reduce(both, ends) if ends else _("any number")


def number_text(number: Fraction | Decimal) -> str:
    """A decimal threshold with separators and without idle noughts: `1,000,000`, `1.5`."""
    number = Fraction(number)
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Fraction | Decimal) -> str:
    """A share as a percentage without its sign: `20`, `12.5`."""
    return number_text(Fraction(share) * 100)


def several(texts: Iterable[str]) -> str:
    """Clauses one after another."""
    return _("; ").join(texts)


def listed(names: Iterable[str]) -> str:
    """Names one after another."""
    return ", ".join(names)


def label_of(rules: Rules, what: str) -> str:
    """What a rule speaks of: the label of a metric or field, the name of a dimension."""
    if what.startswith(_SEGMENT):
        return str(rules.dimension(what.removeprefix(_SEGMENT)).name)
    return measure_of(rules, what).label


def named(rules: Rules, what: str, key: str) -> str:
    """A text that `what` has or is compared with: a choice by its label, a segment by its name."""
    if what.startswith(_SEGMENT):
        return segment_name(rules, what.removeprefix(_SEGMENT), key)
    return choice_label(measure_of(rules, what).choices, key, current())


def segment_name(rules: Rules, dimension: str, key: str) -> str:
    """The name of a segment of that dimension; a value of a field dimension names itself."""
    known = {segment.key for segment in segments_of(rules.dimension(dimension))}
    if key in OTHERWISE and key not in known:
        return str(OTHERWISE[key].name)
    return str(rules.segment(dimension, key).name)


def _within(rules: Rules, part: Condition, as_of: date | None, *, joined: bool) -> str:
    """A part of a condition; one that is joined of parts itself stands in brackets."""
    words = sentence(rules, part, as_of)
    match part:
        case All(all=inner) | AnyOf(any=inner) if joined and len(inner) > 1:
            return _("({condition})").format(condition=words)
        case _:
            return words


def _day(comparison: Comparison, as_of: date | None) -> str:
    """A day; while no as-of is given, one that hangs on it is told as the rule has it."""
    day = day_value(comparison, as_of or _SOME_DAY)
    written = str(comparison.value).split()
    if as_of is not None or written[0] != "as_of":
        return day.isoformat()
    match written[1:]:
        case ["-", count, "days"]:
            message = plural(
                "{count} day ago",
                "{count} days ago", int(count))  # fmt: skip
        case ["+", count, "days"]:
            message = plural(
                "{count} day ahead",
                "{count} days ahead", int(count))  # fmt: skip
        case ["-", count, "months"]:
            message = plural(
                "{count} month ago",
                "{count} months ago", int(count))  # fmt: skip
        case ["+", count, "months"]:
            message = plural(
                "{count} month ahead",
                "{count} months ahead", int(count))  # fmt: skip
        case _:
            return _("the as-of day")
    return message.format(count=int(count))
