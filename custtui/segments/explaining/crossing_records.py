"""The records that cross an end of a metric's window between two days."""

from dataclasses import dataclass
from datetime import date, timedelta

from custtui.segments.explaining.counted import Counted, records_text, source_of
from custtui.segments.explaining.explanation import Crossing
from custtui.segments.explaining.situation import Situation
from custtui.segments.measured import Value
from custtui.segments.measures import Kind, Measure
from custtui.values.days import windows
from custtui.values.impossible import stored_day
from custtui.values.language import _
from custtui.values.money import format_money

_DATED = ("purchase", "follow_up", "survey")


@dataclass(frozen=True, slots=True)
class CrossingRecords:
    """Records of one metric that leave its window together, or come in; with their days."""

    measure: Measure
    leaves: bool
    records: Counted
    amount: int
    first: date
    last: date

    def told(self, what: str, then: Value) -> Crossing:
        """The same in words; `then` is the metric's value without or with them."""
        is_sum = self.measure.kind is Kind.MONEY
        return Crossing(
            metric=what,
            leaves=self.leaves,
            kind=self.records.kind,
            rows=self.records.rows,
            value=self.amount if is_sum else len(self.records.rows),
            then=then,
            text=self._text(is_sum),
        )

    def _text(self, is_sum: bool) -> str:
        day = self.first.isoformat()
        if self.first != self.last:
            day = _("{first} to {last}").format(first=day, last=self.last.isoformat())
        what = format_money(self.amount) if is_sum else records_text(self.records)
        message = _("{what} of {day} will have come in")
        if self.leaves:
            message = _("{what} of {day} will have left the window")
        return message.format(what=what, day=day)


def crossing_records(
    situation: Situation, measure: Measure, before: date, now: date, *, leaves: bool
) -> CrossingRecords | None:
    """The records that a metric counted on one day and no longer counts on the other, or the
    other way round; None where there are none."""
    source = source_of(measure)
    if source is None or source[0] not in _DATED:
        return None
    kind, which = source
    old, new = _window(measure, before), _window(measure, now)
    gone, kept = (old, new) if leaves else (new, old)
    figure = {"profit_12m": "amount - cost"}.get(measure.key, "amount")
    rows = situation.connection.execute(
        f"SELECT id, day, {figure if kind == 'purchase' else 0},"
        f" {'estimated' if kind == 'purchase' else 0} FROM {kind}"
        f" WHERE customer_id = :customer AND ({which})"
        " AND day BETWEEN :first AND :last AND day NOT BETWEEN :first_kept AND :last_kept"
        " ORDER BY day, id",
        {
            **situation.bound,
            "first": gone[0].isoformat(),
            "last": gone[1].isoformat(),
            "first_kept": kept[0].isoformat(),
            "last_kept": kept[1].isoformat(),
        },
    ).fetchall()
    if not rows:
        return None
    return CrossingRecords(
        measure=measure,
        leaves=leaves,
        records=Counted(kind, tuple(row[0] for row in rows), sum(bool(row[3]) for row in rows)),
        amount=sum(row[2] for row in rows),
        first=stored_day(rows[0][1]),
        last=stored_day(rows[-1][1]),
    )


def _window(measure: Measure, day: date) -> tuple[date, date]:
    """The first and the last day that count; without a window, all up to the day."""
    return windows(day)[measure.window] if measure.window else (date.min + timedelta(1), day)
