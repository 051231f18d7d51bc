"""Segments fixed by hand, put over those that the rules give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .records import Customer, Pin


def in_force(customer: Customer, dimension: str, as_of: date) -> list[Pin]:
    """The pins of a customer in one dimension that count on ``as_of``."""
    return [
        pin
        for pin in customer.get("pins") or []
        if pin["dimension"] == dimension and (pin["last_day"] is None or pin["last_day"] >= as_of)
    ]


def fixed(computed: str, pins: Sequence[Pin], known: Sequence[str]) -> str:
    """The effective segment; a pin to a segment that is not there any more has no effect.

    ``known`` are the dimension's segments; of a field dimension none, and every value goes.
    """
    good = [pin["segment"] for pin in pins if not known or pin["segment"] in known]
    return good[-1] if good else computed


def fixed_tags(computed: Sequence[str], pins: Sequence[Pin], known: Sequence[str]) -> list[str]:
    """The effective tags, in the order of the table."""
    hand = {pin["segment"]: pin["holds"] for pin in pins}
    return [tag for tag in known if hand.get(tag, tag in computed)]
