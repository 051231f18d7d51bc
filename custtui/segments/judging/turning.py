"""Whom the turn of the day itself moves: records stay as they are, but ages grow."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from custtui.segments.checks.checking import measure_of
from custtui.segments.judging.compile import Compilation, day_of_age, day_value
from custtui.segments.judging.rankings import rankings
from custtui.segments.measures import Kind
from custtui.segments.rules import ByField, Comparison, Conditions, Rules, comparisons

_AS_OF = ":as_of"
_UNPINNED = "SELECT customer_id FROM pin WHERE last_day >= :as_of_before AND last_day < :as_of"


def all_turn(rules: Rules) -> bool:
    """Whether each day moves everybody: something is ranked, or told apart, by an age."""
    fields = [measure_of(rules, d.what).sql for d in rules.dimensions if isinstance(d, ByField)]
    return any(_AS_OF in sql for sql in (*fields, *(ranking.sql for ranking in rankings(rules))))


def mark_turned(connection: sqlite3.Connection, rules: Rules, before: date, after: date) -> None:
    """Add to `temp.affected` everybody for whom a comparison may say another thing on the new day.

    Products bought and needs are not looked at: who has a record of the days between is touched.
    """
    old = Compilation(rules, before)
    new = Compilation(rules, after, old.values)
    tests = {_turned(old, new, comparison) for comparison in _of_the_day(rules)}
    days = {"as_of": after.isoformat(), "as_of_before": before.isoformat()}
    connection.execute(f"INSERT OR IGNORE INTO temp.affected {_UNPINNED}", days)
    connection.execute(
        "INSERT OR IGNORE INTO temp.affected SELECT m.customer_id FROM main.metric m"
        f" JOIN customer c ON c.id = m.customer_id WHERE {' OR '.join(tests) or '0'}",
        {**old.values, **days},
    )


def _turned(old: Compilation, new: Compilation, comparison: Comparison) -> str:
    """The SQL of whom a comparison may turn: whose day lies between those that it names."""
    measure = measure_of(old.rules, comparison.what)
    if comparison.than is None and comparison.times == 1:
        if measure.kind is Kind.AGE:
            days = [day_of_age(comparison, each.as_of) for each in (old, new)]
            return f"{measure.sql} BETWEEN '{days[0]}' AND '{days[1]}'"
        if measure.kind is Kind.DAY:
            days = [day_value(comparison, each.as_of) for each in (old, new)]
            return f"{measure.sql} BETWEEN '{days[0]}' AND '{days[1]}'"
    then = old.condition(comparison).replace(_AS_OF, f"{_AS_OF}_before")
    return f"({then}) IS NOT ({new.condition(comparison)})"


def _of_the_day(rules: Rules) -> Iterator[Comparison]:
    """Every comparison that the day alone can turn, each once."""
    seen: set[str] = set()
    for dimension in rules.dimensions:
        for segment in dimension.segments if isinstance(dimension, Conditions) else ():
            for comparison in comparisons(segment.when):
                written = comparison.model_dump_json()
                if written not in seen and _turns(rules, comparison):
                    seen.add(written)
                    yield comparison


def _turns(rules: Rules, comparison: Comparison) -> bool:
    if comparison.compare in ("empty", "filled"):
        return False
    asked = [measure_of(rules, comparison.what)]
    if comparison.than is not None:
        asked.append(measure_of(rules, comparison.than))
    return any(
        each.kind in (Kind.AGE, Kind.DAY) or (not each.holds and _AS_OF in each.number)
        for each in asked
    )
