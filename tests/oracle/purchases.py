"""The figures that come from purchase rows. Money is an int of minor units.

Every function is given rows that count: dated on or before as-of, amount not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from .records import Customer, Purchase, filled
from .windows import Window, inside


def counted(customer: Customer, as_of: date) -> list[Purchase]:
    """The purchase rows that count on ``as_of``, in row order."""
    rows = customer.get("purchases") or []
    return [row for row in rows if row["day"] <= as_of and row["amount"] != 0]


def within(rows: Sequence[Purchase], window: Window) -> list[Purchase]:
    """The rows dated in the window, in row order."""
    return [row for row in rows if inside(row["day"], window)]


def net(rows: Sequence[Purchase]) -> int:
    """Sum of amounts, refunds taken off."""
    return sum(row["amount"] for row in rows)


def order_days(rows: Sequence[Purchase]) -> list[date]:
    """The days with at least one positive row, oldest first, each once."""
    return sorted({row["day"] for row in rows if row["amount"] > 0})


def profit(rows: Sequence[Purchase]) -> int | None:
    """Amount less cost over the rows that have a cost; None if none has."""
    parts = []
    for row in rows:
        cost = row.get("cost")
        if cost is not None:
            parts.append(row["amount"] - cost)
    return sum(parts) if parts else None


def average_order(rows: Sequence[Purchase]) -> Fraction | None:
    """Net amount over order days, in minor units; None without an order."""
    orders = len(order_days(rows))
    return Fraction(net(rows), orders) if orders else None


def median(numbers: Sequence[int]) -> Fraction:
    """The middle number, or the mean of the middle two."""
    ranked = sorted(numbers)
    middle = len(ranked) // 2
    if len(ranked) % 2 == 1:
        return Fraction(ranked[middle])
    return Fraction(ranked[middle - 1] + ranked[middle], 2)


def cycle_days(days: Sequence[date]) -> Fraction | None:
    """Median gap in days between successive order days, at least 7; None under 4 order days."""
    if len(days) < 4:
        return None
    gaps = []
    for i in range(1, len(days)):
        gaps.append((days[i] - days[i - 1]).days)
    return max(Fraction(7), median(gaps))


def main_product(rows: Sequence[Purchase]) -> str | None:
    """The product with the largest net amount; of equals, the one with the newest row."""
    nets: dict[str, int] = {}
    newest: dict[str, tuple[date, int]] = {}
    for place, row in enumerate(rows):
        product = row.get("product")
        if product is None or not filled(product):
            continue
        nets[product] = nets.get(product, 0) + row["amount"]
        newest[product] = max(newest.get(product, (row["day"], place)), (row["day"], place))
    if not nets:
        return None
    return max(nets, key=lambda product: (nets[product], newest[product]))
