"""The days on which a comparison turns though no record comes or goes.

While the metric row stands still, only what hangs on the day itself moves: ages, and days counted
from as-of. A comparison of an age is a straight line of the day against another, so it turns where
the two meet.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from custtui.segments.explaining.one_customer import JudgedAlone, MetricRow, OneCustomer
from custtui.segments.explaining.situation import Situation
from custtui.segments.judging.compile import Compilation, day_value, number_value
from custtui.segments.measures import Kind, is_moving
from custtui.segments.over_time.looked_at import metric_columns
from custtui.segments.rules import (
    Comparison,
    Conditions,
    Dimension,
    Scores,
    Share,
    comparisons,
)


class DaysOfTurning:
    """The comparisons of some dimensions that can turn so, and when, up to the day `last`."""

    def __init__(
        self, situation: Situation, one: OneCustomer, dimensions: Sequence[Dimension], last: date
    ) -> None:
        self._situation = situation
        self._one = one
        self._last = last
        self._moving = _moving(situation, dimensions)
        self._measures = {
            what: situation.measure(what)
            for comparison in self._moving
            for what in (comparison.what, comparison.than)
            if what is not None
        }

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the metric row that decide when they turn."""
        return metric_columns(self._measures.values())

    def after(self, day: date, row: MetricRow) -> list[date]:
        """Those after `day`, rising, up to the last that is looked at."""
        if not self._moving:
            return []
        found: set[date] = set()
        now, then = (self._values(day + timedelta(days=count), row) for count in (0, 1))
        for comparison in self._moving:
            if self._measures[comparison.what].kind is Kind.DAY:
                found |= self._of_days(comparison, now[comparison.what], day)
            else:
                found |= self._of_numbers(comparison, now, then, day)
        return sorted(each for each in found if day < each <= self._last)

    def _values(self, day: date, row: MetricRow) -> dict[str, object]:
        """The values on a day: numbers as fractions, days as texts, none as None."""
        figures = [sql for m in self._measures.values() for sql in (m.number, m.over or "1")]
        compilation = Compilation(self._situation.rules, day)
        found = self._one.figures(JudgedAlone(day, row, {}), compilation, figures)
        pairs = zip(found[::2], found[1::2], strict=True)
        return {
            what: Fraction(number, over)
            if isinstance(number, int) and isinstance(over, int) and over
            else number
            for what, (number, over) in zip(self._measures, pairs, strict=True)
        }

    def _of_days(self, comparison: Comparison, stored: object, day: date) -> set[date]:
        """The first days from which the day compared with is no earlier, and from which later."""
        if not isinstance(stored, str) or not stored:
            return set()
        days = range((self._last - day).days + 1)

        def named(count: int) -> str:
            return day_value(comparison, day + timedelta(days=count)).isoformat()

        found = {
            bisect_left(days, stored, key=named),
            bisect_left(days, True, key=lambda count: named(count) > stored),
        }
        return {day + timedelta(days=count) for count in found}

    def _of_numbers(
        self,
        comparison: Comparison,
        now: dict[str, object],
        then: dict[str, object],
        day: date,
    ) -> set[date]:
        """The days next to where the two sides of a comparison are equal."""
        gaps = [self._gap(comparison, values) for values in (now, then)]
        if gaps[0] is None or gaps[1] is None or gaps[0] == gaps[1]:
            return set()
        count = floor(gaps[0] / (gaps[0] - gaps[1]))
        if not 0 <= count <= (self._last - day).days:
            return set()
        return {day + timedelta(days=count), day + timedelta(days=count + 1)}

    def _gap(self, comparison: Comparison, values: dict[str, object]) -> Fraction | None:
        """By how much the left side is larger than the right."""
        left, measure = values[comparison.what], self._measures[comparison.what]
        times = Fraction(comparison.times)
        if comparison.than is not None:
            right = values[comparison.than]
            times *= Fraction(self._measures[comparison.than].scale, measure.scale)
        else:
            right = number_value(comparison) * measure.scale
        if not isinstance(left, Fraction) or not isinstance(right, Fraction):
            return None
        return times * left - right


def _moving(situation: Situation, dimensions: Sequence[Dimension]) -> list[Comparison]:
    """The comparisons, written or understood, that turn though no record comes or goes."""
    found: list[Comparison] = []
    for dimension in dimensions:
        match dimension:
            case Conditions():
                for segment in dimension.segments:
                    found += comparisons(segment.when)
            case Share():
                found.append(_against(dimension.metric, 0))
            case Scores():
                found.append(_against(dimension.among, 0))
                for _part, score in dimension.parts:
                    found += [_against(score.metric, each) for each in score.thresholds]
    return list(dict.fromkeys(each for each in found if _turns(situation, each)))


def _against(what: str, number: object) -> Comparison:
    return Comparison.model_validate({"what": what, "is": ">", "value": number})


def _turns(situation: Situation, comparison: Comparison) -> bool:
    if comparison.compare in ("empty", "filled"):
        return False
    measure = situation.measure(comparison.what)
    if measure.kind is Kind.DAY:
        return comparison.than is None and str(comparison.value).startswith("as_of")
    others = [situation.measure(comparison.than)] if comparison.than else []
    return any(is_moving(each) for each in (measure, *others))
