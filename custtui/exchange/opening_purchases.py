"""Opening purchases (期初): history that an old sheet has only as sums (definitions.md)."""

from dataclasses import dataclass
from datetime import date, timedelta

from custtui.values.days import months_before
from custtui.values.language import _
from custtui.values.unclean import Unclean

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sums:
    """What an old sheet says of a customer's purchases; money in minor units, None where silent."""

    amount_12m: int | None = None
    orders_12m: int | None = None
    amount_total: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening purchase: its day and its amount in minor units."""

    day: date
    amount: int


def opening_purchases(sums: Sums, sheet_day: date) -> list[Opening]:
    """The purchases that stand for these sums, the oldest first; none where there is no amount.

    definitions.md: the 12-month amount in as many equal parts as orders, evenly spaced, the last on
    the last purchase day (else the sheet's day), the first not before the first purchase day,
    remainders on the last; what the total exceeds it by, on the first purchase day. Where that day
    is not told, it is the last one before the 12 months; of a sheet that has no amount for them,
    the last purchase day, else the sheet's. Raises Unclean for sums that contradict one another.
    """
    _refuse_contradictions(sums)
    start, end = _year(sums, sheet_day)
    amount = sums.amount_12m or 0
    rest = max(0, (sums.amount_total or 0) - amount)
    found = _parts(amount, _days(sums, start, end)) if amount else []
    if rest:
        first = sums.first_day or (start - _ONE_DAY if amount else end)
        found = [Opening(first, rest), *found]
    return found


def not_told(sums: Sums, openings: list[Opening], sheet_day: date) -> list[str]:
    """The names of those sums that the opening purchases do not come to: they are kept as text."""
    start, end = _year(sums, sheet_day)
    in_year = [opening for opening in openings if start <= opening.day <= end]
    days = [opening.day for opening in openings]
    come_to = Sums(
        amount_12m=sum(opening.amount for opening in in_year),
        orders_12m=len({opening.day for opening in in_year}),
        amount_total=sum(opening.amount for opening in openings),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
    )
    return [
        name
        for name in Sums.__slots__
        if getattr(sums, name) is not None and getattr(sums, name) != getattr(come_to, name)
    ]


def _refuse_contradictions(sums: Sums) -> None:
    amounts = (sums.amount_12m, sums.amount_total)
    if any(amount is not None and amount < 0 for amount in amounts):
        raise Unclean(_("Purchases can't be made of a negative sum"))
    if sums.amount_total is not None and (sums.amount_12m or 0) > sums.amount_total:
        raise Unclean(_("The total is less than the amount of the last 12 months"))
    if sums.first_day and sums.last_day and sums.first_day > sums.last_day:
        raise Unclean(_("The first purchase is later than the last one"))


def _year(sums: Sums, sheet_day: date) -> tuple[date, date]:
    """The first of the 12 months that the sheet speaks of, and the day of the last purchase.

    They are those before the sheet's day; before the last purchase where that is later than the
    sheet, or so old that the sheet must be old too.
    """
    end = sums.last_day or max(sheet_day, sums.first_day or sheet_day)
    start = months_before(sheet_day, 12) + _ONE_DAY
    if not start <= end <= sheet_day:
        start = months_before(end, 12) + _ONE_DAY
    return start, end


def _days(sums: Sums, start: date, end: date) -> list[date]:
    """As many days as orders, evenly spaced, the last one `end`, none before `start`.

    They are 12 months divided by the orders apart, closer where the first would be too early; from
    the first purchase day on where that lies in the 12 months.
    """
    count = sums.orders_12m or 1
    if count == 1:
        return [end]
    year = (end - months_before(end, 12)).days
    first = max(start, end - timedelta(days=year * (count - 1) // count))
    if sums.first_day is not None and sums.first_day >= start:
        first = sums.first_day
    span = (end - first).days
    return [first + timedelta(days=span * place // (count - 1)) for place in range(count)]


def _parts(amount: int, days: list[date]) -> list[Opening]:
    """The amount in equal parts, one a day, the remainder on the last; a part has a minor unit."""
    days = days[-amount:]
    part = amount // len(days)
    return [
        *(Opening(day, part) for day in days[:-1]),
        Opening(days[-1], amount - part * (len(days) - 1)),
    ]
