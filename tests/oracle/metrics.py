"""All metrics of one customer, under the keys of definitions.md."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypedDict

from . import purchases as buying
from . import relations
from .records import Customer, open_needs
from .windows import inside, windows_of


class Metrics(TypedDict):
    """Money in minor units; ``*_days``, ``orders_*`` and the other counts are whole numbers."""

    amount_12m: int
    amount_prev_12m: int
    amount_24m: int
    amount_total: int
    amount_90d: int
    amount_prev_90d: int
    profit_12m: int | None
    orders_12m: int
    orders_24m: int
    orders_90d: int
    orders_prev_90d: int
    orders_total: int
    average_order: Fraction | None
    first_purchase: date | None
    last_purchase: date | None
    recency_days: int | None
    tenure_days: int | None
    cycle_days: Fraction | None
    cycle_ratio: Fraction | None
    main_product: str | None
    last_contact: date | None
    contact_age_days: int | None
    follow_ups_90d: int
    inbound_90d: int
    complaints_90d: int
    complaints_prev_90d: int
    praises_12m: int
    satisfaction_12m: Fraction | None
    satisfaction_last: int | None
    next_due: date | None
    contract_end: date | None
    renewal_rate: Fraction | None
    leading_need: str | None
    employees: int | None
    has_decision_maker: bool | None
    annual_revenue: int | None
    industry: str | None
    region: str | None
    source: str | None
    stage: str | None
    owner: str | None
    tags: list[str]


def days_since(day: date | None, as_of: date) -> int | None:
    """Age of a day in days; None has no age."""
    return None if day is None else (as_of - day).days


def measure(customer: Customer, as_of: date) -> Metrics:
    """The metrics of one customer on ``as_of``; records dated later are not there."""
    windows = windows_of(as_of)
    year, days = windows["12m"], windows["90d"]
    before_year, before_days = windows["prev_12m"], windows["prev_90d"]

    rows = buying.counted(customer, as_of)
    in_year, in_days = buying.within(rows, year), buying.within(rows, days)
    in_two_years = buying.within(rows, windows["24m"])
    in_before_days = buying.within(rows, before_days)
    ordered = buying.order_days(rows)
    first, last = (ordered[0], ordered[-1]) if ordered else (None, None)
    recency = days_since(last, as_of)
    cycle = buying.cycle_days(ordered)

    talks = [row for row in customer.get("follow_ups") or [] if row["day"] <= as_of]
    recent = [row for row in talks if inside(row["day"], days)]
    last_contact = max((row["day"] for row in talks), default=None)
    surveys = [row for row in customer.get("surveys") or [] if row["day"] <= as_of]
    contracts = customer.get("contracts") or []

    return {
        "amount_12m": buying.net(in_year),
        "amount_prev_12m": buying.net(buying.within(rows, before_year)),
        "amount_24m": buying.net(in_two_years),
        "amount_total": buying.net(rows),
        "amount_90d": buying.net(in_days),
        "amount_prev_90d": buying.net(in_before_days),
        "profit_12m": buying.profit(in_year),
        "orders_12m": len(buying.order_days(in_year)),
        "orders_24m": len(buying.order_days(in_two_years)),
        "orders_90d": len(buying.order_days(in_days)),
        "orders_prev_90d": len(buying.order_days(in_before_days)),
        "orders_total": len(ordered),
        "average_order": buying.average_order(in_year),
        "first_purchase": first,
        "last_purchase": last,
        "recency_days": recency,
        "tenure_days": days_since(first, as_of),
        "cycle_days": cycle,
        "cycle_ratio": None if recency is None or cycle is None else recency / cycle,
        "main_product": buying.main_product(in_year),
        "last_contact": last_contact,
        "contact_age_days": days_since(last_contact, as_of),
        "follow_ups_90d": len(recent),
        "inbound_90d": sum(1 for row in recent if row.get("direction") == "they"),
        "complaints_90d": relations.of_kind(talks, "complaint", days),
        "complaints_prev_90d": relations.of_kind(talks, "complaint", before_days),
        "praises_12m": relations.of_kind(talks, "praise", year),
        "satisfaction_12m": relations.mean_score([x for x in surveys if inside(x["day"], year)]),
        "satisfaction_last": relations.last_score(surveys),
        "next_due": relations.next_due(talks),
        "contract_end": relations.contract_end(contracts, as_of),
        "renewal_rate": relations.renewal_rate(contracts, as_of),
        "leading_need": relations.leading_need(open_needs(customer, as_of)),
        "employees": relations.employees(customer),
        "has_decision_maker": relations.has_decision_maker(customer),
        "annual_revenue": customer.get("annual_revenue"),
        "industry": customer.get("industry") or None,
        "region": customer.get("region") or None,
        "source": customer.get("source") or None,
        "stage": customer.get("stage") or None,
        "owner": customer.get("owner") or None,
        "tags": list(customer.get("tags") or []),
    }
