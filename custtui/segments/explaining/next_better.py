"""What would reach the next better segment: the least purchase, and until when it is enough."""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

from custtui.segments.checking import looks_at
from custtui.segments.explaining.explanation import NextStep
from custtui.segments.explaining.one_more import OneMorePurchase, needed
from custtui.segments.explaining.situation import Situation
from custtui.segments.measures import MEASURES, Kind
from custtui.segments.rules import Dimension, is_tags, segments_of
from custtui.segments.sentences import segment_name
from custtui.values.days import windows
from custtui.values.decimals import CAP
from custtui.values.language import _
from custtui.values.money import format_money
from custtui.values.registry import is_own

_FARTHEST_DAYS = 3 * 366
#: What time alone changes only when a purchase enters or leaves a window.
_MOVED_BY_WINDOWS = (
    "amount_12m", "amount_prev_12m", "amount_24m", "amount_total", "amount_90d",
    "amount_prev_90d",
)  # fmt: skip
#: What time alone never changes.
_STILL = (Kind.TEXT, Kind.CHOICE, Kind.MONEY, Kind.COUNT, Kind.NUMBER)


def next_step(situation: Situation, dimension: Dimension) -> NextStep | None:
    """The least purchase on as-of that reaches a better segment than the one it stands in.

    None where the dimension is not ordered, nothing is better, no purchase reaches it, or the
    dimension looks at what a purchase cannot be followed through.
    """
    if not dimension.ordered or is_tags(dimension):
        return None
    keys = [segment.key for segment in segments_of(dimension)]
    own = keys.index(str(situation.standing[dimension.key]))
    if own == 0 or not OneMorePurchase.can_follow(situation, dimension):
        return None
    trial = OneMorePurchase(situation, dimension)
    steps = [amount for amount in trial.steps() if amount <= CAP]
    reached = ((amount, keys.index(trial.segment_at(amount))) for amount in steps)
    found = next(((amount, place) for amount, place in reached if place < own), None)
    if found is None:
        return None
    amount, place = found
    any_will_do = amount == 1 and all(later <= place for _amount, later in reached)
    name = segment_name(situation.rules, dimension.key, keys[place])
    by = None if any_will_do else _enough_until(situation, dimension)
    return NextStep(
        segment=keys[place],
        name=name,
        amount=amount,
        by=by,
        relative=trial.is_relative,
        text=_text(name, None if any_will_do else amount, by, relative=trial.is_relative),
    )


def _text(name: str, amount: int | None, by: date | None, *, relative: bool) -> str:
    if amount is None:
        message = _("Any purchase reaches {segment}.")
        if relative:
            message = _("Any purchase reaches {segment}, if the other customers stand still.")
        return message.format(segment=name)
    if by is None:
        message = _("{amount} more reaches {segment}.")
        if relative:
            message = _("{amount} more reaches {segment}, if the other customers stand still.")
    else:
        message = _("{amount} more by {day} reaches {segment}.")
        if relative:
            message = _(
                "{amount} more by {day} reaches {segment}, if the other customers stand still."
            )
    day = by.isoformat() if by else ""
    return message.format(amount=format_money(amount), day=day, segment=name)


def _enough_until(situation: Situation, dimension: Dimension) -> date | None:
    """The last day before the customer's own purchases enter or leave a window that is looked at.

    None where the dimension looks at other things that change with time, or at no window.
    """
    used = {
        what
        for each in needed(situation.rules, dimension)
        for what in looks_at(each)
        if not what.startswith("segment:")
    }
    if not all(what in _MOVED_BY_WINDOWS or _is_still(situation, what) for what in used):
        return None
    names = {MEASURES[what].window for what in used if what in _MOVED_BY_WINDOWS}
    events = [day for name in names for day in _changes(situation, name)]
    return min(events) - timedelta(days=1) if events else None


def _is_still(situation: Situation, what: str) -> bool:
    """Whether it is a field of the customer itself, which time does not change."""
    measure = situation.measure(what)
    is_field = measure.sql.startswith("c.") or is_own(what) or what == "employees"
    return measure.kind in _STILL and is_field


def _changes(situation: Situation, window: str | None) -> Iterator[date]:
    """The first days on which a later purchase comes in, and on which one crosses an end."""
    connection, bound = situation.connection, situation.bound
    future = _earliest(connection, "day > :as_of", bound)
    if future is not None:
        yield future
    if window is None:
        return
    as_of = situation.as_of
    leaving = _earliest(connection, f"day BETWEEN :first_{window} AND :last_{window}", bound)
    if leaving is not None:
        yield _first_day(as_of, window, 0, leaving + timedelta(days=1))
    if window.startswith("prev_"):
        entering = _earliest(connection, f"day > :last_{window} AND day <= :as_of", bound)
        if entering is not None:
            yield _first_day(as_of, window, 1, entering)


def _earliest(connection: sqlite3.Connection, which: str, bound: dict[str, object]) -> date | None:
    (day,) = connection.execute(
        f"SELECT min(day) FROM purchase WHERE customer_id = :customer AND amount <> 0 AND {which}",
        bound,
    ).fetchone()
    return date.fromisoformat(day) if day else None


def _first_day(as_of: date, window: str, end: int, reaches: date) -> date:
    """The first as-of whose window has its first (0) or last (1) day on that day or later."""
    days = bisect_left(
        range(_FARTHEST_DAYS),
        reaches,
        key=lambda count: windows(as_of + timedelta(days=count))[window][end],
    )
    return as_of + timedelta(days=days)
