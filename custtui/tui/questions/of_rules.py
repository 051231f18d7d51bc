"""The questions that comparisons begin with: which measure, and compared how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from custtui.segments.checks.checking import measure_of
from custtui.segments.editing.offering import NUMBERS, SEGMENT, comparisons_of
from custtui.segments.measures import Kind, Measure
from custtui.segments.rules import Rules
from custtui.segments.sentences import SIGNS, label_of
from custtui.tui.questions.asking import Question, picking
from custtui.tui.screens.pick import Option
from custtui.values.choosing import NO, YES
from custtui.values.language import _, current, mark

_KINDS = {
    Kind.MONEY: mark("money"), Kind.COUNT: mark("number"), Kind.AGE: mark("days"),
    Kind.DAY: mark("date"), Kind.RATIO: mark("number"), Kind.NUMBER: mark("number"),
    Kind.TEXT: mark("text"), Kind.CHOICE: mark("choice"), Kind.YES_NO: mark("yes or no"),
    Kind.SET: mark("several"),
}  # fmt: skip
_NUMBER_WORDS = {
    ">=": mark("at least"), ">": mark("more than"), "<": mark("less than"), "<=": mark("at most"),
    "=": mark("exactly"), "!=": mark("anything but"),
}  # fmt: skip
_DAY_WORDS = {
    "<=": mark("on or before"), ">=": mark("on or after"), "<": mark("before"),
    ">": mark("after"), "=": mark("on"), "!=": mark("not on"),
}  # fmt: skip
_TEXT_WORDS = {
    "=": mark("is"), "!=": mark("is not"), "in": mark("is one of several"),
    "has": mark("includes"), "lacks": mark("does not include"),
    "empty": mark("is empty"), "filled": mark("is filled in"),
}  # fmt: skip
#: The key of a comparison with another measure, before its sign.
THAN = "than "


@dataclass(frozen=True, slots=True)
class Setting:
    """What questions about a dimension's rules need to know."""

    rules: Rules
    dimension: str
    as_of: date
    currency_symbol: str


def about_measure(
    setting: Setting, text: str, measures: Sequence[Measure], first: str = ""
) -> Question:
    """Which of these measures; its key is the answer."""
    options = [measure_option(setting.rules, each) for each in measures]
    return Question(text, picking(options), first=first)


def measure_option(rules: Rules, measure: Measure) -> Option:
    """A measure to pick, found by its name in both languages and by its key."""
    words = f"{measure.english} {measure.chinese} {measure.key}"
    hint = _("segment") if measure.key.startswith(SEGMENT) else _(_KINDS[measure.kind])
    return Option(measure.key, label_of(rules, measure.key), hint, words)


def about_comparison(setting: Setting, what: str, *, others: bool, first: str = "") -> Question:
    """Compared how: a sign or word is the answer, after THAN where another measure is meant."""
    measure = measure_of(setting.rules, what)
    options = [
        Option(each, comparison_text(measure, each), words=each) for each in comparisons_of(measure)
    ]
    if measure.kind is Kind.YES_NO:
        options[:1] = [Option("= yes", YES.label(current())), Option("= no", NO.label(current()))]
    if others:
        message = _("{comparison} another metric, or several times it")
        options += [
            Option(THAN + each, message.format(comparison=comparison_text(measure, each)))
            for each in comparisons_of(measure)
            if each in SIGNS
        ]
    text = _("{what} – compared how?").format(what=label_of(setting.rules, what))
    return Question(text, picking(options), first=first)


def comparison_text(measure: Measure, compare: str) -> str:
    """A comparison with its sign, where it has one: "≥  at least", "is one of several"."""
    words = comparison_words(measure, compare)
    return f"{SIGNS[compare]}  {words}" if _is_ordered(measure, compare) else words


def comparison_words(measure: Measure, compare: str) -> str:
    """A comparison in words: "at least", "on or before", "is one of several"."""
    if not _is_ordered(measure, compare):
        return _(_TEXT_WORDS[compare])
    return _((_DAY_WORDS if measure.kind is Kind.DAY else _NUMBER_WORDS)[compare])


def _is_ordered(measure: Measure, compare: str) -> bool:
    return compare in SIGNS and measure.kind in (*NUMBERS, Kind.DAY)
