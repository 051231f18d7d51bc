"""The questions for what of a share, score or field dimension can be set."""

from collections.abc import Sequence
from decimal import Decimal

from custtui.segments.checks.checking import measure_of
from custtui.segments.drafting.thresholds import Unit, unit_of
from custtui.segments.editing.codes import with_steps
from custtui.segments.editing.offering import classing, ranking, scoring
from custtui.segments.editing.shares import with_share
from custtui.segments.measures import Kind
from custtui.segments.rules import ByField, Score, Scores, Share
from custtui.segments.sentences import number_text
from custtui.tui.questions.asking import Offer, Question, Talk, picking
from custtui.tui.questions.kind_rows import PARTS, Kinds
from custtui.tui.questions.of_rules import Setting, about_measure
from custtui.tui.questions.of_values import about_number
from custtui.tui.screens.pick import Option
from custtui.values.language import _
from custtui.values.unclean import Unclean

_HUNDRED = Decimal(100)


def changing(setting: Setting, dimension: Kinds, key: tuple[str, ...]) -> Talk[Kinds]:
    """The questions for one row, and the dimension that the answers make."""
    match dimension:
        case Share():
            return (yield from _changing_share(setting, dimension, key))
        case Scores():
            return (yield from _changing_scores(setting, dimension, key))
        case ByField():
            measures = classing(setting.rules)
            (what,) = yield about_measure(
                setting, _("The values of which field?"), measures, dimension.what
            )
            return dimension.model_copy(update={"what": what})


def _changing_share(setting: Setting, dimension: Share, key: tuple[str, ...]) -> Talk[Share]:
    if key == ("metric",):
        (what,) = yield about_measure(
            setting, _("Ranked by what?"), ranking(setting.rules), dimension.metric
        )
        return dimension.model_copy(update={"metric": what})
    place = int(key[1])
    segment = dimension.segments[place]
    text = _("Which share does {segment} take?").format(segment=segment.name)
    (answer,) = yield about_number(text, Unit.PERCENT, "", segment.share * _HUNDRED)
    return with_share(dimension, place, Decimal(answer) / _HUNDRED)


def _changing_scores(setting: Setting, dimension: Scores, key: tuple[str, ...]) -> Talk[Scores]:
    if key == ("among",):
        measures = [m for m in ranking(setting.rules) if m.kind is not Kind.AGE]
        (what,) = yield about_measure(setting, _("Above 0 of what?"), measures, dimension.among)
        return dimension.model_copy(update={"among": what})
    if key == ("steps",):
        options = [Option(str(steps), str(steps)) for steps in range(2, 10)]
        (answer,) = yield Question(
            _("How many scores, from 1 up?"), picking(options), first=str(dimension.steps)
        )
        return with_steps(dimension, int(answer))
    score = dict(dimension.parts)[key[0]]
    if key[1] == "metric":
        text = _("{score} is scored by what?").format(score=_(PARTS[key[0]]))
        (what,) = yield about_measure(setting, text, scoring(setting.rules), score.metric)
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
