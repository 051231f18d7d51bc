"""All customers but one, standing still: what it would be among them with any value.

What stands still is what the tables hold of them: days and sums.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from operator import eq, gt, lt
from typing import Any

from custtui.segments.judging.rankings import Ranking, Value, is_below, of_part, of_share
from custtui.segments.rules import Rules, Scores, Share

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "=": eq, ">": gt}


@dataclass(frozen=True, slots=True)
class Rank:
    """How many others stand before it among `ranked`; the sums where classes are cut by value."""

    ahead: int
    ranked: int
    sum_ahead: int
    total: int


class Neighbours:
    """All customers but one, on any day."""

    def __init__(self, connection: sqlite3.Connection, rules: Rules, customer_id: int) -> None:
        self._connection = connection
        self._rules = rules
        self._customer_id = customer_id
        self._known: dict[tuple[str, date | None], _Others] = {}

    def share(self, dimension: Share, value: object, as_of: date) -> str:
        """The class that a customer with this value has among them."""
        if not _is_ranked(value):
            return dimension.other.key
        assert isinstance(value, Value)
        so_far = Fraction(0)
        for segment in dimension.segments[:-1]:
            so_far += Fraction(segment.share)
            if self._reaches(dimension, so_far, value, as_of):
                return segment.key
        return dimension.segments[-1].key

    def rank(self, dimension: Share, value: object, as_of: date) -> Rank | None:
        """The place of a customer with this value; None where it is not ranked."""
        if not _is_ranked(value):
            return None
        assert isinstance(value, Value)
        others = self._others(of_share(self._rules, dimension), as_of)
        ahead, ranked = others.count(">", value), others.everybody + 1
        if dimension.by == "rank" or not isinstance(value, int):
            return Rank(ahead, ranked, 0, 0)
        return Rank(ahead, ranked, others.sum_above(value), others.sum_above(0) + value)

    def score(self, dimension: Scores, part: str, value: Value, as_of: date) -> int:
        """The score that a customer with this value has among them."""
        score = dict(dimension.parts)[part]
        if score.by == "thresholds":
            (reached,) = self._connection.execute(
                "SELECT count(*) FROM cut WHERE dimension = ? AND part = ? AND lowest <= ?",
                (dimension.key, part, value),
            ).fetchone()
            return 1 + int(reached)
        others = self._others(of_part(self._rules, dimension, part), as_of)
        worse, equal = others.count("<", value), others.count("=", value) + 1
        return 1 + (dimension.steps * (2 * worse + equal)) // (2 * (others.everybody + 1))

    def entry(self, dimension: Share, so_far: Fraction, as_of: date) -> Value | None:
        """The least value that reaches so far from the top by rank; None where any does.

        One look for it serves all days, where a count of those ahead would be made for each.
        """
        others = self._others(of_share(self._rules, dimension), as_of)
        return others.at(ceil(so_far * (others.everybody + 1)))

    def _reaches(self, dimension: Share, so_far: Fraction, value: Value, as_of: date) -> bool:
        """Whether less than that share stands strictly before the value."""
        if dimension.by == "rank":
            lowest = self.entry(dimension, so_far, as_of)
            return lowest is None or not is_below(value, lowest)
        assert isinstance(value, int)
        others = self._others(of_share(self._rules, dimension), as_of)
        return others.sum_above(value) < so_far * (others.sum_above(0) + value)

    def _others(self, ranking: Ranking, as_of: date) -> "_Others":
        # Ages grow with all alike: the table has them as they are on the day that it is for.
        day = as_of if ":as_of" in ranking.sql else None
        known = (ranking.name, day)
        if known not in self._known:
            self._known[known] = _Others(self._connection, ranking, self._customer_id, day)
        return self._known[known]


class _Others:
    """The others in one ranking: what is counted of all, less the customer itself.

    Left out like that, and not by a test of each row, counting runs along the index alone.
    """

    def __init__(
        self, connection: sqlite3.Connection, ranking: Ranking, customer_id: int, day: date | None
    ) -> None:
        self._connection = connection
        self._column = ranking.column
        self._bound = {"as_of": day.isoformat() if day else None}
        self._source = "ranked"
        if day is not None:
            self._source = (
                f"(SELECT m.customer_id, {ranking.sql} AS {ranking.column}"
                " FROM metric m JOIN customer c ON c.id = m.customer_id)"
            )
        self._known: dict[tuple[str, object], Value | None] = {}
        self._own = self._one(
            f"SELECT {self._column} FROM {self._source} WHERE customer_id = :value", customer_id
        )

    @property
    def everybody(self) -> int:
        """How many of them are ranked."""
        everybody = self._one(
            f"SELECT count(*) FROM {self._source} WHERE {self._column} IS NOT NULL", None
        )
        return int(everybody or 0) - (self._own is not None)

    def count(self, operator: str, value: Value) -> int:
        """How many compare so with a value."""
        counted = self._one(
            f"SELECT count(*) FROM {self._source} WHERE {self._column} {operator} :value", value
        )
        own = self._own is not None and _COMPARED[operator](self._own, value)
        return int(counted or 0) - own

    def sum_above(self, value: int) -> int:
        """The sum of those above a value."""
        above = self._one(
            f"SELECT sum({self._column}) FROM {self._source} WHERE {self._column} > :value", value
        )
        own = self._own if isinstance(self._own, int) and self._own > value else 0
        return int(above or 0) - own

    def at(self, place: int) -> Value | None:
        """The value of the one at that place from the top; None when there are fewer."""
        found = self._at_of_all(place)
        if found is None or self._own is None or is_below(self._own, found):
            return found
        return self._at_of_all(place + 1)

    def _at_of_all(self, place: int) -> Value | None:
        return self._one(
            f"SELECT {self._column} FROM {self._source} WHERE {self._column} IS NOT NULL"
            f" ORDER BY {self._column} DESC LIMIT 1 OFFSET :value",
            place - 1,
        )

    def _one(self, query: str, value: object) -> Value | None:
        """The one value that a query gives; asked once."""
        if (query, value) not in self._known:
            row = self._connection.execute(query, {**self._bound, "value": value}).fetchone()
            self._known[query, value] = row[0] if row else None
        return self._known[query, value]


def _is_ranked(value: object) -> bool:
    """Whether it is above 0, as SQL compares: a text, which a day is, is above every number."""
    return isinstance(value, str) or (isinstance(value, int) and value > 0)
