"""Everything judged at once: windows, metrics, segments and their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from . import segments as rules
from .metrics import measure
from .ranks import RFM_CODES, behaviours, grades
from .records import Customer
from .windows import Window, windows_of

Segments = dict[str, str | list[str]]
"""Dimension to segment; the tag dimension risk has a list."""

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "grade": ("A", "B", "C", "unrated"),
    "value": ("high", "middle", "low", "no_sales"),
    "lifecycle": ("churned", "vip", "new", "current", "intent", "potential"),
    "behaviour": (*RFM_CODES, "unscored"),
    "need": ("price", "quality", "service", "undetermined"),
    "product": (),
    "scale": ("small", "middle", "large", "unknown"),
    "industry": (),
    "region": (),
    "risk": (
        "no_repurchase",
        "overdue_cycle",
        "no_contact",
        "sales_drop",
        "complaints_rising",
        "dissatisfied",
        "contract_ending",
        "contact_missing",
    ),
}
"""The standard set: dimension to its segments; a field dimension has those that occur."""


@dataclass(frozen=True)
class Judged:
    """What definitions.md says of these customers on one day.

    windows: key to first and last day. metrics: code to key to value. segments: code to
    dimension to segment. counts: dimension to segment to customers, with 0 for segments of the
    standard set that nobody is in.
    """

    windows: dict[str, Window]
    metrics: dict[str, dict[str, object]]
    segments: dict[str, Segments]
    counts: dict[str, dict[str, int]]


def count(judged: Mapping[str, Segments]) -> dict[str, dict[str, int]]:
    """Customers of each segment; one with several tags counts under each."""
    counts = {dimension: dict.fromkeys(keys, 0) for dimension, keys in DIMENSIONS.items()}
    for segments in judged.values():
        for dimension, found in segments.items():
            for segment in [found] if isinstance(found, str) else found:
                counts[dimension][segment] = counts[dimension].get(segment, 0) + 1
    return counts


def judge(customers: Sequence[Customer], as_of: date) -> Judged:
    """Metrics and segments of all customers on ``as_of``; each code must be there once."""
    by_code = {customer["code"]: customer for customer in customers}
    if len(by_code) != len(customers):
        raise ValueError("a customer code stands twice")

    measured = {code: measure(customer, as_of) for code, customer in by_code.items()}
    graded, behaving = grades(measured), behaviours(measured)

    judged: dict[str, Segments] = {}
    for code, customer in by_code.items():
        metrics = measured[code]
        life = rules.lifecycle(customer, metrics, graded[code], as_of)
        judged[code] = {
            "grade": graded[code],
            "value": rules.value(metrics),
            "lifecycle": life,
            "behaviour": behaving[code],
            "need": rules.need(metrics),
            "product": rules.field(metrics["main_product"]),
            "scale": rules.scale(metrics),
            "industry": rules.first_level(metrics["industry"]),
            "region": rules.first_level(metrics["region"]),
            "risk": rules.risk(customer, metrics, life, as_of),
        }
    return Judged(
        windows=windows_of(as_of),
        metrics={code: dict(metrics) for code, metrics in measured.items()},
        segments=judged,
        counts=count(judged),
    )
