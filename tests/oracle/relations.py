"""The figures that come from follow-ups, surveys, contracts, needs and the record itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from .records import Contract, Customer, FollowUp, Need, Survey
from .windows import Window, inside

NEED_GROUPS = {
    "price": ("price",),
    "quality": ("function", "quality", "brand"),
    "service": ("service",),
}
"""Need kinds of each group; of equal groups the one named first here leads."""


def of_kind(rows: Sequence[FollowUp], kind: str, window: Window) -> int:
    """How many follow-ups of a kind are dated in the window."""
    return sum(1 for row in rows if row.get("kind") == kind and inside(row["day"], window))


def next_due(rows: Sequence[FollowUp]) -> date | None:
    """The earliest day of a next action that is not done; it may have passed already."""
    days = []
    for row in rows:
        day = row.get("next_day")
        if day is not None and not row.get("done"):
            days.append(day)
    return min(days, default=None)


def mean_score(rows: Sequence[Survey]) -> Fraction | None:
    """Mean score; None without a survey."""
    return Fraction(sum(row["score"] for row in rows), len(rows)) if rows else None


def last_score(rows: Sequence[Survey]) -> int | None:
    """Score of the newest day; of several that day, the later row's."""
    newest: Survey | None = None
    for row in rows:
        if newest is None or row["day"] >= newest["day"]:
            newest = row
    return None if newest is None else newest["score"]


def contract_end(contracts: Sequence[Contract], as_of: date) -> date | None:
    """Latest end of the contracts running on ``as_of``; one lacking a day is not running."""
    ends = []
    for contract in contracts:
        start, end = contract.get("start"), contract.get("end")
        if start is None or end is None or contract.get("state") == "ended":
            continue
        if start <= as_of <= end:
            ends.append(end)
    return max(ends, default=None)


def renewal_rate(contracts: Sequence[Contract], as_of: date) -> Fraction | None:
    """Renewed over renewed and ended, of the contracts whose end is not after ``as_of``."""
    renewed = ended = 0
    for contract in contracts:
        end = contract.get("end")
        if end is None or end > as_of:
            continue
        if contract.get("state") == "renewed":
            renewed += 1
        elif contract.get("state") == "ended":
            ended += 1
    return Fraction(renewed, renewed + ended) if renewed + ended else None


def leading_need(needs: Sequence[Need]) -> str | None:
    """The group with the largest sum of weights; None if no need is of any group."""
    leader, largest = None, 0
    for group, kinds in NEED_GROUPS.items():
        weight = sum(need["weight"] for need in needs if need["kind"] in kinds)
        if weight > largest:
            leader, largest = group, weight
    return leader


def employees(customer: Customer) -> int | None:
    """The number of employees, or the middle of a range rounded down; open at the top, its low."""
    low, high = customer.get("employees_low"), customer.get("employees_high")
    if high is None:
        return low
    return ((low or 0) + high) // 2


def has_decision_maker(customer: Customer) -> bool | None:
    """Whether any contact decides."""
    contacts = customer.get("contacts") or []
    if not contacts:
        return None
    return any(contact.get("decision_role") == "decision_maker" for contact in contacts)
