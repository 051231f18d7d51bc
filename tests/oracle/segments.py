"""The dimensions that look at one customer alone, as in the standard set."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from .metrics import Metrics
from .records import Customer, open_needs, reachable
from .windows import months_before

UNIT = 100
"""Minor units in one whole unit of currency."""

LATE = Fraction(3, 2)
"""The cycle ratio from which a customer is late."""


def value(metrics: Metrics) -> str:
    """Value by net amount of the near 12 months."""
    amount = metrics["amount_12m"]
    if amount >= 1_000_000 * UNIT:
        return "high"
    if amount >= 300_000 * UNIT:
        return "middle"
    return "low" if amount > 0 else "no_sales"


def churned(metrics: Metrics, as_of: date) -> bool:
    """Lost in a person's word, or silent for 12 months and not known to be within its cycle."""
    if metrics["stage"] == "lost":
        return True
    last, ratio = metrics["last_purchase"], metrics["cycle_ratio"]
    within_cycle = ratio is not None and ratio < LATE
    return last is not None and last <= months_before(as_of, 12) and not within_cycle


def lifecycle(customer: Customer, metrics: Metrics, grade: str, as_of: date) -> str:
    """Lifecycle: the first of six that matches."""
    bought = metrics["orders_total"] >= 1
    tenure = metrics["tenure_days"]
    if churned(metrics, as_of):
        return "churned"
    if grade == "A" and metrics["orders_total"] >= 2:
        return "vip"
    if bought and tenure is not None and tenure < 90:
        return "new"
    if bought or metrics["stage"] == "customer":
        return "current"
    wishes = [need for need in open_needs(customer, as_of) if need["kind"] == "future_intent"]
    if metrics["stage"] == "intending" or wishes:
        return "intent"
    return "potential"


def need(metrics: Metrics) -> str:
    """The leading need, or undetermined."""
    return metrics["leading_need"] or "undetermined"


def scale(metrics: Metrics) -> str:
    """Scale by number of employees."""
    number = metrics["employees"]
    if number is None:
        return "unknown"
    if number < 50:
        return "small"
    return "middle" if number < 501 else "large"


def field(text: str | None) -> str:
    """The whole value of a field, or not_filled_in."""
    return (text or "").strip() or "not_filled_in"


def first_level(text: str | None) -> str:
    """The part of a field before its first hyphen, or not_filled_in."""
    return field((text or "").split("-")[0])


def risk(customer: Customer, metrics: Metrics, stage_of_life: str, as_of: date) -> list[str]:
    """Every risk tag that applies, in the order of the table; ``stage_of_life`` is lifecycle."""
    recency, tenure = metrics["recency_days"], metrics["tenure_days"]
    ratio, age = metrics["cycle_ratio"], metrics["contact_age_days"]
    alive = metrics["orders_total"] >= 1 and stage_of_life != "churned"
    tags = []

    if alive and recency is not None and recency >= 90:
        tags.append("no_repurchase")

    if alive and ratio is not None and ratio >= LATE and recency is not None and recency >= 30:
        tags.append("overdue_cycle")

    long_silent = age is not None and age >= 90
    never_contacted = age is None and tenure is not None and tenure >= 90
    if alive and (long_silent or never_contacted):
        tags.append("no_contact")

    before, lately = metrics["amount_prev_90d"], metrics["amount_90d"]
    if metrics["orders_prev_90d"] >= 2 and before > 0 and 2 * lately <= before:
        tags.append("sales_drop")

    complaints = metrics["complaints_90d"]
    if complaints >= 2 and complaints > metrics["complaints_prev_90d"]:
        tags.append("complaints_rising")

    score = metrics["satisfaction_last"]
    if score is not None and score <= 2:
        tags.append("dissatisfied")

    end = metrics["contract_end"]
    if end is not None and end <= as_of + timedelta(days=30):
        tags.append("contract_ending")

    if not reachable(customer):
        tags.append("contact_missing")
    return tags
