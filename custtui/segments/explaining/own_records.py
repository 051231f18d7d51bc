"""One customer's records, read once and measured on any day: its metric row, day after day.

`segments.judging.metrics` says in SQL what a metric is; this says the same in Python for one
customer, because asking SQL for every day to come costs seconds where records go into the
thousands. A law holds the two together.
"""

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from custtui.segments.judging.metrics import cycle_half_days, measured_row, ordinal
from custtui.segments.judging.tables import METRIC_COLUMNS
from custtui.values.days import windows

MetricRow = Mapping[str, object]
_Bounds = Mapping[str, tuple[str, str]]


@dataclass
class _Sums:
    """Numbers by day, oldest first, that can be summed between two days."""

    days: list[str] = field(default_factory=list)
    so_far: list[int] = field(default_factory=lambda: [0])

    def add(self, day: str, number: int) -> None:
        """One more, not earlier than the last."""
        self.days.append(day)
        self.so_far.append(self.so_far[-1] + number)

    def between(self, bounds: tuple[str, str]) -> int:
        """The sum from the first to the last day, both counted in."""
        return self.so_far[self._place(bounds[1])] - self.so_far[bisect_left(self.days, bounds[0])]

    def until(self, day: str) -> int:
        """The sum up to that day."""
        return self.so_far[self._place(day)]

    def last(self, day: str) -> str | None:
        """The newest day up to that one."""
        place = self._place(day)
        return self.days[place - 1] if place else None

    def _place(self, day: str) -> int:
        return bisect_right(self.days, day)


class OwnRecords:
    """All records of a customer; KeyError when there is no such customer."""

    def __init__(self, connection: sqlite3.Connection, customer_id: int, as_of: date) -> None:
        base = measured_row(connection, customer_id, as_of)
        if base is None:
            raise KeyError(customer_id)
        # What no day changes: the employees, and what the contacts are.
        self._base = base
        self._purchases = _Purchases(connection, customer_id)
        self._follow_ups = _FollowUps(connection, customer_id)
        self._surveys = _Surveys(connection, customer_id)
        self._contracts = connection.execute(
            'SELECT start, "end", state FROM contract WHERE customer_id = ?', (customer_id,)
        ).fetchall()
        self._needs = connection.execute(
            "SELECT kind, weight, day FROM need WHERE customer_id = ? AND state = 'open'",
            (customer_id,),
        ).fetchall()

    def measured(self, as_of: date) -> MetricRow:
        """The metric row on that day."""
        day = as_of.isoformat()
        bounds = {
            name: (first.isoformat(), last.isoformat())
            for name, (first, last) in windows(as_of).items()
        }
        found = {
            **self._base,
            **self._purchases.measured(day, bounds),
            **self._follow_ups.measured(day, bounds),
            **self._surveys.measured(day, bounds),
            **_of_contracts(self._contracts, day),
            "leading_need": _leading_need(self._needs, day),
        }
        return {name: found[name] for name in METRIC_COLUMNS}


class _Purchases:
    def __init__(self, connection: sqlite3.Connection, customer_id: int) -> None:
        self._amounts, self._profits, self._costed, self._orders = (_Sums() for _each in range(4))
        rows = connection.execute(
            "SELECT day, sum(amount), sum(amount - cost), max(amount) > 0 FROM purchase"
            " WHERE customer_id = ? AND amount <> 0 GROUP BY day ORDER BY day",
            (customer_id,),
        )
        for day, amount, profit, is_order in rows:
            self._amounts.add(day, amount)
            if profit is not None:
                self._profits.add(day, profit)
                self._costed.add(day, 1)
            if is_order:
                self._orders.add(day, 1)
        self._products: dict[str, _Sums] = defaultdict(_Sums)
        self._newest: dict[str, list[int]] = defaultdict(list)
        rows = connection.execute(
            "SELECT product, day, sum(amount), max(id) FROM purchase WHERE customer_id = ?"
            " AND amount <> 0 AND product IS NOT NULL GROUP BY product, day ORDER BY day",
            (customer_id,),
        )
        for product, day, amount, newest in rows:
            self._products[product].add(day, amount)
            self._newest[product].append(newest)
        self._cycles: dict[int, int | None] = {}

    def measured(self, day: str, bounds: _Bounds) -> dict[str, object]:
        amounts, orders = self._amounts, self._orders
        count = orders.until(day)
        has_profit = self._costed.between(bounds["12m"]) > 0
        return {
            **{f"amount_{name}": amounts.between(window) for name, window in bounds.items()},
            **{f"orders_{name}": orders.between(window) for name, window in bounds.items()},
            "amount_total": amounts.until(day),
            "profit_12m": self._profits.between(bounds["12m"]) if has_profit else None,
            "orders_total": count,
            "first_purchase": orders.days[0] if count else None,
            "last_purchase": orders.last(day),
            "cycle_half_days": self._cycle(count),
            "main_product": self._main_product(bounds["12m"]),
        }

    def _cycle(self, orders: int) -> int | None:
        """It only changes when one more order day comes in."""
        if orders not in self._cycles:
            days = self._orders.days[:orders]
            self._cycles[orders] = cycle_half_days(map(ordinal, days))
        return self._cycles[orders]

    def _main_product(self, window: tuple[str, str]) -> str | None:
        best: tuple[int, str, int] | None = None
        found = None
        for product, sums in self._products.items():
            newest = sums.last(window[1])
            if newest is None or newest < window[0]:
                continue
            place = bisect_right(sums.days, newest) - 1
            rank = (sums.between(window), newest, self._newest[product][place])
            if best is None or rank > best:
                best, found = rank, product
        return found


class _FollowUps:
    def __init__(self, connection: sqlite3.Connection, customer_id: int) -> None:
        self._all, self._inbound, self._complaints, self._praises = (_Sums() for _each in range(4))
        promised: list[str | None] = []
        rows = connection.execute(
            "SELECT day, direction, kind, iif(done, NULL, next_day) FROM follow_up"
            " WHERE customer_id = ? ORDER BY day",
            (customer_id,),
        )
        for day, direction, kind, next_day in rows:
            self._all.add(day, 1)
            self._inbound.add(day, int(direction == "they"))
            self._complaints.add(day, int(kind == "complaint"))
            self._praises.add(day, int(kind == "praise"))
            promised.append(next_day)
        self._due = [None, *accumulate(promised, _earlier)]

    def measured(self, day: str, bounds: _Bounds) -> dict[str, object]:
        return {
            "last_contact": self._all.last(day),
            "follow_ups_90d": self._all.between(bounds["90d"]),
            "inbound_90d": self._inbound.between(bounds["90d"]),
            "complaints_90d": self._complaints.between(bounds["90d"]),
            "complaints_prev_90d": self._complaints.between(bounds["prev_90d"]),
            "praises_12m": self._praises.between(bounds["12m"]),
            "next_due": self._due[self._all.until(day)],
        }


class _Surveys:
    def __init__(self, connection: sqlite3.Connection, customer_id: int) -> None:
        self._scores, self._count = _Sums(), _Sums()
        self._each: list[int] = []
        rows = connection.execute(
            "SELECT day, score FROM survey WHERE customer_id = ? ORDER BY day, id", (customer_id,)
        )
        for day, score in rows:
            self._scores.add(day, score)
            self._count.add(day, 1)
            self._each.append(score)

    def measured(self, day: str, bounds: _Bounds) -> dict[str, object]:
        count = self._count.until(day)
        return {
            "score_sum_12m": self._scores.between(bounds["12m"]),
            "score_count_12m": self._count.between(bounds["12m"]),
            "satisfaction_last": self._each[count - 1] if count else None,
        }


def _of_contracts(
    contracts: Iterable[tuple[str | None, str | None, str]], day: str
) -> dict[str, object]:
    running: list[str] = []
    over = []
    for start, end, state in contracts:
        if end is not None and start is not None and start <= day <= end and state != "ended":
            running.append(end)
        if end is not None and end <= day:
            over.append(state)
    return {
        "contract_end": max(running, default=None),
        "contracts_renewed": over.count("renewed"),
        "contracts_ended": over.count("ended"),
    }


def _leading_need(needs: Iterable[tuple[str, int, str | None]], day: str) -> str | None:
    weights = {"price": 0, "quality": 0, "service": 0}
    for kind, weight, since in needs:
        group = "quality" if kind in ("function", "brand") else kind
        if group in weights and (since is None or since <= day):
            weights[group] += weight
    # Of equal ones the first.
    leading = max(weights, key=lambda group: weights[group])
    return leading if weights[leading] else None


def _earlier(first: str | None, second: str | None) -> str | None:
    return min(filter(None, (first, second)), default=None)
