"""Why time alone turns a segment on a day: what crosses a window, and which comparison turns."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import cast

from custtui.segments.explaining.conditions import disproof, holds, proof
from custtui.segments.explaining.crossing_records import crossing_records
from custtui.segments.explaining.explanation import Crossing, Turn
from custtui.segments.explaining.one_customer import JudgedAlone, OneCustomer
from custtui.segments.explaining.situation import Situation
from custtui.segments.judging.compile import Compilation
from custtui.segments.measured import Value, value_of
from custtui.segments.measures import Kind, is_moving
from custtui.segments.rules import (
    ByField,
    Comparison,
    Conditions,
    Dimension,
    Scores,
    Share,
    comparisons,
)
from custtui.segments.sentences import (
    SIGNS,
    label_of,
    left,
    listed,
    missed,
    right,
    segment_name,
    several,
    times_value,
    told,
)
from custtui.segments.wording import spoken, two_places
from custtui.values.language import _

_SEGMENT = "segment:"


class Turning:
    """One day on which something turns, against the last day before it."""

    def __init__(
        self, situation: Situation, one: OneCustomer, before: JudgedAlone, now: JudgedAlone
    ) -> None:
        self._situation = situation
        self._one = one
        eve = now.day - timedelta(days=1)
        self._before = JudgedAlone(eve, before.row, before.segments)
        self._now = now

    def turn(self, dimension: Dimension, old: str | None, new: str | None, since: date) -> Turn:
        """The turn from one segment to another; of tags, of one that comes or goes.

        What crossed windows is told as it adds up after `since`: as-of, or the turn before.
        """
        looked_at, causes = self._why(dimension, old, new)
        crossings = tuple(
            crossing for what in looked_at for crossing in self._crossings(what, since)
        )
        # Several at once, as what moves from one window into the next, say less than the values.
        told_first = [each.text for each in crossings] if len(crossings) == 1 else []
        text = _message(old, new).format(
            segment=segment_name(self._situation.rules, dimension.key, str(new or old)),
            day=self._now.day.isoformat(),
            cause=several([*told_first, *causes]),
        )
        return Turn(self._now.day, old, new, crossings, tuple(causes), text)

    def _why(
        self, dimension: Dimension, old: str | None, new: str | None
    ) -> tuple[list[str], list[str]]:
        """The metrics that decide, and what they bring about, in words."""
        if self._one.pin_ends(dimension, self._before.day):
            return [], [_("the pin ends")]
        match dimension:
            case Conditions():
                return self._of_conditions(dimension, old, new)
            case Share():
                return [dimension.metric], [self._of_share(dimension)]
            case Scores():
                names = [dimension.among, *(score.metric for _part, score in dimension.parts)]
                return list(dict.fromkeys(names)), [self._of_scores(dimension)]
            case ByField():
                return [dimension.what], [self._is_then(dimension.what)]

    def _of_conditions(
        self, dimension: Conditions, old: str | None, new: str | None
    ) -> tuple[list[str], list[str]]:
        """The comparisons that turned in the rule which began or ceased to hold."""
        segment = next(s for s in dimension.segments if s.key in (old, new))
        every = list(dict.fromkeys(comparisons(segment.when)))
        before, now = self._tried(every, self._before), self._tried(every, self._now)
        begins = holds(segment.when, now)
        decides = proof(segment.when, now) if begins else disproof(segment.when, now)
        turned = [each for each in dict.fromkeys(decides) if before[each] != now[each]]
        looked_at = [
            what
            for comparison in turned
            for what in (comparison.what, comparison.than)
            if what is not None and not what.startswith(_SEGMENT)
        ]
        return list(dict.fromkeys(looked_at)), [self._turned(each, begins) for each in turned]

    def _tried(self, every: list[Comparison], judged: JudgedAlone) -> dict[Comparison, bool]:
        if not every:
            return {}
        compilation = Compilation(self._situation.rules, judged.day)
        tests = [compilation.condition(each) for each in every]
        found = self._one.figures(judged, compilation, tests)
        return {each: bool(value) for each, value in zip(every, found, strict=True)}

    def _turned(self, comparison: Comparison, begins: bool) -> str:
        """A comparison that begins or ceases to hold on the day, with what it then meets."""
        rules = self._situation.rules
        what = comparison.what
        label = label_of(rules, what)
        if what.startswith(_SEGMENT) or comparison.compare in ("empty", "filled"):
            return self._is_then(what)
        measure = self._situation.measure(what)
        if measure.kind is Kind.DAY and str(comparison.value).startswith("as_of") and begins:
            when = right(rules, comparison)
            return _("{what} {day} is then {when}").format(
                what=label, day=self._spoken(what), when=when
            )
        threshold = right(rules, comparison, self._now.day)
        if begins and is_moving(measure) and comparison.compare == ">=" and not comparison.than:
            return _("{what}: {value} is reached").format(
                what=left(rules, comparison), value=threshold
            )
        value = self._spoken(what)
        if comparison.than or measure.kind not in (Kind.MONEY, Kind.COUNT, Kind.AGE, Kind.RATIO):
            other = self._spoken(comparison.than) if comparison.than else None
            say = told if begins else missed
            return say(rules, comparison, self._now.day, value, other)
        message = _("{what} is then {value} ({sign} {threshold})")
        if not begins:
            message = _("{what} is then {value}, no longer {sign} {threshold}")
        return message.format(
            what=label,
            value=times_value(comparison, value),
            sign=SIGNS[comparison.compare],
            threshold=threshold,
        )

    def _of_share(self, dimension: Share) -> str:
        rank = self._one.rank(dimension, self._now)
        if rank is None:
            return self._is_then(dimension.metric)
        values = {
            "metric": label_of(self._situation.rules, dimension.metric),
            "value": self._spoken(dimension.metric),
            "rank": f"{rank.ahead + 1:,}",
            "ranked": f"{rank.ranked:,}",
        }
        if dimension.by == "rank":
            return _("with {value} it is rank {rank} of {ranked}").format(**values)
        share = two_places(Fraction(100 * rank.sum_ahead, rank.total))
        message = _("with {value} it is rank {rank} of {ranked}; {share} % stand before it")
        return message.format(**values, share=share)

    def _of_scores(self, dimension: Scores) -> str:
        scores = self._one.scores(dimension, self._now)
        if scores is None:
            return self._is_then(dimension.among)
        recency, frequency, monetary = scores
        return _("R {recency} · F {frequency} · M {monetary}").format(
            recency=recency, frequency=frequency, monetary=monetary
        )

    def _is_then(self, what: str) -> str:
        label = label_of(self._situation.rules, what)
        if not what.startswith(_SEGMENT) and self._value(what) in (None, "", ()):
            return _("{what} is then empty").format(what=label)
        return _("{what} is then {value}").format(what=label, value=self._spoken(what))

    def _crossings(self, what: str, since: date) -> Iterator[Crossing]:
        measure = self._situation.measure(what)
        for leaves in (True, False):
            found = crossing_records(self._situation, measure, since, self._now.day, leaves=leaves)
            if found is not None:
                yield found.told(what, self._value(what))

    def _value(self, what: str) -> Value:
        measure = self._situation.measure(what)
        if not measure.sql:
            return self._situation.value(what)
        figures = [measure.number if not measure.holds else measure.sql, measure.over or "1"]
        compilation = Compilation(self._situation.rules, self._now.day)
        stored, over = self._one.figures(self._now, compilation, figures)
        return value_of(measure, cast("int | str | None", stored), cast("int | None", over))

    def _spoken(self, what: str) -> str:
        if not what.startswith(_SEGMENT):
            return spoken(self._situation.measure(what), self._value(what))
        dimension = what.removeprefix(_SEGMENT)
        keys = self._now.segments[dimension]
        known = [s.key for s in self._situation.rules.dimension(dimension).segments]
        parts = [keys] if keys in known else keys.split() or [keys]
        return listed(segment_name(self._situation.rules, dimension, key) for key in parts)


def _message(old: str | None, new: str | None) -> str:
    if old is None:
        return _("{segment} applies from {day}: {cause}")
    if new is None:
        return _("{segment} no longer applies from {day}: {cause}")
    return _("{segment} from {day}: {cause}")
