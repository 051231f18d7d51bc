"""The plain dicts that the oracle reads. A key that is missing means None."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NotRequired, Required, TypedDict


class Contact(TypedDict, total=False):
    """One contact; ``decision_role`` is decision_maker, user, influencer or buyer."""

    name: str | None
    decision_role: str | None
    phones: Sequence[str] | None
    email: str | None
    wechat: str | None
    accounts: Sequence[str] | str | None


class FollowUp(TypedDict):
    """One follow-up; ``direction`` is we or they, ``kind`` one of six words."""

    day: date
    direction: NotRequired[str | None]
    kind: NotRequired[str | None]
    next_action: NotRequired[str | None]
    next_day: NotRequired[date | None]
    done: NotRequired[bool | None]


class Purchase(TypedDict):
    """One purchase row; ``amount`` and ``cost`` in minor units, a refund is negative."""

    day: date
    amount: int
    cost: NotRequired[int | None]
    product: NotRequired[str | None]


class Need(TypedDict):
    """One need; ``weight`` 1 to 3, ``state`` open or met."""

    kind: str
    weight: int
    state: str
    day: NotRequired[date | None]


class Survey(TypedDict):
    """One satisfaction survey; ``score`` 1 to 5."""

    day: date
    score: int


class Pin(TypedDict):
    """A segment fixed by hand; ``holds`` is False where a tag is taken away."""

    dimension: str
    segment: str
    holds: bool
    last_day: date | None


class Contract(TypedDict, total=False):
    """One contract; both days are inside it, ``state`` is running, renewed or ended."""

    start: date | None
    end: date | None
    state: str | None


class Customer(TypedDict, total=False):
    """One customer with all its records; each list is in row order (older rows first)."""

    code: Required[str]
    name: str | None
    kind: str | None
    industry: str | None
    region: str | None
    employees_low: int | None
    employees_high: int | None
    annual_revenue: int | None
    source: str | None
    owner: str | None
    stage: str | None
    tags: Sequence[str] | None
    contacts: Sequence[Contact] | None
    follow_ups: Sequence[FollowUp] | None
    purchases: Sequence[Purchase] | None
    needs: Sequence[Need] | None
    surveys: Sequence[Survey] | None
    contracts: Sequence[Contract] | None
    pins: Sequence[Pin] | None


def filled(text: str | None) -> bool:
    """Whether a text says anything: None and blanks do not."""
    return text is not None and text.strip() != ""


def open_needs(customer: Customer, as_of: date) -> list[Need]:
    """The open needs known on ``as_of``; one without a day counts as it is now."""
    known = []
    for need in customer.get("needs") or []:
        day = need.get("day")
        if need["state"] == "open" and (day is None or day <= as_of):
            known.append(need)
    return known


def reachable(customer: Customer) -> bool:
    """Whether any contact has a phone, an email, a WeChat or another account."""
    for contact in customer.get("contacts") or []:
        accounts = contact.get("accounts") or []
        ways = [contact.get("email"), contact.get("wechat"), *(contact.get("phones") or [])]
        ways += [accounts] if isinstance(accounts, str) else list(accounts)
        if any(filled(way) for way in ways):
            return True
    return False
