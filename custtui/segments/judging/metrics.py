"""The metrics of definitions.md as one SQL statement: for all customers, or for those touched."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Any

from custtui.segments.judging.tables import METRIC_COLUMNS, portions
from custtui.values.days import windows

_ORDERS_FOR_A_CYCLE = 4
_SHORTEST_CYCLE_DAYS = 7

# Rows later than as-of are ignored; a zero amount counts in nothing. The `+` keeps SQLite from
# taking the index by day, in which customers lie scattered.
_AMOUNTS = """
SELECT customer_id,
    sum(amount) FILTER (WHERE day >= :first_12m) AS amount_12m,
    sum(amount) FILTER (WHERE day BETWEEN :first_prev_12m AND :last_prev_12m) AS amount_prev_12m,
    sum(amount) FILTER (WHERE day >= :first_24m) AS amount_24m,
    sum(amount) AS amount_total,
    sum(amount) FILTER (WHERE day >= :first_90d) AS amount_90d,
    sum(amount) FILTER (WHERE day BETWEEN :first_prev_90d AND :last_prev_90d) AS amount_prev_90d,
    sum(amount - cost) FILTER (WHERE day >= :first_12m AND amount <> 0) AS profit_12m
FROM purchase WHERE +day <= :as_of {touched} GROUP BY customer_id
"""

# Order days: days with a row of an amount above 0.
_ORDERS = """
SELECT customer_id,
    sum(day >= :first_12m) AS orders_12m,
    sum(day >= :first_24m) AS orders_24m,
    sum(day >= :first_90d) AS orders_90d,
    sum(day BETWEEN :first_prev_90d AND :last_prev_90d) AS orders_prev_90d,
    count(*) AS orders_total,
    min(day) AS first_purchase,
    max(day) AS last_purchase,
    cycle_half_days(day) AS cycle_half_days
FROM (SELECT DISTINCT customer_id, day FROM purchase
    WHERE amount > 0 AND +day <= :as_of {touched})
GROUP BY customer_id
"""

# Ties of the sum go to the product bought last.
_MAIN_PRODUCT = """
SELECT customer_id, product FROM (
    SELECT customer_id, product, row_number() OVER (
        PARTITION BY customer_id
        ORDER BY sum(amount) DESC, max(day || printf('%016d', id)) DESC
    ) AS place
    FROM purchase
    WHERE +day BETWEEN :first_12m AND :as_of AND amount <> 0 AND product IS NOT NULL {touched}
    GROUP BY customer_id, product
) WHERE place = 1
"""

_FOLLOW_UPS = """
SELECT customer_id,
    max(day) AS last_contact,
    sum(day >= :first_90d) AS follow_ups_90d,
    sum(day >= :first_90d AND direction IS 'they') AS inbound_90d,
    sum(day >= :first_90d AND kind IS 'complaint') AS complaints_90d,
    sum(day BETWEEN :first_prev_90d AND :last_prev_90d AND kind IS 'complaint')
        AS complaints_prev_90d,
    sum(day >= :first_12m AND kind IS 'praise') AS praises_12m,
    min(iif(done, NULL, next_day)) AS next_due
FROM follow_up WHERE +day <= :as_of {touched} GROUP BY customer_id
"""

_SURVEYS = """
SELECT customer_id,
    sum(iif(day >= :first_12m, score, 0)) AS score_sum_12m,
    sum(day >= :first_12m) AS score_count_12m,
    CAST(substr(max(day || printf('%016d', id) || score), 27) AS INTEGER) AS satisfaction_last
FROM survey WHERE +day <= :as_of {touched} GROUP BY customer_id
"""

_CONTRACTS = """
SELECT customer_id,
    max(iif(start <= :as_of AND "end" >= :as_of AND state <> 'ended', "end", NULL))
        AS contract_end,
    sum("end" <= :as_of AND state = 'renewed') AS contracts_renewed,
    sum("end" <= :as_of AND state = 'ended') AS contracts_ended
FROM contract WHERE TRUE {touched} GROUP BY customer_id
"""

# Weights of open needs by group; ties fall to price, then quality, then service.
_NEEDS = """
SELECT customer_id, CASE
    WHEN max(price, quality, service) = 0 THEN NULL
    WHEN price >= max(quality, service) THEN 'price'
    WHEN quality >= service THEN 'quality'
    ELSE 'service' END AS leading_need
FROM (
    SELECT customer_id,
        sum(iif(kind = 'price', weight, 0)) AS price,
        sum(iif(kind IN ('function', 'quality', 'brand'), weight, 0)) AS quality,
        sum(iif(kind = 'service', weight, 0)) AS service
    FROM need WHERE state = 'open' AND (day IS NULL OR day <= :as_of) {touched}
    GROUP BY customer_id
)
"""

_CONTACTS = """
SELECT customer_id,
    max(decision_role IS 'decision_maker') AS has_decision_maker,
    max(coalesce(phones, email, accounts) IS NOT NULL) AS reachable
FROM contact WHERE TRUE {touched} GROUP BY customer_id
"""

_SOURCES = {
    "a": _AMOUNTS,
    "o": _ORDERS,
    "mp": _MAIN_PRODUCT,
    "f": _FOLLOW_UPS,
    "v": _SURVEYS,
    "k": _CONTRACTS,
    "n": _NEEDS,
    "t": _CONTACTS,
}

_FROM_SOURCE = {
    **dict.fromkeys(
        ("amount_12m", "amount_prev_12m", "amount_24m", "amount_total", "amount_90d",
         "amount_prev_90d"), "coalesce(a.{0}, 0)"),
    "profit_12m": "a.profit_12m",
    **dict.fromkeys(
        ("orders_12m", "orders_24m", "orders_90d", "orders_prev_90d", "orders_total"),
        "coalesce(o.{0}, 0)"),
    **dict.fromkeys(("first_purchase", "last_purchase", "cycle_half_days"), "o.{0}"),
    "main_product": "mp.product",
    **dict.fromkeys(("last_contact", "next_due"), "f.{0}"),
    **dict.fromkeys(
        ("follow_ups_90d", "inbound_90d", "complaints_90d", "complaints_prev_90d", "praises_12m"),
        "coalesce(f.{0}, 0)"),
    **dict.fromkeys(("score_sum_12m", "score_count_12m"), "coalesce(v.{0}, 0)"),
    "satisfaction_last": "v.{0}",
    "contract_end": "k.{0}",
    **dict.fromkeys(("contracts_renewed", "contracts_ended"), "coalesce(k.{0}, 0)"),
    "leading_need": "n.{0}",
    # The number, or the middle of a range rounded down; an open top gives its low end.
    "employees": "iif(c.employees_high IS NULL, c.employees_low,"
    " (coalesce(c.employees_low, 0) + c.employees_high) / 2)",
    "has_decision_maker": "t.{0}",
    "reachable": "coalesce(t.{0}, 0)",
}  # fmt: skip

_OF_PORTION = "BETWEEN :first AND :last"
_TOUCHED = f"IN (SELECT id FROM temp.touched WHERE id {_OF_PORTION})"
_OF_ONE = "AND customer_id = :customer"


class _CycleHalfDays:
    """SQL aggregate over order days, as `cycle_half_days`."""

    def __init__(self) -> None:
        self._ordinals: list[int | None] = []

    def step(self, day: str | None) -> None:
        if day is not None:
            self._ordinals.append(ordinal(day))

    def finalize(self) -> int | None:
        return cycle_half_days(self._ordinals)


def ordinal(day: str) -> int | None:
    """The number of a stored day; None where another program wrote what is no day."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None


def cycle_half_days(order_days: Iterable[int | None]) -> int | None:
    """Twice `max(7, median gap)` of order days, which are ordinals; none under 4 of them."""
    days = sorted(day for day in order_days if day is not None)
    if len(days) < _ORDERS_FOR_A_CYCLE:
        return None
    gaps = [after - before for before, after in pairwise(days)]
    return max(2 * _SHORTEST_CYCLE_DAYS, int(2 * median(gaps)))


def bounds(as_of: date) -> dict[str, str]:
    """The bound values that the SQL of metrics and rules shares: as-of and each window's ends."""
    values = {"as_of": as_of.isoformat()}
    for name, (first, last) in windows(as_of).items():
        values[f"first_{name}"] = first.isoformat()
        values[f"last_{name}"] = last.isoformat()
    return values


def measure(
    connection: sqlite3.Connection,
    schema: str,
    as_of: date,
    *,
    touched: bool,
    known: str | None = None,
) -> None:
    """Fill `schema.metric` for as-of: for all customers, or for those in `temp.touched`.

    `known` is a table of the same form with metrics that are known already.
    """
    for portion in portions(connection, _all_of(touched=touched)):
        measure_portion(connection, schema, as_of, portion, touched=touched, known=known)


def measure_portion(
    connection: sqlite3.Connection,
    schema: str,
    as_of: date,
    portion: tuple[int, int],
    *,
    touched: bool,
    known: str | None = None,
) -> None:
    """The same for those of them whose ids lie between the two of `portion`."""
    teach(connection)
    first, last = portion
    values = {**bounds(as_of), "first": first, "last": last}
    whom = _TOUCHED if touched else _OF_PORTION
    connection.execute(f"DELETE FROM {schema}.metric WHERE customer_id {whom}", values)
    columns = ", ".join(METRIC_COLUMNS)
    if known is not None:
        connection.execute(
            f"INSERT INTO {schema}.metric ({columns}) SELECT {columns} FROM {known}"
            f" WHERE customer_id {whom}",
            values,
        )
        whom = (
            f"IN (SELECT id FROM {_all_of(touched=touched)} WHERE id {_OF_PORTION}"
            f" AND id NOT IN (SELECT customer_id FROM {known}))"
        )
    connection.execute(
        f"INSERT INTO {schema}.metric ({columns})"
        f" {_select(f'AND customer_id {whom}')} WHERE c.id {whom}",
        values,
    )


def _all_of(*, touched: bool) -> str:
    return "temp.touched" if touched else "main.customer"


def measured_row(
    connection: sqlite3.Connection, customer_id: int, as_of: date
) -> dict[str, object] | None:
    """The metric row of one customer for as-of, read and not kept; None when it is not there."""
    row = connection.execute(
        f"{_select(_OF_ONE)} WHERE c.id = :customer", {**bounds(as_of), "customer": customer_id}
    ).fetchone()
    return None if row is None else dict(zip(METRIC_COLUMNS, row, strict=True))


def teach(connection: sqlite3.Connection) -> None:
    """Give a connection, once, the aggregate that cycles are counted with."""
    known = "SELECT 1 FROM pragma_function_list WHERE name = 'cycle_half_days'"
    if connection.execute(known).fetchone() is None:
        # It takes days and may give none.
        half_days: Any = _CycleHalfDays  # the stubs know aggregates of whole numbers only
        connection.create_aggregate("cycle_half_days", 1, half_days)


def _select(limit: str) -> str:
    """The metrics of all customers in the order of `METRIC_COLUMNS`; `limit` those of records."""
    names = [name for name in METRIC_COLUMNS if name != "customer_id"]
    values = ", ".join(_FROM_SOURCE[name].format(name) for name in names)
    joins = " ".join(
        f"LEFT JOIN ({sql.format(touched=limit)}) AS {alias} ON {alias}.customer_id = c.id"
        for alias, sql in _SOURCES.items()
    )
    return f"SELECT c.id, {values} FROM customer c {joins}"
