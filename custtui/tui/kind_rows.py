"""What of a share, score or field dimension can be set, line by line, and the questions for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from custtui.segments.checking import measure_of
from custtui.segments.editing.codes import all_codes, nobodys, scored_by, twice_taken, with_steps
from custtui.segments.editing.offering import classing, ranking, scoring
from custtui.segments.editing.shares import total, with_share
from custtui.segments.measures import Kind
from custtui.segments.rules import ByField, Rules, Score, Scores, Share
from custtui.segments.sentences import label_of, listed, number_text, percent
from custtui.segments.thresholds import Unit, unit_of
from custtui.tui.commands import KIND, key_of
from custtui.tui.rule_questions import Setting, about_measure
from custtui.tui.screens.dialogue import Offer, Question, Talk, picking
from custtui.tui.screens.pick import Option
from custtui.tui.value_questions import about_number
from custtui.values.language import _, mark, plural
from custtui.values.unclean import Unclean

Kinds = Share | Scores | ByField
Part = Literal["recency", "frequency", "monetary"]
_HUNDRED = Decimal(100)
_PARTS: dict[str, str] = {
    "recency": mark("Recency"), "frequency": mark("Frequency"), "monetary": mark("Monetary"),
}  # fmt: skip
#: Rows that two values take turns in: enter changes over.
TURNS = ("by", "level")
CODES = "codes"
REST = "rest"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what is set, and to what; `is_wrong` where it can't stay so."""

    key: tuple[str, ...]
    label: str
    value: str
    is_wrong: bool = False


def rows_of(rules: Rules, dimension: Kinds) -> list[Row]:
    """All that can be set of a dimension, in the order in which it is thought of."""
    match dimension:
        case Share():
            return _share_rows(rules, dimension)
        case Scores():
            return _score_rows(rules, dimension)
        case ByField():
            return [
                Row(("what",), _("Field"), label_of(rules, dimension.what)),
                Row(("level",), _("Level"), _LEVELS[dimension.level]()),
            ]


_LEVELS = {
    "first": lambda: _("first level: what stands before the first “-”"),
    "whole": lambda: _("the whole value"),
}


def _share_rows(rules: Rules, dimension: Share) -> list[Row]:
    by = _("how many customers") if dimension.by == "rank" else _("how much they come to together")
    rows = [
        Row(("metric",), _("Ranked by"), label_of(rules, dimension.metric)),
        Row(("by",), _("Shares of"), by),
    ]
    rows += [
        Row(("share", str(place)), str(segment.name), f"{percent(segment.share)} %")
        for place, segment in enumerate(dimension.segments)
    ]
    return [*rows, Row((REST,), _("Together"), _together(dimension), total(dimension) != 1)]


def _together(dimension: Share) -> str:
    whole, last = total(dimension), dimension.segments[-1].name if dimension.segments else ""
    if whole == 1:
        return "100 %"
    if whole < 1:
        message = _("{percent} %: {missing} % are missing; {key} gives {segment} the rest")
    else:
        message = _("{percent} %: {missing} % too much")
    missing = percent(abs(1 - whole))
    return message.format(
        percent=percent(whole), missing=missing, segment=last, key=key_of("rest_on_last", KIND)
    )


def _score_rows(rules: Rules, dimension: Scores) -> list[Row]:
    among = _("those with {metric} above 0").format(metric=label_of(rules, dimension.among))
    rows = [
        Row(("among",), _("Who is scored"), among),
        Row(("steps",), _("Scores"), _("from 1 to {steps}").format(steps=dimension.steps)),
    ]
    for part, score in dimension.parts:
        rows.append(Row((part, "metric"), _(_PARTS[part]), label_of(rules, score.metric)))
        by = _("by rank among them") if score.by == "rank" else _("by fixed values")
        rows.append(Row((part, "by"), "", by))
        if score.by == "thresholds":
            values = listed(map(number_text, score.thresholds))
            message = _("scores from {lowest} up begin at {values}")
            rows.append(Row((part, "thresholds"), "", message.format(lowest=2, values=values)))
    free, twice = len(nobodys(dimension)), len(twice_taken(dimension))
    return [*rows, Row((CODES,), _("Codes"), codes_told(dimension), bool(free or twice))]


def codes_told(dimension: Scores) -> str:
    """How many codes there are, and what is wrong with them."""
    count = len(all_codes(dimension.steps))
    free, twice = len(nobodys(dimension)), len(twice_taken(dimension))
    text = plural("{count} code", "{count} codes", count).format(count=count)
    if not free and not twice:
        return _("{codes}, each taken once").format(codes=text)
    problems = []
    if free:
        message = plural("nobody takes {count}", "nobody takes {count}", free)
        problems.append(message.format(count=free))
    if twice:
        message = plural("{count} is taken twice", "{count} are taken twice", twice)
        problems.append(message.format(count=twice))
    return _("{codes}: {problems}").format(codes=text, problems=listed(problems))


def turned(dimension: Kinds, key: tuple[str, ...]) -> Kinds:
    """With the other of the two values that a row takes turns in."""
    match dimension:
        case Share():
            return dimension.model_copy(
                update={"by": "value" if dimension.by == "rank" else "rank"}
            )
        case ByField():
            level = "whole" if dimension.level == "first" else "first"
            return dimension.model_copy(update={"level": level})
        case Scores():
            score = dict(dimension.parts)[key[0]]
            by = "thresholds" if score.by == "rank" else "rank"
            changed = scored_by(score, dimension.steps, by)
            return dimension.model_copy(update={key[0]: changed})


def can_turn(rules: Rules, dimension: Kinds, key: tuple[str, ...]) -> bool:
    """Whether the other value is possible: days have no fixed values, only ranks."""
    if not isinstance(dimension, Scores):
        return True
    score = dict(dimension.parts)[key[0]]
    return score.by == "thresholds" or measure_of(rules, score.metric).kind is not Kind.DAY


def changing(setting: Setting, dimension: Kinds, key: tuple[str, ...]) -> Talk[Kinds]:
    """The questions for one row, and the dimension that the answers make."""
    match dimension:
        case Share():
            return (yield from _changing_share(setting, dimension, key))
        case Scores():
            return (yield from _changing_scores(setting, dimension, key))
        case ByField():
            measures = classing(setting.rules)
            (what,) = yield about_measure(setting, _("The values of which field?"), measures)
            return dimension.model_copy(update={"what": what})


def _changing_share(setting: Setting, dimension: Share, key: tuple[str, ...]) -> Talk[Share]:
    if key == ("metric",):
        (what,) = yield about_measure(setting, _("Ranked by what?"), ranking(setting.rules))
        return dimension.model_copy(update={"metric": what})
    place = int(key[1])
    segment = dimension.segments[place]
    text = _("Which share does {segment} take?").format(segment=segment.name)
    (answer,) = yield about_number(text, Unit.PERCENT, "", segment.share * _HUNDRED)
    return with_share(dimension, place, Decimal(answer) / _HUNDRED)


def _changing_scores(setting: Setting, dimension: Scores, key: tuple[str, ...]) -> Talk[Scores]:
    if key == ("among",):
        measures = [m for m in ranking(setting.rules) if m.kind is not Kind.AGE]
        (what,) = yield about_measure(setting, _("Above 0 of what?"), measures)
        return dimension.model_copy(update={"among": what})
    if key == ("steps",):
        options = [Option(str(steps), str(steps)) for steps in range(2, 10)]
        (answer,) = yield Question(_("How many scores, from 1 up?"), picking(options))
        return with_steps(dimension, int(answer))
    score = dict(dimension.parts)[key[0]]
    if key[1] == "metric":
        text = _("{score} is scored by what?").format(score=_(_PARTS[key[0]]))
        (what,) = yield about_measure(setting, text, scoring(setting.rules))
        is_day = measure_of(setting.rules, what).kind is Kind.DAY
        changed = Score(metric=what) if is_day else score.model_copy(update={"metric": what})
    else:
        changed = yield from _changing_thresholds(setting, score)
    return dimension.model_copy(update={key[0]: changed})


def _changing_thresholds(setting: Setting, score: Score) -> Talk[Score]:
    """Each threshold after the other; one that does not rise is refused as it is typed."""
    measure = measure_of(setting.rules, score.metric)
    unit = unit_of(measure) or Unit.NUMBER
    values: list[Decimal] = []
    for place, first in enumerate(score.thresholds):
        text = _("{metric}: score {score} from …").format(metric=measure.label, score=place + 2)
        (answer,) = yield about_number(
            text, unit, setting.currency_symbol, first, _rising(values[-1] if values else None)
        )
        values.append(Decimal(answer))
    return score.model_copy(update={"thresholds": tuple(values)})


def _rising(before: Decimal | None) -> Offer:
    def told(number: str, texts: Sequence[str]) -> list[Option]:
        if before is not None and Decimal(number) <= before:
            raise Unclean(_("Each score must begin higher than the one before it."))
        return [Option(number, number_text(Decimal(number)))]

    return told
