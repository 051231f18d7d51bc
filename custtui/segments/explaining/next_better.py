"""What would reach the next better segment: the least purchase, and until when it is enough."""

from datetime import date, timedelta

from custtui.segments.explaining.days_ahead import events_ahead
from custtui.segments.explaining.explanation import NextStep
from custtui.segments.explaining.one_more import OneMorePurchase, needed
from custtui.segments.explaining.situation import Situation
from custtui.segments.over_time.looked_at import LookedAt
from custtui.segments.rules import Dimension, is_tags, segments_of
from custtui.segments.sentences import segment_name
from custtui.values.decimals import CAP
from custtui.values.language import _
from custtui.values.money import format_money

_ORDERS = ("orders_12m", "orders_24m", "orders_90d", "orders_total")


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
    by = _enough_until(situation, dimension)
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
        return _any_text(name, by, relative=relative)
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


def _any_text(name: str, by: date | None, *, relative: bool) -> str:
    if by is None:
        message = _("Any purchase reaches {segment}.")
        if relative:
            message = _("Any purchase reaches {segment}, if the other customers stand still.")
        return message.format(segment=name)
    message = _("Any purchase by {day} reaches {segment}.")
    if relative:
        message = _("Any purchase by {day} reaches {segment}, if the other customers stand still.")
    return message.format(segment=name, day=by.isoformat())


def _enough_until(situation: Situation, dimension: Dimension) -> date | None:
    """The last day before the customer's own records enter or leave a window that is looked at.

    None where the dimension asks the day itself, as for ages, or where nothing is to come.
    """
    dimensions = needed(situation.rules, dimension)
    looked_at = [LookedAt.by(situation.rules, each) for each in dimensions]
    if any(each.asks_day for each in looked_at):
        return None
    columns = {column for each in looked_at for column in each.columns}
    if columns.intersection(_ORDERS) and situation.value("last_purchase") == situation.as_of:
        # Today has its order already; a purchase on another day would be one order more.
        return None
    events = events_ahead(situation, dimensions)
    return events[0] - timedelta(days=1) if events else None
