"""What `why` says of the customers of the sample can be added up by hand from what `show` says."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from custtui.cli import main
from custtui.reading.connection import connect
from tests.oracle.windows import months_before

Shown = dict[str, Any]
Rows = list[dict[str, Any]]
_HIGH, _MIDDLE = Decimal(1_000_000), Decimal(300_000)


@pytest.fixture(scope="module")
def codes(sample: Path) -> list[str]:
    connection = connect(sample)
    found = [code for (code,) in connection.execute("SELECT code FROM customer ORDER BY code")]
    connection.close()
    return found[::2]  # the others are of the same makes


def test_every_figure_of_every_other_customer(
    sample: Path, codes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(command: str, code: str) -> Shown:
        assert main(["--db", str(sample), "--lang", "en", command, code, "--json"]) == 0
        found: Shown = json.loads(capsys.readouterr().out)
        return found

    told: Counter[str] = Counter()
    for code in codes:
        why, show = answer("why", code), answer("show", code)
        assert why["as_of"] == show["as_of"]
        for dimension in why["dimensions"]:
            held = [segment["key"] for segment in dimension["segments"]]
            shown = show["segments"][dimension["dimension"]]
            assert held == (shown if isinstance(shown, list) else [shown]), code
            for fact in dimension["facts"]:
                check_fact(fact, show)
                told[fact["key"]] += 1
            told["turns"] += check_turns(dimension, show)
            if dimension["dimension"] == "value":
                check_next(dimension["next_better"], show)
    assert told["turns"] > len(codes)
    assert {"amount_12m", "cycle_ratio", "complaints_prev_90d", "contract_end"} <= told.keys()


def check_fact(fact: Shown, show: Shown) -> None:
    """The value is what the rows of `show` between the two days make of it."""
    key, kind = fact["key"], fact["kind"]
    if key in show["metrics"]:
        assert fact["value"] == show["metrics"][key]
    if key.startswith("segment:"):
        assert fact["value"] == show["segments"][key.removeprefix("segment:")]
    if kind is None:
        return
    last = fact["last_day"] or show["as_of"]
    days = (date.fromisoformat(fact["first_day"] or "1900-01-01"), date.fromisoformat(last))
    rows = counting(key, kind, show, days)
    assert len(rows) == len(fact["rows"]), (show["code"], key)
    if key in BY_HAND:
        value = BY_HAND[key](rows, date.fromisoformat(show["as_of"]))
        assert plain(value) == fact["value"], (show["code"], key)


def counting(key: str, kind: str, show: Shown, days: tuple[date, date]) -> Rows:
    """The records that a metric counts, picked out of what `show` gives."""
    as_of = date.fromisoformat(show["as_of"])
    rows: Rows = show[kind + "s"]
    if kind == "contact":
        return [row for row in rows if row["phones"] or row["email"] or row["accounts"]]
    if kind == "contract":
        ends = max(
            (
                row["end"]
                for row in rows
                if row["end"] and row["start"] and row["state"] != "ended"
                and row["start"] <= as_of.isoformat() <= row["end"]
            ),
            default=None,
        )  # fmt: skip
        return [row for row in rows if ends and row["end"] == ends]
    if kind == "need":
        rows = [
            row
            for row in rows
            if row["state"] == "open" and (row["day"] or "") <= as_of.isoformat()
        ]
        grouped = ("price", "function", "quality", "brand", "service")
        return [row for row in rows if key != "leading_need" or row["kind"] in grouped]
    rows = [row for row in rows if days[0] <= date.fromisoformat(row["day"]) <= days[1]]
    if kind == "purchase":
        rows = [row for row in rows if Decimal(row["amount"]) != 0]
        if key.startswith(("orders", "cycle")):
            rows = [row for row in rows if Decimal(row["amount"]) > 0]
    if key.startswith("complaints"):
        rows = [row for row in rows if row["kind"] == "complaint"]
    if key in ("recency_days", "last_purchase", "contact_age_days", "last_contact"):
        return at(max, rows)
    if key == "tenure_days":
        return at(min, rows)
    if key == "satisfaction_last":
        return at(max, rows)[:1]  # `show` has the newest first
    if key == "main_product":
        main = show["metrics"]["main_product"]
        return [row for row in rows if main and row["product"] == main]
    return rows


def at(end: Callable[[list[str]], str], rows: Rows) -> Rows:
    """Those of the first or of the last day; an order is a purchase above 0."""
    rows = [row for row in rows if "amount" not in row or Decimal(row["amount"]) > 0]
    return [row for row in rows if row["day"] == end([each["day"] for each in rows])]


def amounts(rows: Rows, as_of: date) -> Decimal:
    return sum((Decimal(row["amount"]) for row in rows), Decimal())


def orders(rows: Rows, as_of: date) -> int:
    return len({row["day"] for row in rows})


def age(rows: Rows, as_of: date) -> int | None:
    return (as_of - date.fromisoformat(rows[0]["day"])).days if rows else None


def cycle(rows: Rows) -> Fraction | None:
    days = sorted({date.fromisoformat(row["day"]) for row in rows})
    gaps = [(after - before).days for before, after in pairwise(days)]
    return max(Fraction(7), Fraction(2 * median(gaps)) / 2) if len(days) >= 4 else None


def cycle_ratio(rows: Rows, as_of: date) -> float | None:
    found = cycle(rows)
    newest = max((date.fromisoformat(row["day"]) for row in rows), default=as_of)
    return None if found is None else float((as_of - newest).days / found)


def leading_need(rows: Rows, as_of: date) -> str | None:
    weights: Counter[str] = Counter()
    for row in rows:
        weights[row["kind"] if row["kind"] in ("price", "service") else "quality"] += row["weight"]
    order = ("price", "quality", "service")
    return max(order, key=lambda group: weights[group]) if rows else None


BY_HAND: dict[str, Callable[[Rows, date], Any]] = {
    **dict.fromkeys(("amount_12m", "amount_total", "amount_90d", "amount_prev_90d"), amounts),
    **dict.fromkeys(("orders_total", "orders_prev_90d"), orders),
    **dict.fromkeys(("recency_days", "tenure_days", "contact_age_days"), age),
    **dict.fromkeys(("complaints_90d", "complaints_prev_90d"), lambda rows, as_of: len(rows)),
    **dict.fromkeys(
        ("last_purchase", "last_contact"),
        lambda rows, as_of: rows[0]["day"] if rows else None,
    ),
    "cycle_ratio": cycle_ratio,
    "leading_need": leading_need,
    "satisfaction_last": lambda rows, as_of: rows[0]["score"] if rows else None,
    "contract_end": lambda rows, as_of: rows[0]["end"] if rows else None,
    "main_product": lambda rows, as_of: rows[0]["product"] if rows else None,
    "reachable": lambda rows, as_of: bool(rows),
}


def plain(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def check_turns(dimension: Shown, show: Shown) -> int:
    """What leaves and what is left of a sum, day after day, starting from what it is now."""
    left = {fact["key"]: fact["value"] for fact in dimension["facts"]}.get("amount_12m")
    for turn in dimension["by_time"]["turns"]:
        day = date.fromisoformat(turn["day"])
        first = months_before(day, 12) + timedelta(days=1)
        crossings = [each for each in turn["crossings"] if each["metric"] == "amount_12m"]
        for crossing in crossings:
            value = Decimal(crossing["value"])
            assert crossing["rows"]
            assert crossing["text"].startswith(f"{value:,.2f} of ")
            left = Decimal(left or 0) + (-value if crossing["leaves"] else value)
        if crossings:
            rows = counting("amount_12m", "purchase", show, (first, day))
            assert plain(left) == crossings[-1]["then"] == plain(amounts(rows, day))
    return len(dimension["by_time"]["turns"])


def check_next(step: Shown | None, show: Shown) -> None:
    """The amount told and that of the 12 months make the threshold that is told."""
    amount = Decimal(show["metrics"]["amount_12m"])
    if step is None:
        assert amount >= _HIGH
        return
    threshold = {"high": _HIGH, "middle": _MIDDLE, "low": Decimal("0.01")}[step["segment"]]
    assert amount + Decimal(step["amount"]) == threshold
