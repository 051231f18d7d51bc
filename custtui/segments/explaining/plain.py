"""An explanation as JSON: stable keys, days ISO, money as decimal strings, texts as shown."""

from collections.abc import Mapping
from datetime import date

from custtui.segments.explaining.explanation import (
    ByTime,
    Crossing,
    Explanation,
    Fact,
    Held,
    Moved,
    NextStep,
    Place,
    RuleLine,
    ScorePart,
)
from custtui.segments.explaining.pinned import beside_json
from custtui.segments.measured import Value, plain
from custtui.segments.measures import MEASURES, Kind, Measure
from custtui.values import money

Known = Mapping[str, Measure]


def as_json(explanation: Explanation) -> dict[str, object]:
    """The explanation as JSON has it; None is null, sets and rows are lists."""
    known = {**MEASURES, **{measure.key: measure for measure in explanation.own_fields}}
    metric = explanation.facts[0].key if explanation.facts else ""
    return {
        "dimension": explanation.dimension,
        "name": explanation.name,
        "as_of": explanation.as_of.isoformat(),
        "segments": [_held(held) for held in explanation.segments],
        "since": _day(explanation.since),
        "headline": explanation.headline,
        "note": explanation.note,
        "facts": [_fact(fact, known) for fact in explanation.facts],
        "rule": [_rule(line) for line in explanation.rule],
        "place": _place(explanation.place, known.get(metric)) if explanation.place else None,
        "scores": [_score(part, known) for part in explanation.scores],
        "next_better": _next(explanation.next_step) if explanation.next_step else None,
        "by_time": _by_time(explanation.by_time, known) if explanation.by_time else None,
        "history": [_moved(moved) for moved in explanation.history],
        "warnings": list(explanation.warnings),
        "pinned": beside_json(explanation.beside),
    }


def _held(held: Held) -> dict[str, object]:
    moved = held.moved
    return {
        "key": held.key,
        "name": held.name,
        "reason": held.reason,
        "since": _day(moved.day) if moved else None,
        "before": moved.before if moved else None,
        "cause": moved.cause if moved else None,
        "because": moved.because if moved else None,
        "edit": moved.edit_id if moved else None,
        "record": {"kind": moved.kind, "id": moved.record} if moved and moved.kind else None,
    }


def _fact(fact: Fact, known: Known) -> dict[str, object]:
    return {
        "key": fact.key,
        "label": fact.label,
        "value": _value(known.get(fact.key), fact.exact),
        "text": fact.value,
        "first_day": _day(fact.first_day),
        "last_day": _day(fact.last_day),
        "detail": fact.detail,
        "kind": fact.kind,
        "rows": list(fact.rows),
        "estimated": fact.estimated,
    }


def _rule(line: RuleLine) -> dict[str, object]:
    return {
        "segment": line.segment,
        "name": line.name,
        "met": line.met,
        "text": line.text,
        "checks": [
            {"depth": check.depth, "met": check.met, "text": check.text, "actual": check.actual}
            for check in line.checks
        ],
    }


def _place(place: Place, metric: Measure | None) -> dict[str, object]:
    return {
        "rank": place.rank,
        "ranked": place.ranked,
        "tied": place.tied,
        "first": place.first,
        "last": place.last,
        "lowest": _value(metric, place.lowest),
        "ahead": _value(metric, place.ahead),
        "total": _value(metric, place.total),
        "texts": list(place.texts),
    }


def _score(part: ScorePart, known: Known) -> dict[str, object]:
    metric = known.get(part.metric)
    return {
        "letter": part.letter,
        "score": part.score,
        "metric": part.metric,
        "value": _value(metric, part.value),
        "lowest": _value(metric, part.lowest),
        "next_score": part.next_score,
        "next_lowest": _value(metric, part.next_lowest),
        "worse": part.worse,
        "equal": part.equal,
        "ranked": part.ranked,
        "text": part.text,
    }


def _next(step: NextStep) -> dict[str, object]:
    return {
        "segment": step.segment,
        "name": step.name,
        "amount": money.plain(step.amount),
        "by": _day(step.by),
        "others_stand_still": step.relative,
        "text": step.text,
    }


def _by_time(ahead: ByTime, known: Known) -> dict[str, object]:
    return {
        "until": ahead.until.isoformat(),
        "others_stand_still": ahead.relative,
        "text": ahead.heading,
        "turns": [
            {
                "day": turn.day.isoformat(),
                "before": turn.before,
                "after": turn.after,
                "causes": list(turn.causes),
                "crossings": [_crossing(crossing, known) for crossing in turn.crossings],
                "text": turn.text,
            }
            for turn in ahead.turns
        ],
    }


def _crossing(crossing: Crossing, known: Known) -> dict[str, object]:
    is_sum = known[crossing.metric].kind is Kind.MONEY
    return {
        "metric": crossing.metric,
        "leaves": crossing.leaves,
        "kind": crossing.kind,
        "rows": list(crossing.rows),
        "value": money.plain(crossing.value) if is_sum else crossing.value,
        "then": _value(known[crossing.metric], crossing.then),
        "text": crossing.text,
    }


def _moved(moved: Moved) -> dict[str, object]:
    return {
        "day": _day(moved.day),
        "before": moved.before,
        "after": moved.after,
        "cause": moved.cause,
        "because": moved.because,
        "what": moved.what,
        "account": moved.account,
        "edit": moved.edit_id,
        "record": {"kind": moved.kind, "id": moved.record} if moved.kind else None,
        "text": moved.text,
    }


def _value(measure: Measure | None, value: Value) -> object:
    """A measure's value; a segment is a key, or a list of keys."""
    if measure is not None:
        return plain(measure, value)
    return list(value) if isinstance(value, tuple) else value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
