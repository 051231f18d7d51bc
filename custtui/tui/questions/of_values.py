"""The questions for what a measure is compared with: numbers, days, choices and texts.

While one types, what enter would take stands below as the sentence that it makes.
"""

from collections.abc import Sequence
from decimal import Decimal

from custtui.segments.checks.checking import measure_of
from custtui.segments.drafting.adjusting import wrong_with
from custtui.segments.drafting.thresholds import Unit, unit_of
from custtui.segments.drafting.typed_numbers import read_number, unit_text
from custtui.segments.editing.offering import SEGMENT, Value, compared_with, first_value
from custtui.segments.judging.compile import day_value
from custtui.segments.measures import Kind, Measure
from custtui.segments.rules import ByField, Rules, segments_of
from custtui.segments.sentences import compared, label_of, named, number_text
from custtui.tui.questions.asking import Answer, Offer, Question, answering, picking
from custtui.tui.questions.of_rules import Setting, comparison_words
from custtui.tui.screens.pick import Option
from custtui.values.choosing import NO, YES
from custtui.values.days import parse_day
from custtui.values.language import _, current
from custtui.values.text import clean
from custtui.values.unclean import Unclean

#: Days that are offered before anything is typed.
_USUAL_DAYS = (
    "as_of - 12 months", "as_of - 6 months", "as_of - 3 months", "as_of - 90 days",
    "as_of - 30 days", "as_of", "as_of + 30 days", "as_of + 90 days",
)  # fmt: skip
#: What a number may count from the as-of day.
_WAYS = (
    (Unit.MONTHS_AGO, "as_of - {count} months"), (Unit.DAYS_AGO, "as_of - {count} days"),
    (Unit.DAYS_AHEAD, "as_of + {count} days"), (Unit.MONTHS_AHEAD, "as_of + {count} months"),
)  # fmt: skip
_LONGEST_COUNT = 5


def about_value(
    setting: Setting, what: str, compare: str, value: Value | None, times: Decimal = Decimal(1)
) -> Question:
    """With what it is compared, `value` at first; `read_value` makes the answer a value."""
    measure = measure_of(setting.rules, what)
    if value is None:
        value = first_value(measure, compare)
    unit = unit_of(measure)
    if unit is not None:
        return _about_threshold(setting, measure, compare, Decimal(str(value)), times)
    if measure.kind is Kind.DAY:
        return _about_day(setting, measure, compare, str(value))
    if measure.kind is Kind.YES_NO:
        options = [Option("yes", YES.label(current())), Option("no", NO.label(current()))]
        text = _("{what}: yes or no?").format(what=measure.label)
        return Question(text, picking(options), first="yes" if value is True else "no")
    return _about_text(setting, what, compare, value)


def read_value(measure: Measure, compare: str, answer: Answer) -> Value:
    """The value that was answered."""
    if compare == "in":
        return answer
    if measure.kind is Kind.YES_NO:
        return answer[0] == "yes"
    return Decimal(answer[0]) if unit_of(measure) is not None else answer[0]


def about_number(
    text: str, unit: Unit, currency_symbol: str, first: Decimal, told: Offer | None = None
) -> Question:
    """A number in that unit, its plain text the answer; `told` says what it would make."""
    behind = unit_text(unit, currency_symbol)

    def offer(typed: str, texts: Sequence[str]) -> list[Option]:
        number = read_number(unit, typed)
        if told is not None:
            return told(str(number), texts)
        return [Option(str(number), number_text(number), behind)]

    typed = number_text(first)
    return Question(text, offer, typed if unit is Unit.MONEY else typed.replace(",", ""), behind)


def _about_threshold(
    setting: Setting, measure: Measure, compare: str, first: Decimal, times: Decimal
) -> Question:
    def told(number: str, texts: Sequence[str]) -> list[Option]:
        made = compared_with(measure.key, compare, Decimal(number))
        made = made.model_copy(update={"times": times})
        return [Option(number, compared(setting.rules, made))]

    unit = unit_of(measure)
    assert unit is not None
    text = _("{what}: {comparison} …").format(
        what=label_of(setting.rules, measure.key), comparison=comparison_words(measure, compare)
    )
    return about_number(text, unit, setting.currency_symbol, first, told)


def _about_day(setting: Setting, measure: Measure, compare: str, first: str) -> Question:
    def option(value: str) -> Option:
        made = compared_with(measure.key, compare, value)
        day = day_value(made, setting.as_of).isoformat()
        return Option(value, compared(setting.rules, made), "" if value == day else day)

    def offer(typed: str, texts: Sequence[str]) -> list[Option]:
        plain = typed.strip()
        values = _from_as_of(plain, first)
        options = [each for each in map(option, _USUAL_DAYS) if each.answers(plain)]
        if values or options:
            return list(map(option, values)) or options
        return [option(parse_day(plain, setting.as_of).isoformat())]

    parts = first.split()
    typed = parts[2] if len(parts) == 4 else "" if parts[:1] == ["as_of"] else first
    text = _("{what}: {comparison} … A day, or a number of days or months.").format(
        what=label_of(setting.rules, measure.key), comparison=comparison_words(measure, compare)
    )
    return Question(text, offer, typed)


def _from_as_of(typed: str, first: str) -> list[str]:
    """What a typed count may mean from the as-of day, as `first` has it before all others."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_COUNT):
        return []
    count = int(typed)
    possible = [
        way.format(count=count) for unit, way in _WAYS if not wrong_with(unit, Decimal(count))
    ]
    like_first = [each for each in possible if each.split()[1::2] == first.split()[1::2]]
    return [*like_first, *(each for each in possible if each not in like_first)]


def _about_text(setting: Setting, what: str, compare: str, value: Value | None) -> Question:
    """A choice, a segment, a text; any text where the list of them is not closed."""
    closed, is_closed = _closed(setting.rules, what), _is_closed(setting.rules, what)
    keys = {option.key for option in closed}
    first = value if isinstance(value, str) else ""

    def offer(typed: str, texts: Sequence[str]) -> list[Option]:
        other = dict.fromkeys(text for text in (first, *texts) if text and text not in keys)
        known = [*closed, *(Option(text, clean(text)) for text in other)]
        found = answering(known, typed)
        wanted = clean(typed).strip()
        if wanted and not is_closed and all(option.key != wanted for option in found):
            found.append(Option(wanted, _("“{text}”, as typed").format(text=wanted)))
        if not found:
            raise Unclean(_("Nothing here answers to that.") if typed else _("Type a text."))
        return found

    ticked = None
    if compare == "in":
        ticked = value if isinstance(value, tuple) else ()
    text = _("{what}: {comparison} …")
    if ticked is not None:
        text = _("{what}: {comparison} … enter ticks each of them.")
    text = text.format(
        what=label_of(setting.rules, what),
        comparison=comparison_words(measure_of(setting.rules, what), compare),
    )
    about = None if is_closed else what
    return Question(text, offer, first=first, about=about, ticked=ticked)


def _closed(rules: Rules, what: str) -> list[Option]:
    """What can be picked whatever the book holds: choices, and segments that have names."""
    if what.startswith(SEGMENT):
        keys = [segment.key for segment in segments_of(rules.dimension(what.removeprefix(SEGMENT)))]
    else:
        keys = [choice.key for choice in measure_of(rules, what).choices]
    return [Option(key, named(rules, what, key), words=key) for key in keys]


def _is_closed(rules: Rules, what: str) -> bool:
    if what.startswith(SEGMENT):
        return not isinstance(rules.dimension(what.removeprefix(SEGMENT)), ByField)
    return bool(measure_of(rules, what).choices)
