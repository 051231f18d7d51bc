"""What a customer list can be sorted by: every field and metric, every dimension, own fields.

The SQL speaks of `c` (the customer row), `m` (its metric row) and `s` (its segment row). A value
that is none sorts last both ways: its SQL is NULL then.
"""

import re
import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from custtui.reading.dimensions import ShownDimension, dimensions
from custtui.reading.own_fields import own_fields, stored_value
from custtui.values.registry import CUSTOMER, Choice, Field, Form, is_own

#: Before the key of a dimension, as rules name its segment.
SEGMENT = "segment:"
DEFAULT = "last_contact"
#: Metrics that sort as they are stored.
_PLAIN = (
    "last_contact", "amount_12m", "next_due", "last_purchase", "first_purchase", "orders_12m",
    "orders_total", "amount_total", "amount_prev_12m", "amount_24m", "amount_90d",
    "amount_prev_90d", "profit_12m", "orders_24m", "orders_90d", "orders_prev_90d", "leading_need",
    "follow_ups_90d", "inbound_90d", "complaints_90d", "complaints_prev_90d", "praises_12m",
    "satisfaction_last", "contract_end", "has_decision_maker",
)  # fmt: skip
_RECENCY = "CAST(julianday((SELECT day FROM judged)) - julianday(m.last_purchase) AS INTEGER)"
#: Metrics that are one whole number over another.
RATIOS = {
    "average_order": ("m.amount_12m", "nullif(m.orders_12m, 0)"),
    "cycle_days": ("m.cycle_half_days", "2"),
    "cycle_ratio": (f"2 * {_RECENCY}", "m.cycle_half_days"),
    "satisfaction_12m": ("m.score_sum_12m", "nullif(m.score_count_12m, 0)"),
    "renewal_rate": (
        "m.contracts_renewed",
        "nullif(m.contracts_renewed + m.contracts_ended, 0)",
    ),
}
#: Before the key of a ratio: what it is over.
OVER = "over "
METRICS = (*_PLAIN, "main_product", *RATIOS)
_CHINESE = frozenset((Form.TEXT, Form.REGION, Form.INDUSTRY, Form.TAGS))
#: Long texts are no column, and a number of an identity card stands in no list.
_FIELDS = {
    field.key: field
    for field in CUSTOMER.fields
    if field.form is not Form.LONG_TEXT and field.key != "sensitive_id"
}
FIELDS = tuple(_FIELDS)
#: What begins with the soonest, the smallest or the first; else numbers and days begin at the end.
_SMALLEST_FIRST = frozenset(
    ("next_due", "contract_end", "cycle_days", "main_product", "leading_need")
)
_LARGEST_FIRST = {*METRICS, "annual_revenue", "employees"} - _SMALLEST_FIRST
_TABLES = {"m": ("metric", "customer_id"), "s": ("segment", "customer_id"), "c": ("customer", "id")}


def starts_largest(sort: str) -> bool:
    """Whether a list sorted by that begins with the largest; not asked of own fields."""
    return sort in _LARGEST_FIRST


def order(connection: sqlite3.Connection, sort: str) -> str:
    """The SQL of the value to sort by. What is gone meanwhile, or never was, is the default."""
    if sort in _PLAIN:
        return f"m.{sort}"
    if sort in RATIOS:
        number, over = RATIOS[sort]
        return f"{number} * 1.0 / {over}"
    if sort == "main_product":
        return _pinyin(connection, "m.main_product")
    if sort == "employees":
        return "m.employees"  # the middle of a range
    if sort in _FIELDS:
        return _of_field(connection, _FIELDS[sort], f"c.{sort}")
    if is_own(sort):
        own = next((each.field for each in own_fields(connection) if each.field.key == sort), None)
        if own is not None:
            return _of_field(connection, own, stored_value(sort))
    for dimension in dimensions(connection):
        if sort == SEGMENT + dimension.key:
            return _of_dimension(connection, dimension)
    return f"m.{DEFAULT}"


def values(sort: str) -> dict[str, str]:
    """The SQL of what a list shows of it, by column; of a dimension, rows have it anyway."""
    if sort in RATIOS:
        return dict(zip((sort, OVER + sort), RATIOS[sort], strict=True))
    if sort in METRICS:
        return {sort: f"m.{sort}"}
    if sort in _FIELDS:
        return {column: f"c.{column}" for column in _FIELDS[sort].columns}
    return {sort: stored_value(sort)} if is_own(sort) else {}


def source(sqls: Iterable[str]) -> tuple[str, str]:
    """The column of the customer's id, and FROM the tables that these pieces of SQL speak of.

    No others: of 1,000,000 customers each further table costs seconds.
    """
    spoken_of = set(re.findall(r"\b([cms])\.", " ".join(sqls)))
    names = [name for name in _TABLES if name in spoken_of] or ["c"]
    first = f"{names[0]}.{_TABLES[names[0]][1]}"
    joined = [f"{_TABLES[names[0]][0]} {names[0]}"]
    joined += [f"{_TABLES[n][0]} {n} ON {n}.{_TABLES[n][1]} = {first}" for n in names[1:]]
    return first, f"FROM {' JOIN '.join(joined)}"


def _of_field(connection: sqlite3.Connection, field: Field, column: str) -> str:
    if field.choices:
        return _by_choice(field.choices, column)
    return _pinyin(connection, column) if field.form in _CHINESE and field.key != "code" else column


def _by_choice(choices: Iterable[Choice], column: str) -> str:
    """In the order in which people choose them."""
    places = (f"WHEN {_quoted(choice.key)} THEN {place}" for place, choice in enumerate(choices))
    return f"CASE {column} {' '.join(places)} END"


def _of_dimension(connection: sqlite3.Connection, dimension: ShownDimension) -> str:
    """In the order of its segments, of tags by the first one; who stands in none comes last."""
    column = f's."{dimension.key}"'
    if dimension.kind == "field":
        return _pinyin(connection, f"nullif({column}, 'not_filled_in')")
    keys = [key for key in dimension.segments if key != dimension.other]
    if dimension.tags:
        held = f"instr(' ' || {column} || ' ', ' ' || {{}} || ' ') > 0"
        tests = [held.format(_quoted(key)) for key in keys]
    else:
        tests = [f"{column} = {_quoted(key)}" for key in keys]
    places = (f"WHEN {test} THEN {place}" for place, test in enumerate(tests))
    return f"CASE {' '.join(places)} END" if keys else "NULL"


def _pinyin(connection: sqlite3.Connection, column: str) -> str:
    """Chinese texts by pinyin: a function in Python, called once a row; SQLite sorts.

    A collation would be called once a comparison: at 100,000 customers 14 times as slow.
    """
    known = connection.execute("SELECT 1 FROM pragma_function_list WHERE name = 'pinyin_order'")
    if known.fetchone() is None:
        from custtui.values.pinyin_order import order_key

        # Owners, regions, products are few; equal names come one after another from their index.
        @lru_cache(maxsize=4_096)
        def key(text: str | None) -> str | None:
            return order_key(text) if text else None

        connection.create_function("pinyin_order", 1, key, deterministic=True)
    return f"pinyin_order({column})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
