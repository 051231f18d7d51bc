"""Which records a metric is made of: for drilling in, and for adding up by hand.

This says in rows what `segments.judging.metrics` says in sums; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import date

from custtui.segments.explaining.explanation import Fact
from custtui.segments.explaining.situation import Situation
from custtui.segments.measured import Value
from custtui.segments.measures import Measure
from custtui.segments.sentences import label_of
from custtui.values.days import windows
from custtui.values.language import _, plural

_OWN = "(SELECT {} FROM metric WHERE customer_id = :customer)"
_SUMMED = ("purchase", "amount <> 0")
_ORDERED = ("purchase", "amount > 0")
_FIRST = ("purchase", f"amount > 0 AND day = {_OWN.format('first_purchase')}")
_LAST = ("purchase", f"amount > 0 AND day = {_OWN.format('last_purchase')}")
_LAST_CONTACT = ("follow_up", f"day = {_OWN.format('last_contact')}")
_COMPLAINT = ("follow_up", "kind = 'complaint'")
_OPEN_NEED = ("need", "state = 'open'")

#: The kind of the records and which of them count, within the measure's window.
_SOURCES = {
    "amount_12m": _SUMMED, "amount_prev_12m": _SUMMED, "amount_24m": _SUMMED,
    "amount_total": _SUMMED,
    "amount_90d": _SUMMED, "amount_prev_90d": _SUMMED, "average_order": _SUMMED,
    "profit_12m": ("purchase", "amount <> 0 AND cost IS NOT NULL"),
    "orders_12m": _ORDERED, "orders_24m": _ORDERED, "orders_90d": _ORDERED,
    "orders_prev_90d": _ORDERED, "orders_total": _ORDERED,
    "cycle_days": _ORDERED, "cycle_ratio": _ORDERED,
    "first_purchase": _FIRST, "tenure_days": _FIRST,
    "last_purchase": _LAST, "recency_days": _LAST,
    "main_product": ("purchase", f"amount <> 0 AND product = {_OWN.format('main_product')}"),
    "products": ("purchase", "amount > 0 AND product IS NOT NULL"),
    "last_contact": _LAST_CONTACT, "contact_age_days": _LAST_CONTACT,
    "follow_ups_90d": ("follow_up", "TRUE"),
    "inbound_90d": ("follow_up", "direction = 'they'"),
    "complaints_90d": _COMPLAINT, "complaints_prev_90d": _COMPLAINT,
    "praises_12m": ("follow_up", "kind = 'praise'"),
    "next_due": ("follow_up", f"NOT done AND next_day = {_OWN.format('next_due')}"),
    "satisfaction_12m": ("survey", "TRUE"),
    "satisfaction_last": (
        "survey",
        "id = (SELECT id FROM survey WHERE customer_id = :customer AND day <= :as_of"
        " ORDER BY day DESC, id DESC LIMIT 1)",
    ),
    "contract_end": (
        "contract",
        f"start <= :as_of AND state <> 'ended' AND \"end\" = {_OWN.format('contract_end')}",
    ),
    "renewal_rate": ("contract", "\"end\" <= :as_of AND state IN ('renewed', 'ended')"),
    "leading_need": (
        "need",
        "state = 'open' AND kind IN ('price', 'function', 'quality', 'brand', 'service')",
    ),
    "open_needs": _OPEN_NEED,
    "has_decision_maker": ("contact", "decision_role = 'decision_maker'"),
    "reachable": ("contact", "coalesce(phones, email, accounts) IS NOT NULL"),
}  # fmt: skip

#: How the records of a kind lie in time, oldest first.
_ORDER = {"contact": "id", "contract": '"end", id'}
_DATED = {
    "purchase": "day <= :as_of",
    "follow_up": "day <= :as_of",
    "survey": "day <= :as_of",
    "need": "(day IS NULL OR day <= :as_of)",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """The records that a measure is made of, oldest first."""

    kind: str
    rows: tuple[int, ...]
    estimated: int


def source_of(measure: Measure) -> tuple[str, str] | None:
    """The kind of the records that a measure is made of, and the test that they pass on any day.

    None for what is no sum of records. The test may let more pass than count in the end.
    """
    source = _SOURCES.get(measure.key)
    if source is None or "SELECT" not in source[1]:
        return source
    return source[0], "TRUE"


def counted(situation: Situation, measure: Measure) -> Counted | None:
    """The customer's records that the measure is made of; None for what is no sum of records."""
    source = _SOURCES.get(measure.key)
    if source is None:
        return None
    kind, which = source
    tests = ["customer_id = :customer", _DATED.get(kind, "TRUE"), which]
    if measure.window is not None:
        tests.append(f"day BETWEEN :first_{measure.window} AND :last_{measure.window}")
    estimated = "estimated" if kind == "purchase" else "0"
    rows = situation.connection.execute(
        f"SELECT id, {estimated} FROM {kind} WHERE {' AND '.join(tests)}"
        f" ORDER BY {_ORDER.get(kind, 'day, id')}",
        situation.bound,
    ).fetchall()
    return Counted(kind, tuple(row[0] for row in rows), sum(bool(row[1]) for row in rows))


def fact(situation: Situation, what: str) -> Fact:
    """What a rule looked at: its value, its window and the records that count."""
    measure = situation.measure(what)
    found = counted(situation, measure)
    window = windows(situation.as_of).get(measure.window or "", (None, None))
    exact: Value = situation.value(what)
    return Fact(
        key=what,
        label=label_of(situation.rules, what),
        value=situation.spoken(what),
        exact=exact,
        detail=_detail(window, found),
        first_day=window[0],
        last_day=window[1],
        kind=found.kind if found else None,
        rows=found.rows if found else (),
        estimated=found.estimated if found else 0,
    )


def _detail(window: tuple[date | None, date | None], found: Counted | None) -> str:
    """The window and how many records count: "2025-11-23 to 2026-11-22, 8 purchases"."""
    records = records_text(found) if found else ""
    first, last = window
    if first is None or last is None:
        return records
    days = _("{first} to {last}").format(first=first.isoformat(), last=last.isoformat())
    return _("{days}, {records}").format(days=days, records=records) if records else days


def records_text(found: Counted) -> str:
    """How many records of their kind: "8 purchases"."""
    count = len(found.rows)
    match found.kind:
        case "purchase":
            message = plural("{count} purchase", "{count} purchases", count)
            if found.estimated:
                message = plural(
                    "{count} purchase ({estimated} estimated)",
                    "{count} purchases ({estimated} estimated)", count)  # fmt: skip
        case "follow_up":
            message = plural("{count} follow-up", "{count} follow-ups", count)
        case "survey":
            message = plural("{count} survey", "{count} surveys", count)
        case "contract":
            message = plural("{count} contract", "{count} contracts", count)
        case "need":
            message = plural("{count} need", "{count} needs", count)
        case _:
            message = plural("{count} contact", "{count} contacts", count)
    return message.format(count=f"{count:,}", estimated=f"{found.estimated:,}")
