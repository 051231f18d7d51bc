"""The two dimensions that rank customers against each other: grade and behaviour."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from .metrics import Metrics

SCORES = 5


@dataclass(frozen=True)
class Grading:
    """How customers are ranked: the standard set, and what a test may change in it.

    The shares of A and B of the grade, C has the rest, by rank or by value of a metric that is a
    number; whether the F of the scores is by mid-rank too.
    """

    a: Fraction = Fraction(20, 100)
    b: Fraction = Fraction(50, 100)
    by_value: bool = False
    metric: str = "amount_12m"
    frequency_by_rank: bool = False


STANDARD = Grading()


RFM_CODES = {
    "champions": "555 554 544 545 454 455 445",
    "loyal": "543 444 435 355 354 345 344 335",
    "potential_loyalist": (
        "553 551 552 541 542 533 532 531 452 451 442 441 "
        "431 453 433 432 423 353 352 351 342 341 333 323"
    ),
    "new": "512 511 422 421 412 411 311",
    "promising": "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313",
    "need_attention": "535 534 443 434 343 334 325 324",
    "about_to_sleep": "331 321 312 221 213 231 241 251",
    "at_risk": (
        "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124"
    ),
    "cannot_lose": "155 154 144 214 215 115 114 113",
    "hibernating": "332 322 233 232 223 222 132 123 122 212 211",
    "lost": "111 112 121 131 141 151",
}
"""Segment to its codes, each the scores R, F, M in a row; all 125 codes, each once."""


Value = TypeVar("Value", int, date)
"""What a score ranks: money in minor units, or a day."""


def grades(measured: Mapping[str, Metrics], grading: Grading = STANDARD) -> dict[str, str]:
    """Grade of each code: a share on the metric, over those above zero."""
    values = {code: int(str(one.get(grading.metric) or 0)) for code, one in measured.items()}
    ranked = sorted(value for value in values.values() if value > 0)
    graded = {}
    for code, value in values.items():
        if value <= 0:
            graded[code] = "unrated"
            continue
        larger = ranked[bisect_right(ranked, value) :]
        if grading.by_value:
            place = Fraction(sum(larger), sum(ranked))
        else:
            place = Fraction(len(larger), len(ranked))
        if place < grading.a:
            graded[code] = "A"
        elif place < grading.a + grading.b:
            graded[code] = "B"
        else:
            graded[code] = "C"
    return graded


def mid_rank(value: Value, ranked: Sequence[Value]) -> int:
    """Score 1 to 5 of a value among all values, which are sorted, worst first.

    ``1 + floor(5 × (2L + E) / 2N)``: L are worse, E equal (itself too), N are all.
    """
    worse = bisect_left(ranked, value)
    equal = bisect_right(ranked, value) - worse
    return 1 + (SCORES * (2 * worse + equal)) // (2 * len(ranked))


def frequency_score(orders: int) -> int:
    """Score of orders_total: 1, 2, 3–4, 5–7, 8 and more."""
    if orders >= 8:
        return 5
    if orders >= 5:
        return 4
    if orders >= 3:
        return 3
    return 2 if orders == 2 else 1


def segment_of_code(code: str) -> str:
    """The segment that lists a code of three scores."""
    for segment, codes in RFM_CODES.items():
        if code in codes.split():
            return segment
    raise KeyError(code)


def rfm_codes(
    measured: Mapping[str, Metrics], grading: Grading = STANDARD
) -> dict[str, str | None]:
    """The three scores of each customer in a row, such as "543"; None if never bought."""
    days, counts, totals = [], [], []
    for one in measured.values():
        if one["last_purchase"] is not None:
            days.append(one["last_purchase"])
            counts.append(one["orders_total"])
            totals.append(one["amount_total"])
    days.sort()
    counts.sort()
    totals.sort()
    scored: dict[str, str | None] = {}
    for code, one in measured.items():
        if one["last_purchase"] is None:
            scored[code] = None
            continue
        recency = mid_rank(one["last_purchase"], days)
        if grading.frequency_by_rank:
            frequency = mid_rank(one["orders_total"], counts)
        else:
            frequency = frequency_score(one["orders_total"])
        money = mid_rank(one["amount_total"], totals)
        scored[code] = f"{recency}{frequency}{money}"
    return scored


def behaviours(measured: Mapping[str, Metrics], grading: Grading = STANDARD) -> dict[str, str]:
    """Behaviour of each customer: one of the 11 segments, or unscored."""
    scored = rfm_codes(measured, grading)
    return {
        customer: "unscored" if code is None else segment_of_code(code)
        for customer, code in scored.items()
    }
