"""Why a customer has its scores: where each of R, F and M stands, and where the scores begin."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from custtui.segments.explaining.counted import fact
from custtui.segments.explaining.explanation import Fact, Reasons, RuleLine, ScorePart
from custtui.segments.explaining.shares import FAR, FEW, few
from custtui.segments.explaining.situation import Situation
from custtui.segments.judging.rankings import of_part
from custtui.segments.measured import Value
from custtui.segments.measures import Kind
from custtui.segments.rules import Score, Scores
from custtui.segments.sentences import segment_name
from custtui.segments.wording import spoken, standard_of
from custtui.values.impossible import stored_day
from custtui.values.language import _

_LETTERS = {"recency": "R", "frequency": "F", "monetary": "M"}


def why_scores(situation: Situation, dimension: Scores) -> Reasons:
    """The three scores, the code that they make, and the segment that takes the code."""
    key = str(situation.standing[dimension.key])
    name = segment_name(situation.rules, dimension.key, key)
    standard = standard_of(situation.rules, dimension.key, key)
    if key == dimension.other.key:
        among = fact(situation, dimension.among)
        reason = _("{metric} is {value}, and only customers above 0 are scored").format(
            metric=among.label, value=among.value
        )
        return Reasons({key: reason}, (among,), (RuleLine(key, name, True, standard, ()),))
    facts = tuple(fact(situation, score.metric) for _part, score in dimension.parts)
    parts = tuple(
        _part_of(situation, dimension, part, score, fact_)
        for (part, score), fact_ in zip(dimension.parts, facts, strict=True)
    )
    recency, frequency, monetary = (part.score for part in parts)
    reason = _("R {recency} · F {frequency} · M {monetary}").format(
        recency=recency, frequency=frequency, monetary=monetary
    )
    code = f"{recency}{frequency}{monetary}"
    text = _("{standard}; the code {code} is one of them").format(standard=standard, code=code)
    if not any(code in segment.codes for segment in dimension.segments):
        text = _("no segment takes the code {code}").format(code=code)
    return Reasons(
        reasons={key: reason},
        facts=facts,
        rule=(RuleLine(key, name, True, text, ()),),
        scores=parts,
        warnings=_warnings(parts, facts, dimension.steps),
    )


def _part_of(
    situation: Situation, dimension: Scores, part: str, score: Score, metric: Fact
) -> ScorePart:
    starts, ranked = _starts(situation, dimension, part)
    value = metric.exact
    stored = value.isoformat() if isinstance(value, date) else value
    reached = [s for s, lowest in starts.items() if stored is not None and _reaches(stored, lowest)]
    own = max((s for s in reached if s > 1), default=1)
    better = min((s for s in starts if s > own and starts[s] is not None), default=None)
    worse = equal = None
    if score.by == "rank" and stored is not None:
        worse = _count(situation, dimension, part, "<", stored)
        equal = _count(situation, dimension, part, "=", stored)
    kind = situation.measure(score.metric).kind
    found = ScorePart(
        letter=_LETTERS[part],
        score=own,
        metric=score.metric,
        value=value,
        lowest=_value(kind, starts.get(own)),
        next_score=better,
        next_lowest=_value(kind, starts[better]) if better is not None else None,
        worse=worse,
        equal=equal,
        ranked=ranked,
        text="",
    )
    return replace(found, text=_text(situation, found, metric))


def _starts(
    situation: Situation, dimension: Scores, part: str
) -> tuple[Mapping[int, int | str | None], int]:
    """Where each score begins, and the number of customers scored."""
    rows = situation.connection.execute(
        "SELECT CAST(name AS INTEGER), lowest, ranked FROM cut WHERE dimension = ? AND part = ?",
        (dimension.key, part),
    ).fetchall()
    starts = {score: lowest for score, lowest, _ranked in sorted(rows)}
    return starts, max((ranked for _score, _lowest, ranked in rows), default=0)


def _reaches(value: object, lowest: int | str | None) -> bool:
    if isinstance(value, str) and isinstance(lowest, str):
        return value >= lowest
    return isinstance(value, int) and isinstance(lowest, int) and value >= lowest


def _count(situation: Situation, dimension: Scores, part: str, operator: str, value: object) -> int:
    column = of_part(situation.rules, dimension, part).column
    return situation.count(
        f"SELECT count(*) FROM ranked WHERE {column} {operator} :value", value=value
    )


def _value(kind: Kind, lowest: int | str | None) -> Value:
    return stored_day(lowest) if kind is Kind.DAY and isinstance(lowest, str) else lowest


def _text(situation: Situation, part: ScorePart, metric: Fact) -> str:
    message = _("{metric} {value}")
    if part.score > 1:
        message = _("{metric} {value}, at least {lowest}")
    if part.worse is not None:
        message = _("{metric} {value}: ahead of {worse} of {ranked} customers")
        if part.equal != 1:
            message = _(
                "{metric} {value}: ahead of {worse} of {ranked} customers, level with {others}"
            )
    standing = message.format(
        metric=metric.label,
        value=metric.value,
        worse=f"{part.worse or 0:,}",
        ranked=f"{part.ranked:,}",
        others=f"{(part.equal or 1) - 1:,}",
        lowest=spoken(situation.measure(part.metric), part.lowest),
    )
    if part.next_score is None:
        return _("{standing}; the best score that anybody has").format(standing=standing)
    next_lowest = spoken(situation.measure(part.metric), part.next_lowest)
    return _("{standing}; {score} begins at {value}").format(
        standing=standing, score=part.next_score, value=next_lowest
    )


def _warnings(parts: tuple[ScorePart, ...], facts: tuple[Fact, ...], steps: int) -> tuple[str, ...]:
    """Few customers, or so many equal ones that a score by rank cannot tell them apart."""
    ranked = parts[0].ranked
    found = list(few(ranked))
    for part, metric in zip(parts, facts, strict=True):
        if ranked >= FEW and part.equal and Fraction(part.equal, ranked) > FAR / steps:
            message = _(
                "{equal} of {ranked} customers have the same {metric}, {value}: {letter} cannot"
                " tell them apart."
            )
            found.append(
                message.format(
                    equal=f"{part.equal:,}",
                    ranked=f"{ranked:,}",
                    metric=metric.label,
                    value=metric.value,
                    letter=part.letter,
                )
            )
    return tuple(found)
