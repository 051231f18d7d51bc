"""Estimated purchases (期初, definitions.md): which there are, how much of the sums they make."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from custtui.values.days import windows


@dataclass(frozen=True, slots=True)
class Estimated:
    """The part of a customer's metrics of the same names that estimated purchases make.

    Money in minor units; orders are days with an estimated purchase of more than 0.
    """

    amount_12m: int = 0
    orders_12m: int = 0
    amount_total: int = 0
    orders_total: int = 0
    amount_24m: int = 0
    orders_24m: int = 0


def estimated(connection: sqlite3.Connection, customer_id: int, as_of: date) -> Estimated:
    """What is estimated of a customer's sums on that day; all 0 where nothing is."""
    return _parts(connection, as_of, customer_id).get(customer_id, Estimated())


def all_estimated(connection: sqlite3.Connection, as_of: date) -> dict[int, Estimated]:
    """What is estimated of each customer's sums on that day, by id; only those where some is."""
    return _parts(connection, as_of, None)


def estimated_rows(connection: sqlite3.Connection) -> dict[int, list[int]]:
    """The ids of the estimated purchases that the book has now, by customer."""
    found: dict[int, list[int]] = {}
    for customer_id, purchase_id in connection.execute(
        "SELECT customer_id, id FROM purchase WHERE estimated = 1 ORDER BY id"
    ):
        found.setdefault(customer_id, []).append(purchase_id)
    return found


def _parts(
    connection: sqlite3.Connection, as_of: date, customer_id: int | None
) -> dict[int, Estimated]:
    first, last = windows(as_of)["12m"]
    first_24m = windows(as_of)["24m"][0]
    which = "" if customer_id is None else " AND customer_id = :customer"
    rows = connection.execute(
        "SELECT customer_id, sum(iif(day >= :first, amount, 0)),"
        " count(DISTINCT iif(day >= :first AND amount > 0, day, NULL)), sum(amount),"
        " count(DISTINCT iif(amount > 0, day, NULL)), sum(iif(day >= :first_24m, amount, 0)),"
        " count(DISTINCT iif(day >= :first_24m AND amount > 0, day, NULL)) FROM purchase"
        f" WHERE estimated = 1 AND day <= :last{which} GROUP BY customer_id",
        {
            "first": first.isoformat(),
            "first_24m": first_24m.isoformat(),
            "last": last.isoformat(),
            "customer": customer_id,
        },
    )
    return {identity: Estimated(*figures) for identity, *figures in rows}
