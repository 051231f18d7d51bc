"""Making a comparison, and changing a part of one, as questions one after another."""

from decimal import Decimal

from custtui.segments.checks.checking import measure_of
from custtui.segments.drafting.thresholds import Unit
from custtui.segments.editing.offering import (
    NUMBERS,
    Value,
    comparable,
    compared_to,
    compared_with,
    comparisons_of,
    offered,
)
from custtui.segments.measures import Kind
from custtui.segments.rules import Comparison
from custtui.segments.sentences import compared, label_of, number_text, right
from custtui.tui.questions.asking import Question, Talk, picking
from custtui.tui.questions.of_rules import (
    THAN,
    Setting,
    about_comparison,
    about_measure,
    comparison_text,
)
from custtui.tui.questions.of_values import about_number, about_value, read_value
from custtui.tui.screens.pick import Option
from custtui.values.language import _

_ONE = Decimal(1)
_EMPTINESS = ("empty", "filled")


def new_comparison(setting: Setting) -> Talk[Comparison]:
    """A comparison from the beginning."""
    what = yield from _measure(setting)
    return (yield from _compared(setting, what, None))


def changed_comparison(setting: Setting, comparison: Comparison) -> Talk[Comparison]:
    """The comparison with one part changed, and with what that makes necessary."""
    (part,) = yield Question(_("Change which part?"), picking(_parts(setting, comparison)))
    match part:
        case "value":
            return (yield from _with_value(setting, comparison))
        case "than":
            than = yield from _other(setting, comparison.what, comparison.than or "")
            return comparison.model_copy(update={"than": than})
        case "times":
            return (yield from _with_factor(setting, comparison))
        case "compare":
            return (yield from _compared(setting, comparison.what, comparison))
        case _:
            what = yield from _measure(setting, comparison.what)
            kept = _kept(setting, comparison, what)
            return kept if kept is not None else (yield from _compared(setting, what, None))


def _parts(setting: Setting, comparison: Comparison) -> list[Option]:
    """What of a comparison can be changed, each with what it is now; the value first."""
    rules, measure = setting.rules, measure_of(setting.rules, comparison.what)
    options = []
    if comparison.than is not None:
        options.append(Option("than", _("The other metric"), label_of(rules, comparison.than)))
    elif comparison.compare not in _EMPTINESS:
        options.append(Option("value", _("The value"), right(rules, comparison)))
    options.append(
        Option("compare", _("The comparison"), comparison_text(measure, comparison.compare))
    )
    options.append(Option("what", _("The metric or field"), label_of(rules, comparison.what)))
    if _has_factor(setting, comparison):
        options.append(Option("times", _("The factor"), number_text(comparison.times)))
    return options


def _has_factor(setting: Setting, comparison: Comparison) -> bool:
    is_number = measure_of(setting.rules, comparison.what).kind in NUMBERS
    return is_number and (comparison.than is not None or comparison.times != _ONE)


def _measure(setting: Setting, first: str = "") -> Talk[str]:
    measures = offered(setting.rules, setting.dimension)
    (what,) = yield about_measure(setting, _("What is asked about?"), measures, first)
    return what


def _other(setting: Setting, what: str, first: str = "") -> Talk[str]:
    others = comparable(setting.rules, setting.dimension, what)
    text = _("{what} – compared with which other?").format(what=label_of(setting.rules, what))
    (than,) = yield about_measure(setting, text, others, first)
    return than


def _compared(setting: Setting, what: str, before: Comparison | None) -> Talk[Comparison]:
    """How and with what; of the comparison that was there before, what fits is kept."""
    others = bool(comparable(setting.rules, setting.dimension, what))
    (compare,) = yield about_comparison(setting, what, others=others, first=_stands_on(before))
    if compare.startswith(THAN):
        compare = compare.removeprefix(THAN)
        than = before.than if before is not None else None
        if than is None:
            than = yield from _other(setting, what)
        made = compared_to(what, compare, than, before.times if before is not None else _ONE)
        if before is not None and before.than is not None:
            return made
        if measure_of(setting.rules, what).kind is Kind.DAY:
            return made
        return (yield from _with_factor(setting, made))
    if compare.startswith("= "):
        return compared_with(what, "=", compare == "= yes")
    if compare in _EMPTINESS:
        return compared_with(what, compare, None)
    value = before.value if before is not None else None
    if value is not None and isinstance(value, tuple) == (compare == "in"):
        assert before is not None
        return compared_with(what, compare, value).model_copy(update={"times": before.times})
    made = Comparison.model_construct(what=what, compare=compare, value=_as_first(value, compare))
    return (yield from _with_value(setting, made))


def _stands_on(comparison: Comparison | None) -> str:
    """The answer that the comparison has now."""
    if comparison is None:
        return ""
    return comparison.compare if comparison.than is None else THAN + comparison.compare


def _as_first(value: Value | None, compare: str) -> Value | None:
    """A value of another comparison to begin with: one of several, or several of one."""
    if isinstance(value, tuple):
        return value[0] if value and compare != "in" else None
    return (str(value),) if compare == "in" and value is not None else value


def _with_value(setting: Setting, comparison: Comparison) -> Talk[Comparison]:
    what, compare, times = comparison.what, comparison.compare, comparison.times
    answer = yield about_value(setting, what, compare, comparison.value, times)
    value = read_value(measure_of(setting.rules, what), compare, answer)
    return compared_with(what, compare, value).model_copy(update={"times": times})


def _with_factor(setting: Setting, comparison: Comparison) -> Talk[Comparison]:
    """Several times the measure: what comes of each factor is told."""

    def made(factor: str) -> Comparison:
        return comparison.model_copy(update={"times": Decimal(factor)})

    text = _("How many times {what}?").format(what=label_of(setting.rules, comparison.what))
    (factor,) = yield about_number(
        text,
        Unit.FACTOR,
        "",
        comparison.times,
        lambda typed, texts: [Option(typed, compared(setting.rules, made(typed)))],
    )
    return made(factor)


def _kept(setting: Setting, comparison: Comparison, what: str) -> Comparison | None:
    """The comparison asked of another measure, where all the rest of it still fits; else None."""
    rules = setting.rules
    before, after = measure_of(rules, comparison.what), measure_of(rules, what)
    if comparison.compare not in comparisons_of(after):
        return None
    if comparison.than is not None:
        others = [each.key for each in comparable(rules, setting.dimension, what)]
        fits = comparison.than in others
    else:
        is_same_sort = (before.kind, before.money) == (after.kind, after.money)
        fits = comparison.compare in _EMPTINESS or (
            is_same_sort and before.kind not in (Kind.TEXT, Kind.CHOICE, Kind.SET)
        )
    return comparison.model_copy(update={"what": what}) if fits else None
