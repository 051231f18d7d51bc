"""Everything judged at once: windows, metrics, segments and their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from . import segments as rules
from .metrics import measure
from .pins import fixed, fixed_tags, in_force
from .ranks import RFM_CODES, STANDARD, Grading, behaviours, grades
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


def judge(customers: Sequence[Customer], as_of: date, grading: Grading = STANDARD) -> Judged:
    """Metrics and effective segments of all customers; each code must be there once."""
    by_code = {customer["code"]: customer for customer in customers}
    if len(by_code) != len(customers):
        raise ValueError("a customer code stands twice")

    measured = {code: measure(customer, as_of) for code, customer in by_code.items()}
    graded, behaving = grades(measured, grading), behaviours(measured, grading)

    judged: dict[str, Segments] = {}
    for code, customer in by_code.items():
        metrics = measured[code]

        def effective(dimension: str, computed: str, whose: Customer = customer) -> str:
            return fixed(computed, in_force(whose, dimension, as_of), DIMENSIONS[dimension])

        grade = effective("grade", graded[code])
        life = effective("lifecycle", rules.lifecycle(customer, metrics, grade, as_of))
        risks = rules.risk(customer, metrics, life, as_of)
        judged[code] = {
            "grade": grade,
            "value": effective("value", rules.value(metrics)),
            "lifecycle": life,
            "behaviour": effective("behaviour", behaving[code]),
            "need": effective("need", rules.need(metrics)),
            "product": effective("product", rules.field(metrics["main_product"])),
            "scale": effective("scale", rules.scale(metrics)),
            "industry": effective("industry", rules.first_level(metrics["industry"])),
            "region": effective("region", rules.first_level(metrics["region"])),
            "risk": fixed_tags(risks, in_force(customer, "risk", as_of), DIMENSIONS["risk"]),
        }
    return Judged(
        windows=windows_of(as_of),
        metrics={code: dict(metrics) for code, metrics in measured.items()},
        segments=judged,
        counts=count(judged),
    )
