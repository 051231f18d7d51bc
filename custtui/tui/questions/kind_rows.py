"""What of a share, score or field dimension can be set, line by line."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from custtui.segments.checks.checking import measure_of
from custtui.segments.editing.codes import all_codes, nobodys, scored_by, twice_taken
from custtui.segments.editing.shares import total
from custtui.segments.measures import Kind
from custtui.segments.rules import ByField, Rules, Scores, Share
from custtui.segments.sentences import label_of, listed, number_text, percent
from custtui.tui.commands import KIND, key_of
from custtui.values.language import _, mark, plural

Kinds = Share | Scores | ByField
Part = Literal["recency", "frequency", "monetary"]
_HUNDRED = Decimal(100)
PARTS: dict[str, str] = {
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
        rows.append(Row((part, "metric"), _(PARTS[part]), label_of(rules, score.metric)))
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
        problems.append(_("nobody takes {count}").format(count=free))
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
